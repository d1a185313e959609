package dev.hearth.services.worker;

import dev.hearth.core.Time;
import java.util.ArrayList;
import java.util.List;

/** What an environment writes about its init and its invocations. Used by one thread at a time. */
final class InvocationLog {

    static final byte[] NO_TAIL = {};

    private final EnvironmentLog log;
    private final EnvironmentSpec spec;
    private final Time time;
    private volatile long initStartNanos;
    private volatile long initNanos;

    InvocationLog(EnvironmentLog log, EnvironmentSpec spec, Time time) {
        this.log = log;
        this.spec = spec;
        this.time = time;
    }

    void initStarted(boolean first) {
        initStartNanos = time.nanos();
        if (first) {
            log.write(LogText.initStart(spec.runtime()));
        }
    }

    /** The init phase ended well; the next REPORT tells how long it took when it is {@code counted}. */
    void initDone(boolean counted) {
        initNanos = counted ? Math.max(1, time.nanos() - initStartNanos) : 0;
    }

    void initReport(String phase, String status) {
        log.write(LogText.initReport(time.nanos() - initStartNanos, phase, status));
    }

    void open(Run run) {
        log.open(
                LogText.start(run.requestId(), spec.version()), run.invocation().tail());
    }

    void close(Run run, Outcome outcome, long peakBytes) {
        List<String> lines = new ArrayList<>(3);
        String requestId = run.requestId();
        switch (outcome.kind()) {
            case TIMEOUT -> lines.add(LogText.timedOut(time.instant(), requestId, outcome.message()));
            case RUNTIME_FAILURE -> {
                if (!outcome.message().isEmpty()) {
                    lines.add(LogText.failed(requestId, outcome));
                }
            }
            case RESPONSE, FUNCTION_ERROR -> {}
        }
        long nanos = Math.min(time.nanos() - run.startNanos(), spec.timeout().toNanos());
        lines.add(LogText.end(requestId));
        lines.add(LogText.report(requestId, outcome, nanos, initNanos, spec.memoryMb(), peakBytes));
        initNanos = 0;
        log.close(lines);
    }
}
