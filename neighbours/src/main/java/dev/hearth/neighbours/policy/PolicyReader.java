package dev.hearth.neighbours.policy;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.policy.PolicyStatement.Condition;
import dev.hearth.neighbours.policy.PolicyStatement.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads policies; refuses what is not of the language's grammar. */
final class PolicyReader {

    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private PolicyReader() {}

    static FaultException malformed(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message, "MalformedPolicyDocument").asException();
    }

    static FaultException syntax() {
        return malformed("Syntax errors in policy.");
    }

    static PolicyDocument read(String text) {
        Map<String, Object> top = PolicyJson.object(text);
        if (top == null) {
            throw malformed("This policy contains invalid Json");
        }
        if (!TOP.containsAll(top.keySet())) {
            throw syntax();
        }
        Object version = top.getOrDefault("Version", PolicyDocument.OLD);
        if (!version.equals(PolicyDocument.CURRENT) && !version.equals(PolicyDocument.OLD)) {
            throw syntax();
        }
        List<PolicyStatement> statements = new ArrayList<>();
        Object said = top.get("Statement");
        for (Object each : said instanceof List<?> list ? list : said == null ? List.of() : List.of(said)) {
            if (!(each instanceof Map<?, ?> elements)) {
                throw syntax();
            }
            statements.add(statement(named(elements)));
        }
        return new PolicyDocument((String) version, top.get("Id") instanceof String id ? id : null, statements);
    }

    private static Map<String, Object> named(Map<?, ?> elements) {
        Map<String, Object> named = new LinkedHashMap<>();
        elements.forEach((name, value) -> named.put((String) name, value));
        return named;
    }

    private static PolicyStatement statement(Map<String, Object> elements) {
        if (!ELEMENTS.containsAll(elements.keySet())) {
            throw syntax();
        }
        Object effect = elements.get("Effect");
        if (effect == null) {
            throw malformed("Missing required field Effect");
        }
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw syntax();
        }
        Patterns actions = patterns(elements, "Action", "NotAction");
        if (actions == null || actions.any().isEmpty()) {
            throw malformed("Missing required field Action");
        }
        boolean notPrincipals = elements.containsKey("NotPrincipal");
        if (notPrincipals && elements.containsKey("Principal")) {
            throw syntax();
        }
        return new PolicyStatement(
                sid(elements.get("Sid")),
                effect.equals("Allow"),
                actions,
                patterns(elements, "Resource", "NotResource"),
                principals(elements.get(notPrincipals ? "NotPrincipal" : "Principal")),
                notPrincipals,
                conditions(elements.get("Condition")));
    }

    private static @Nullable String sid(@Nullable Object value) {
        if (value != null && !(value instanceof String)) {
            throw syntax();
        }
        return (String) value;
    }

    private static @Nullable Patterns patterns(Map<String, Object> elements, String name, String notName) {
        boolean not = elements.containsKey(notName);
        if (!not && !elements.containsKey(name)) {
            return null;
        }
        List<String> any = PolicyJson.texts(elements.get(not ? notName : name));
        if (any == null || not && elements.containsKey(name)) {
            throw syntax();
        }
        return new Patterns(any, not);
    }

    private static @Nullable Map<String, List<String>> principals(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value.equals("*")) {
            return Map.of("AWS", List.of("*"));
        }
        if (!(value instanceof Map<?, ?> kinds)) {
            throw syntax();
        }
        Map<String, List<String>> principals = new LinkedHashMap<>();
        named(kinds).forEach((kind, names) -> {
            List<String> texts = PolicyJson.texts(names);
            if (texts == null) {
                throw syntax();
            }
            principals.put(kind, texts);
        });
        return principals;
    }

    private static List<Condition> conditions(@Nullable Object value) {
        List<Condition> conditions = new ArrayList<>();
        if (value == null) {
            return conditions;
        }
        if (!(value instanceof Map<?, ?> operators)) {
            throw syntax();
        }
        named(operators).forEach((operator, keys) -> {
            if (!Conditions.OPERATORS.contains(Conditions.bare(operator)) || !(keys instanceof Map<?, ?> said)) {
                throw syntax();
            }
            named(said).forEach((key, values) -> {
                List<String> texts = PolicyJson.texts(values);
                if (texts == null) {
                    throw syntax();
                }
                conditions.add(new Condition(operator, key, texts));
            });
        });
        return conditions;
    }
}
