package dev.hearth.neighbours.cloudformation;

import java.util.List;

/**
 * What a change set would do to one resource.
 *
 * @param action of it
 * @param logicalId which
 * @param physicalId its own, or empty
 * @param type of it
 * @param replacement whether a new one is made; {@code NO} for additions and removals
 * @param properties the names of those that change
 * @param dynamic those of {@code properties} that depend on what other resources become
 */
public record PlannedChange(
        Action action,
        String logicalId,
        String physicalId,
        String type,
        Replacement replacement,
        List<String> properties,
        List<String> dynamic) {

    /** What happens. */
    public enum Action {
        ADD,
        MODIFY,
        REMOVE
    }

    /** Whether a new one is made. */
    public enum Replacement {
        YES,
        NO,
        MAYBE
    }
}
