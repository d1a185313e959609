package dev.hearth.neighbours.policy;

import dev.hearth.neighbours.policy.PolicyStatement.Patterns;
import dev.hearth.neighbours.policy.PolicyVerdict.Effect;
import dev.hearth.neighbours.policy.PolicyVerdict.Matched;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What policies say of a request: pure functions (IAM user guide, "Policy evaluation logic"). */
final class PolicyDecisions {

    private static final int ARN_COLONS = 5;

    private PolicyDecisions() {}

    static PolicyVerdict verdict(List<PolicyDocument> documents, PolicyRequest request) {
        List<Matched> allows = new ArrayList<>();
        List<Matched> denies = new ArrayList<>();
        for (int d = 0; d < documents.size(); d++) {
            PolicyDocument document = documents.get(d);
            boolean variables = document.version().equals(PolicyDocument.CURRENT);
            for (int s = 0; s < document.statements().size(); s++) {
                PolicyStatement statement = document.statements().get(s);
                if (covers(statement, request, variables)) {
                    (statement.allow() ? allows : denies).add(new Matched(d, s));
                }
            }
        }
        if (!denies.isEmpty()) {
            return new PolicyVerdict(Effect.EXPLICIT_DENY, denies);
        }
        return new PolicyVerdict(allows.isEmpty() ? Effect.IMPLICIT_DENY : Effect.ALLOWED, allows);
    }

    private static boolean covers(PolicyStatement statement, PolicyRequest request, boolean variables) {
        return action(statement.actions(), request.action())
                && resource(statement.resources(), request, variables)
                && principal(statement, request.principal())
                && statement.conditions().stream()
                        .allMatch(condition -> Conditions.holds(condition, request.context(), variables));
    }

    private static boolean action(Patterns actions, String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        boolean named =
                actions.any().stream().anyMatch(pattern -> Wildcards.like(pattern.toLowerCase(Locale.ROOT), lower));
        return named != actions.not();
    }

    private static boolean resource(@Nullable Patterns resources, PolicyRequest request, boolean variables) {
        if (resources == null) {
            return true;
        }
        boolean named = resources.any().stream().anyMatch(pattern -> {
            String meant = variables ? Variables.in(pattern, request.context()) : pattern;
            return meant != null && isLike(meant, request.resource());
        });
        return named != resources.not();
    }

    /** Part by part; a pattern of fewer parts than an ARN has, such as {@code *}, stands for the whole. */
    private static boolean isLike(String pattern, String resource) {
        return pattern.chars().filter(c -> c == ':').count() < ARN_COLONS
                ? Wildcards.like(pattern, resource) || Wildcards.like(pattern + ":*", resource)
                : Wildcards.arnLike(pattern, resource);
    }

    private static boolean principal(PolicyStatement statement, PolicyPrincipal who) {
        Map<String, List<String>> principals = statement.principals();
        return principals == null || named(principals, who) != statement.notPrincipals();
    }

    private static boolean named(Map<String, List<String>> principals, PolicyPrincipal who) {
        List<String> aws = principals.getOrDefault("AWS", List.of());
        if (aws.contains("*")) {
            return true;
        }
        return switch (who.kind()) {
            case ANONYMOUS -> false;
            case AWS -> aws.stream().anyMatch(each -> isOf(each, who));
            case SERVICE -> principals.getOrDefault("Service", List.of()).contains(who.name());
            case FEDERATED -> principals.getOrDefault("Federated", List.of()).contains(who.name());
        };
    }

    /** An account's number or root stands for everybody of the account, a role for its sessions. */
    private static boolean isOf(String named, PolicyPrincipal who) {
        return named.equals(who.name())
                || named.equals(who.account())
                || !who.roleArn().isEmpty() && named.equals(who.roleArn())
                || named.endsWith(":iam::" + who.account() + ":root");
    }
}
