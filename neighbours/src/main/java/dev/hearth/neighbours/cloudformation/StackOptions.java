package dev.hearth.neighbours.cloudformation;

/**
 * What is asked of a new stack beside its settings.
 *
 * @param onFailure what a failure leads to
 * @param timeoutMinutes how long the creation may take; 0 for as long as it needs
 * @param isProtected whether it refuses to be deleted
 * @param policy the stack policy, or empty
 */
public record StackOptions(StackOperation.OnFailure onFailure, int timeoutMinutes, boolean isProtected, String policy) {

    /** Those of an update, which stays as it is after a failure or is taken back. */
    static StackOptions failing(boolean stays) {
        return new StackOptions(
                stays ? StackOperation.OnFailure.DO_NOTHING : StackOperation.OnFailure.ROLLBACK, 0, false, "");
    }

    /** What is so when nothing is said. */
    public static final StackOptions DEFAULTS = new StackOptions(StackOperation.OnFailure.ROLLBACK, 0, false, "");
}
