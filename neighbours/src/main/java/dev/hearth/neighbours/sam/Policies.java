package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The property {@code Policies}: names and ARNs of managed policies, statements, and SAM's policy templates. */
final class Policies {

    private final Declared declared;
    private final Context context;
    private final String role;

    Policies(Declared declared, Context context, String role) {
        this.declared = declared;
        this.context = context;
        this.role = role;
    }

    /** Adds what is wanted to the ARNs of managed policies and to the documents of a role. */
    void add(List<Object> arns, List<Object> documents) {
        Object wanted = declared.get("Policies");
        if (!Tree.says(wanted)) {
            return;
        }
        List<Object> entries = wanted instanceof List<?> list ? Tree.items(list) : Tree.list(wanted);
        for (int i = 0; i < entries.size(); i++) {
            add(arns, documents, entries.get(i), i);
        }
    }

    private void add(List<Object> arns, List<Object> documents, @Nullable Object entry, int index) {
        switch (kind(entry)) {
            case MANAGED -> {
                Object arn = Fn.isIf(entry) ? eachBranch(entry, this::managed) : managed(entry);
                if (!arns.contains(arn)) {
                    arns.add(arn);
                }
            }
            case STATEMENT, TEMPLATE ->
                documents.add(Fn.isIf(entry) ? eachBranch(entry, one -> document(one, index)) : document(entry, index));
            case UNKNOWN ->
                throw declared.problem("Policy at index " + index + " in the 'Policies' property is not valid");
        }
    }

    /** What an entry is. */
    private enum Kind {
        MANAGED,
        STATEMENT,
        TEMPLATE,
        UNKNOWN
    }

    private static Kind kind(@Nullable Object entry) {
        if (entry instanceof String) {
            return Kind.MANAGED;
        }
        if (Fn.isIf(entry)) {
            return kindOfBranches(entry);
        }
        if (Fn.is(entry)) {
            return Kind.MANAGED;
        }
        if (entry instanceof Map<?, ?> map) {
            if (map.containsKey("Statement")) {
                return Kind.STATEMENT;
            }
            if (map.size() == 1
                    && PolicyTemplates.has(
                            String.valueOf(map.keySet().iterator().next()))) {
                return Kind.TEMPLATE;
            }
        }
        return Kind.UNKNOWN;
    }

    private static Kind kindOfBranches(Object entry) {
        List<Object> parts = Fn.branches(entry);
        if (parts == null) {
            throw SamProblem.ofTemplate("Fn::If requires 3 arguments");
        }
        Kind first = kind(parts.get(1));
        Kind second = kind(parts.get(2));
        if (first == second || Fn.isNoValue(parts.get(2))) {
            return first;
        }
        if (Fn.isNoValue(parts.get(1))) {
            return second;
        }
        throw SamProblem.ofTemplate("Different policy types within the same Fn::If statement is unsupported. Separate"
                + " different policy types into different Fn::If statements");
    }

    private static Object eachBranch(Object entry, java.util.function.UnaryOperator<@Nullable Object> change) {
        List<Object> parts = Fn.branches(entry);
        if (parts != null) {
            for (int i = 1; i < parts.size(); i++) {
                if (!Fn.isNoValue(parts.get(i))) {
                    parts.set(i, change.apply(parts.get(i)));
                }
            }
        }
        return entry;
    }

    private @Nullable Object managed(@Nullable Object entry) {
        return entry instanceof String name && !name.startsWith("arn:")
                ? context.managedPolicy(ManagedPolicies.path(name))
                : entry;
    }

    private Map<String, Object> document(@Nullable Object entry, int index) {
        Object statements = kind(entry) == Kind.TEMPLATE ? template(Tree.members(entry)) : entry;
        return Tree.map("PolicyName", role + "Policy" + index, "PolicyDocument", statements);
    }

    private Map<String, Object> template(Map<String, Object> entry) {
        Map.Entry<String, Object> only = entry.entrySet().iterator().next();
        if (!(only.getValue() instanceof Map<?, ?> values)) {
            throw declared.problem("Must specify valid parameter values for policy template '" + only.getKey() + "'");
        }
        return PolicyTemplates.document(declared, only.getKey(), Tree.members(values));
    }
}
