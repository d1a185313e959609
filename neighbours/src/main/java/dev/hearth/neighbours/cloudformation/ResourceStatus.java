package dev.hearth.neighbours.cloudformation;

/** What is happening to a resource, in AWS's words. */
public enum ResourceStatus {
    CREATE_IN_PROGRESS,
    CREATE_COMPLETE,
    CREATE_FAILED,
    UPDATE_IN_PROGRESS,
    UPDATE_COMPLETE,
    UPDATE_FAILED,
    DELETE_IN_PROGRESS,
    DELETE_COMPLETE,
    DELETE_FAILED,
    DELETE_SKIPPED;

    /** Whether it is as it was asked to be. */
    boolean isComplete() {
        return this == CREATE_COMPLETE || this == UPDATE_COMPLETE;
    }

    /** Whether it is no longer the stack's. */
    boolean isGone() {
        return this == DELETE_COMPLETE || this == DELETE_SKIPPED;
    }
}
