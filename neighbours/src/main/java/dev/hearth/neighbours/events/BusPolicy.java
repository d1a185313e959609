package dev.hearth.neighbours.events;

import dev.hearth.core.AwsScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bus's policy as text, with the statements that PutPermission adds and RemovePermission takes. Pure. */
final class BusPolicy {

    private static final String ACTION = "events:PutEvents";

    private BusPolicy() {}

    static void check(Buses.Permission permission) {
        if (permission.action() == null || !permission.action().equals(ACTION)) {
            throw EventsError.VALIDATION.because("Provided value in parameter 'action' is not supported.");
        }
        String principal = permission.principal();
        if (principal == null || !EventsLimits.PRINCIPAL.matcher(principal).matches()) {
            throw EventsError.VALIDATION.because("Provided value in parameter 'principal' is not valid.");
        }
        String id = permission.statementId();
        if (id == null || !EventsLimits.STATEMENT_ID.matcher(id).matches()) {
            throw EventsError.VALIDATION.because("Provided value in parameter 'statementId' is not valid.");
        }
    }

    static String with(String policy, String busArn, Buses.Permission permission, AwsScope scope) {
        List<Object> statements = new ArrayList<>();
        for (Object each : statements(policy)) {
            if (!isNamed(each, String.valueOf(permission.statementId()))) {
                statements.add(each);
            }
        }
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", String.valueOf(permission.statementId()));
        statement.put("Effect", "Allow");
        statement.put("Principal", principal(String.valueOf(permission.principal()), scope));
        statement.put("Action", ACTION);
        statement.put("Resource", busArn);
        Buses.Condition condition = permission.condition();
        if (condition != null) {
            statement.put("Condition", Map.of(condition.type(), Map.of(condition.key(), condition.value())));
        }
        statements.add(statement);
        return document(statements);
    }

    private static Object principal(String said, AwsScope scope) {
        String partition = scope.arn("iam", "").split(":", 3)[1];
        return said.equals("*") ? said : Map.of("AWS", "arn:" + partition + ":iam::" + said + ":root");
    }

    /** Without the statement {@code id}; empty when none is left. */
    static String without(String policy, String id) {
        List<Object> all = statements(policy);
        List<Object> rest = all.stream().filter(each -> !isNamed(each, id)).toList();
        if (rest.size() == all.size()) {
            throw EventsError.RESOURCE_NOT_FOUND.because("Statement with the provided id does not exist.");
        }
        return rest.isEmpty() ? "" : document(rest);
    }

    private static boolean isNamed(Object statement, String id) {
        return statement instanceof Map<?, ?> map && id.equals(map.get("Sid"));
    }

    private static String document(List<Object> statements) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", "2012-10-17");
        document.put("Statement", statements);
        return Json.write(document);
    }

    private static List<Object> statements(String policy) {
        Map<String, Object> document = policy.isEmpty() ? null : Json.object(policy);
        @Nullable Object found = document == null ? null : document.get("Statement");
        List<Object> statements = new ArrayList<>();
        if (found instanceof List<?> list) {
            statements.addAll(list);
        } else if (found != null) {
            statements.add(found);
        }
        return statements;
    }
}
