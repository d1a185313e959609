package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in a resource policy, and whom it lets through: pure functions. */
final class PolicyDecisions {

    private static final Pattern STATEMENT_ID = Pattern.compile("([a-zA-Z0-9-_]+)");
    private static final Pattern ACTION = Pattern.compile("(lambda:[*]|lambda:[a-zA-Z]+|[*])");
    private static final Pattern PRINCIPAL = Pattern.compile("[^\\s]+");
    private static final Pattern SOURCE_ARN = Pattern.compile("arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:"
            + "([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9._\\-]+");
    private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");
    private static final Pattern IDENTITY = Pattern.compile("arn:(aws[a-zA-Z-]*):(iam|sts)::.*");
    private static final Pattern ACCOUNT_ROOT = Pattern.compile("(arn:[^:]+:)iam(::\\d{12}:)root");
    private static final int STATEMENT_ID_LENGTH = 100;
    private static final int TOKEN_LENGTH = 256;
    private static final int ORGANIZATION_MIN = 12;
    private static final int ORGANIZATION_MAX = 34;
    private static final String EQUALS = "StringEquals";

    private PolicyDecisions() {}

    static void checkModel(Policies.Wish wish) {
        permission(wish.statementId(), wish.action(), ACTION, wish.principal(), PRINCIPAL)
                .pattern("sourceArn", wish.sourceArn(), SOURCE_ARN)
                .pattern("sourceAccount", wish.sourceAccount(), ACCOUNT)
                .length("eventSourceToken", wish.eventSourceToken(), 0, TOKEN_LENGTH)
                .pattern("eventSourceToken", wish.eventSourceToken(), TOKEN)
                .length("principalOrgID", wish.principalOrgId(), ORGANIZATION_MIN, ORGANIZATION_MAX)
                .pattern("principalOrgID", wish.principalOrgId(), ORGANIZATION)
                .oneOf("functionUrlAuthType", wish.functionUrlAuthType(), List.of("NONE", "AWS_IAM"))
                .verify();
    }

    /** What every permission says: its name, and what is allowed to whom. */
    static Constraints permission(
            @Nullable String statementId,
            @Nullable String action,
            Pattern actions,
            @Nullable String principal,
            Pattern principals) {
        return new Constraints()
                .required("statementId", statementId)
                .length("statementId", statementId, 1, STATEMENT_ID_LENGTH)
                .pattern("statementId", statementId, STATEMENT_ID)
                .required("action", action)
                .pattern("action", action, actions)
                .required("principal", principal)
                .pattern("principal", principal, principals);
    }

    /** The statement that {@code wish} means, about {@code arn}. */
    static PolicyStatement statement(Policies.Wish wish, String arn) {
        List<PolicyStatement.Condition> conditions = new ArrayList<>();
        add(conditions, EQUALS, "lambda:FunctionUrlAuthType", wish.functionUrlAuthType());
        add(conditions, EQUALS, "aws:PrincipalOrgID", wish.principalOrgId());
        add(conditions, EQUALS, "AWS:SourceAccount", wish.sourceAccount());
        add(conditions, EQUALS, "lambda:EventSourceToken", wish.eventSourceToken());
        add(conditions, "Bool", "lambda:InvokedViaFunctionUrl", wish.invokedViaFunctionUrl() ? "true" : null);
        add(conditions, "ArnLike", "AWS:SourceArn", wish.sourceArn());
        return new PolicyStatement(
                String.valueOf(wish.statementId()),
                principal(String.valueOf(wish.principal())),
                String.valueOf(wish.action()),
                arn,
                conditions);
    }

    private static void add(
            List<PolicyStatement.Condition> conditions, String operator, String key, @Nullable String value) {
        if (value != null) {
            conditions.add(new PolicyStatement.Condition(operator, key, value));
        }
    }

