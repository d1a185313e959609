package dev.hearth.neighbours.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a policy must and must not say where it is attached, with IAM's words for it. */
final class PolicyRules {

    private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
    private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9*?]+");
    private static final int ARN_COLONS = 5;

    /** What an identity's policy leaves out at the end of an ARN means everything; AWS calls that an incomplete ARN. */
    private static final int SERVICE_COLONS = 2;

    private static final Set<String> KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private PolicyRules() {}

    static PolicyDocument check(String json, PolicyForm form) {
        PolicyDocument document = PolicyReader.read(json);
        if (document.statements().isEmpty()) {
            throw form == PolicyForm.TRUST
                    ? PolicyReader.malformed("Could not parse the policy: Statement is empty!")
                    : PolicyReader.syntax();
        }
        Set<String> sids = new HashSet<>();
        for (PolicyStatement statement : document.statements()) {
            sid(statement, form, sids);
            actions(statement);
            switch (form) {
                case IDENTITY -> identity(statement);
                case TRUST -> trust(statement);
                case RESOURCE -> resource(statement);
            }
        }
        return document;
    }

    private static void sid(PolicyStatement statement, PolicyForm form, Set<String> sids) {
        String sid = statement.sid();
        if (sid == null || sid.isEmpty()) {
            return;
        }
        if (form == PolicyForm.IDENTITY && !SID.matcher(sid).matches()) {
            throw PolicyReader.malformed(
                    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the"
                            + " regular expression [0-9A-Za-z]*");
        }
        if (!sids.add(sid)) {
            throw PolicyReader.malformed("Statement IDs (SID) in a single policy must be unique.");
        }
    }

    private static void actions(PolicyStatement statement) {
        for (String action : statement.actions().any()) {
            if (!action.equals("*") && !action.contains(":")) {
                throw PolicyReader.malformed(
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
            }
            if (!action.equals("*") && !ACTION.matcher(action).matches()) {
                throw PolicyReader.syntax();
            }
        }
    }

    private static void identity(PolicyStatement statement) {
        if (statement.principals() != null) {
            throw PolicyReader.malformed("Policy document should not specify a principal.");
        }
        resources(statement, SERVICE_COLONS);
    }

    private static void resource(PolicyStatement statement) {
        principals(statement);
        resources(statement, ARN_COLONS);
    }

    private static void resources(PolicyStatement statement, int colons) {
        if (statement.resources() == null || statement.resources().any().isEmpty()) {
            throw PolicyReader.malformed("Policy statement must contain resources.");
        }
        for (String each : statement.resources().any()) {
            boolean arn = each.startsWith("arn:")
                    && each.chars().filter(c -> c == ':').count() >= colons;
            if (!each.equals("*") && !arn && !each.startsWith("arn:*") && !each.startsWith("${")) {
                throw PolicyReader.malformed("Resource " + each + " must be in ARN format or \"*\".");
            }
        }
    }

    private static void trust(PolicyStatement statement) {
        if (statement.resources() != null) {
            throw PolicyReader.malformed("Has prohibited field Resource");
        }
        principals(statement);
        for (String action : statement.actions().any()) {
            if (!action.startsWith("sts:") && !action.equals("*")) {
                throw PolicyReader.malformed("AssumeRole policy may only specify STS AssumeRole actions.");
            }
        }
    }

    private static void principals(PolicyStatement statement) {
        Map<String, List<String>> principals = statement.principals();
        if (principals == null) {
            throw PolicyReader.malformed("Missing required field Principal");
        }
        if (principals.isEmpty() || !KINDS.containsAll(principals.keySet())) {
            throw PolicyReader.malformed("Invalid principal in policy");
        }
    }
}
