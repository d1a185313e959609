package dev.hearth.neighbours.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy.
 *
 * @param sid its Sid, or null
 * @param allow whether its effect is Allow; else it is Deny
 * @param actions which actions
 * @param resources which resources; null where it says nothing of them, which means all
 * @param principals who, by kind ({@code AWS}, {@code Service}, {@code Federated}, {@code CanonicalUser}); null where
 *     it
 *     says nothing of it
 * @param notPrincipals whether the principals are those that are not meant
 * @param conditions all of which must hold
 */
public record PolicyStatement(
        @Nullable String sid,
        boolean allow,
        Patterns actions,
        @Nullable Patterns resources,
        @Nullable Map<String, List<String>> principals,
        boolean notPrincipals,
        List<Condition> conditions) {

    /**
     * What an element and its negation name.
     *
     * @param any with wildcards
     * @param not whether everything but these is meant
     */
    public record Patterns(List<String> any, boolean not) {

        public Patterns {
            any = List.copyOf(any);
        }
    }

    /**
     * One key of a Condition block.
     *
     * @param operator as it is written, for example {@code ForAnyValue:StringLikeIfExists}
     * @param key the context key
     * @param values any of which may match
     */
    public record Condition(String operator, String key, List<String> values) {

        public Condition {
            values = List.copyOf(values);
        }
    }

    public PolicyStatement {
        conditions = List.copyOf(conditions);
    }
}
