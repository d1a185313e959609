package dev.hearth.neighbours.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies that bear on a user or role.
 *
 * @param sources all that give or deny
 * @param boundary the permissions boundary's document, or null
 */
public record IamPolicies(List<Source> sources, @Nullable String boundary) {

    public IamPolicies {
        sources = List.copyOf(sources);
    }

    /**
     * One of them.
     *
     * @param name of the policy
     * @param type in the simulator's words: {@code user}, {@code group}, {@code role}, {@code aws-managed} or
     *     {@code user-managed}
     * @param document its text
     */
    public record Source(String name, String type, String document) {}
}