    /** Who a caller means by {@code said}: an account's number stands for its root. */
    static PolicyStatement.Principal principal(String said) {
        if (said.equals("*")) {
            return new PolicyStatement.Principal(PolicyStatement.Principal.Kind.ANYBODY, said);
        }
        if (ACCOUNT.matcher(said).matches()) {
            return new PolicyStatement.Principal(PolicyStatement.Principal.Kind.AWS, "arn:aws:iam::" + said + ":root");
        }
        if (IDENTITY.matcher(said).matches()) {
            return new PolicyStatement.Principal(PolicyStatement.Principal.Kind.AWS, said);
        }
        if (said.endsWith(".amazonaws.com") || said.endsWith(".amazon.com")) {
            return new PolicyStatement.Principal(PolicyStatement.Principal.Kind.SERVICE, said);
        }
        throw FunctionDecisions.refused(
                "The provided principal was invalid. Please check the principal and try again.");
    }

    /** Refuses a statement whose name is taken, or that was meant for another revision. */
    static void admitStatement(PolicyDocument policy, String sid, @Nullable String wanted, String revisionId) {
        admitRevision(wanted, revisionId);
        if (policy.has(sid)) {
            throw new Fault(
                            Fault.Kind.ALREADY_EXISTS,
                            "The statement id (" + sid + ") provided already exists. Please provide a new statement id,"
                                    + " or remove the existing statement.")
                    .asException();
        }
    }

    /** Refuses the removal of what is not there, or that was meant for another revision. */
    static void admitRemoval(PolicyDocument policy, String sid, @Nullable String wanted, String revisionId) {
        if (policy.statements().isEmpty()) {
            throw none();
        }
        if (!policy.has(sid)) {
            throw new Fault(Fault.Kind.NOT_FOUND, "Statement " + sid + " is not found in resource policy.")
                    .asException();
        }
        admitRevision(wanted, revisionId);
    }

    private static void admitRevision(@Nullable String wanted, String revisionId) {
        if (wanted != null && !wanted.equals(revisionId)) {
            throw new Fault(
                            Fault.Kind.PRECONDITION_FAILED,
                            "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to"
                                    + " retrieve the latest Revision Id")
                    .asException();
        }
    }

    static FaultException none() {
        return new Fault(Fault.Kind.NOT_FOUND, "No policy is associated with the given resource.").asException();
    }

    /** Whether any statement lets {@code request} through. */
    static boolean allows(PolicyDocument policy, Policies.Request request) {
        return policy.statements().stream()
                .anyMatch(statement -> isMeant(statement.principal(), request.principal())
                        && covers(statement.action(), request.action())
                        && statement.conditions().stream().allMatch(c -> holds(c, request.context())));
    }

    private static boolean isMeant(PolicyStatement.Principal allowed, PolicyStatement.Principal who) {
        return switch (allowed.kind()) {
            case ANYBODY -> true;
            case SERVICE -> allowed.equals(who);
            case AWS -> who.kind() == PolicyStatement.Principal.Kind.AWS && isOf(allowed.value(), who.value());
        };
    }

    /** An account's root stands for everybody of the account. */
    private static boolean isOf(String allowed, String who) {
        Matcher root = ACCOUNT_ROOT.matcher(allowed);
        return allowed.equals(who)
                || root.matches()
                        && (who.startsWith(root.group(1) + "iam" + root.group(2))
                                || who.startsWith(root.group(1) + "sts" + root.group(2)));
    }

    private static boolean covers(String allowed, String action) {
        return allowed.equals("*") || allowed.equals("lambda:*") || allowed.equalsIgnoreCase(action);
    }

    private static boolean holds(PolicyStatement.Condition condition, Map<String, String> context) {
        String actual = context.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(condition.key()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (actual == null) {
            return false;
        }
        return switch (condition.operator()) {
            case "ArnLike" -> arnLike(condition.value(), actual);
            case "Bool" -> condition.value().equalsIgnoreCase(actual);
            default -> condition.value().equals(actual);
        };
    }

    /** Whether an ARN is like a pattern, part by part; the sixth part holds all the rest. */
    static boolean arnLike(String pattern, String arn) {
        int parts = 6;
        String[] wanted = pattern.split(":", parts);
        String[] actual = arn.split(":", parts);
        if (wanted.length != actual.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!like(wanted[i], actual[i])) {
                return false;
            }
        }
        return true;
    }

    /** {@code *} stands for any text, {@code ?} for one character; takes time in proportion to both lengths at most. */
    private static boolean like(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))
                    && pattern.charAt(p) != '*') {
                p++;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
