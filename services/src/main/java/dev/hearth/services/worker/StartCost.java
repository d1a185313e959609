package dev.hearth.services.worker;

/**
 * How long the start of an environment took that an invocation is the first of.
 *
 * @param initNanos the init phase, 0 when there was none or it is not told
 * @param restoreNanos the restore from a snapshot, 0 when there was none
 * @param billedRestoreNanos the function's part of it: the hooks after the snapshot
 */
record StartCost(long initNanos, long restoreNanos, long billedRestoreNanos) {

    static final StartCost NONE = new StartCost(0, 0, 0);

    static StartCost init(long nanos) {
        return new StartCost(nanos, 0, 0);
    }

    static StartCost restore(long nanos, long billedNanos) {
        return new StartCost(0, nanos, billedNanos);
    }

    /** Billed beside the invocation itself. */
    long billedNanos() {
        return initNanos + billedRestoreNanos;
    }
}
