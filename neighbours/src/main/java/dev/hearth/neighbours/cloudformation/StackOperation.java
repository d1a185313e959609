package dev.hearth.neighbours.cloudformation;

import java.util.List;

/**
 * What a stack is under way to.
 *
 * @param id of this operation
 * @param kind of it
 * @param phase how far it is
 * @param wanted what the stack is to become; {@link StackSettings#NONE} for a deletion
 * @param accessKeyId in whose name
 * @param token the caller's, or empty
 * @param onFailure what a failure leads to
 * @param retained resources that a deletion leaves alone, or that the continuation of a rollback skips
 * @param startedMillis when
 * @param timeoutMillis how long a creation may take; 0 for as long as it needs
 */
public record StackOperation(
        String id,
        Kind kind,
        Phase phase,
        StackSettings wanted,
        String accessKeyId,
        String token,
        OnFailure onFailure,
        List<String> retained,
        long startedMillis,
        long timeoutMillis) {

    /** What it is. */
    public enum Kind {
        CREATE,
        UPDATE,
        DELETE
    }

    /** How far it is. */
    public enum Phase {
        /** Resources become what is wanted. */
        FORWARD,
        /** What was replaced or is no longer wanted is deleted. */
        CLEANUP,
        /** Resources become what they were. */
        ROLLBACK,
        /** What the failed update made is deleted. */
        ROLLBACK_CLEANUP,
        /** All that a failed creation made is deleted. */
        UNDO,
        /** All is deleted. */
        DELETE
    }

    /** What a failure leads to. */
    public enum OnFailure {
        ROLLBACK,
        DELETE,
        DO_NOTHING
    }

    /** The same, that is to leave nothing. */
    StackOperation abandoned() {
        return new StackOperation(
                id, kind, phase, wanted, accessKeyId, token, OnFailure.DELETE, retained, startedMillis, timeoutMillis);
    }

    StackOperation in(Phase next) {
        return new StackOperation(
                id, kind, next, wanted, accessKeyId, token, onFailure, retained, startedMillis, timeoutMillis);
    }
}
