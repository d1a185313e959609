package dev.hearth.services.worker;

/** What became of the wish for a version's snapshot. */
public sealed interface SnapshotResult {

    /** It is there: new environments of the version start from it. */
    record Taken() implements SnapshotResult {}

    /** There is none, and the version starts without; {@code why} is for people. */
    record NotTaken(String why) implements SnapshotResult {}

    /**
     * The function's init failed, as it would for every invocation.
     *
     * @param reason in words
     * @param code one of Lambda's {@code StateReasonCode}
     */
    record InitFailed(String reason, String code) implements SnapshotResult {}
}
