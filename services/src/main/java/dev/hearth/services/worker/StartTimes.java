package dev.hearth.services.worker;

import dev.hearth.core.InvocationTimes;

/**
 * When an environment's latest start went through its steps; its first invocation gets to know. Used by one thread at a
 * time, but for {@link #made}, which is told from the task that makes the sandbox.
 */
final class StartTimes {

    private boolean told = true;
    private long begunNanos;
    private volatile long madeNanos;
    private long readyNanos;

    void begun(long nanos) {
        told = false;
        begunNanos = nanos;
        madeNanos = nanos;
        readyNanos = nanos;
    }

    void made(long nanos) {
        madeNanos = nanos;
    }

    void ready(long nanos) {
        readyNanos = nanos;
    }

    void delivered(Run run, long nanos) {
        tell(run.invocation().times());
        run.invocation().times().delivered(nanos);
    }

    /** An invocation that was never delivered gets the error of a start, which ended when the error was known. */
    void answered(Run run, long nanos) {
        if (!told && readyNanos == begunNanos) {
            readyNanos = nanos;
        }
        tell(run.invocation().times());
        run.invocation().times().answered(nanos);
    }

    private void tell(InvocationTimes times) {
        if (!told) {
            told = true;
            times.environment(begunNanos, madeNanos, readyNanos);
        }
    }
}
