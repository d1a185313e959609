package dev.hearth.neighbours.cloudformation;

/**
 * What a stack is doing, in AWS's words.
 *
 * <pre>
 * CREATE_IN_PROGRESS -> CREATE_COMPLETE | CREATE_FAILED (rollback disabled) | ROLLBACK_IN_PROGRESS
 * ROLLBACK_IN_PROGRESS -> ROLLBACK_COMPLETE | ROLLBACK_FAILED
 * UPDATE_IN_PROGRESS -> UPDATE_COMPLETE_CLEANUP_IN_PROGRESS -> UPDATE_COMPLETE
 *                    | UPDATE_FAILED (rollback disabled) | UPDATE_ROLLBACK_IN_PROGRESS
 * UPDATE_ROLLBACK_IN_PROGRESS -> UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS -> UPDATE_ROLLBACK_COMPLETE
 *                             | UPDATE_ROLLBACK_FAILED
 * DELETE_IN_PROGRESS -> DELETE_COMPLETE | DELETE_FAILED
 * REVIEW_IN_PROGRESS: nothing but a change set
 * </pre>
 */
public enum StackStatus {
    REVIEW_IN_PROGRESS,
    CREATE_IN_PROGRESS,
    CREATE_COMPLETE,
    CREATE_FAILED,
    ROLLBACK_IN_PROGRESS,
    ROLLBACK_COMPLETE,
    ROLLBACK_FAILED,
    UPDATE_IN_PROGRESS,
    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
    UPDATE_COMPLETE,
    UPDATE_FAILED,
    UPDATE_ROLLBACK_IN_PROGRESS,
    UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
    UPDATE_ROLLBACK_COMPLETE,
    UPDATE_ROLLBACK_FAILED,
    DELETE_IN_PROGRESS,
    DELETE_COMPLETE,
    DELETE_FAILED;

    /** Whether an operation is under way. */
    public boolean isBusy() {
        return name().endsWith("IN_PROGRESS") && this != REVIEW_IN_PROGRESS;
    }

    /** Whether it is being made, or what was made of it is taken back. */
    boolean isCreation() {
        return this == CREATE_IN_PROGRESS || this == ROLLBACK_IN_PROGRESS;
    }

    /** Whether the stack may be updated. */
    public boolean isUpdatable() {
        return switch (this) {
            case CREATE_COMPLETE, UPDATE_COMPLETE, UPDATE_ROLLBACK_COMPLETE, CREATE_FAILED, UPDATE_FAILED -> true;
            case REVIEW_IN_PROGRESS,
                    CREATE_IN_PROGRESS,
                    ROLLBACK_IN_PROGRESS,
                    ROLLBACK_COMPLETE,
                    ROLLBACK_FAILED,
                    UPDATE_IN_PROGRESS,
                    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
                    UPDATE_ROLLBACK_IN_PROGRESS,
                    UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
                    UPDATE_ROLLBACK_FAILED,
                    DELETE_IN_PROGRESS,
                    DELETE_COMPLETE,
                    DELETE_FAILED -> false;
        };
    }
}
