package dev.hearth.services.registry;

/** Takes the snapshots of versions with SnapStart; whoever runs environments implements it. */
@FunctionalInterface
public interface VersionSnapshots {

    /** For hosts that take none. */
    VersionSnapshots NONE = _ -> new Outcome.NotTaken("");

    /**
     * Takes it, and blocks for as long as the version's init phase takes.
     *
     * @throws RuntimeException when Hearth stops meanwhile: the version stays Pending, and the next start tries again
     */
    Outcome take(FunctionVersion version);

    /** What became of it. */
    sealed interface Outcome {

        record Taken() implements Outcome {}

        /** There is none, which is no fault of the function's: its environments start without. */
        record NotTaken(String why) implements Outcome {}

        /**
         * The function's init failed.
         *
         * @param reason in words
         * @param code one of Lambda's {@code StateReasonCode}
         */
        record InitFailed(String reason, String code) implements Outcome {}
    }
}
