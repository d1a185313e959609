package dev.hearth.services.worker;

import dev.hearth.core.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an environment itself tells about its init and its invocations: as lines of the log, text or JSON as the
 * function chose, and as telemetry. Used by one thread at a time.
 */
final class InvocationLog {

    static final byte[] NO_TAIL = {};

    private final EnvironmentLog log;
    private final EnvironmentSpec spec;
    private final Telemetry telemetry;
    private final SystemLevel level;
    private final Time time;
    private volatile long initStartNanos;
    private volatile long madeNanos;
    private volatile boolean restored;
    private volatile StartCost start = StartCost.NONE;

    InvocationLog(EnvironmentLog log, EnvironmentSpec spec, Telemetry telemetry, Time time) {
        this.log = log;
        this.spec = spec;
        this.telemetry = telemetry;
        this.level = SystemLevel.of(spec.logControls());
        this.time = time;
    }

    private boolean json() {
        return spec.logControls().json();
    }

    /** Tells an event to subscribers, and to the log when it is JSON and the level lets it pass. */
    private void tell(SystemLevel of, String event) {
        telemetry.platform(event);
        if (json() && level.lets(of)) {
            log.write(event);
        }
    }

    private boolean wanted() {
        return json() || telemetry.wanted();
    }

    /** A start begins; where the function asked for a snapshot, {@link #howStarted} tells the rest. */
    void initStarted(boolean first) {
        initStartNanos = time.nanos();
        madeNanos = initStartNanos;
        restored = false;
        if (first && !spec.snapStarts()) {
            writeStart();
        }
    }

    /**
     * Whether the sandbox of a function with snapshots wakes from one; told before it is made. A function that did not
     * ask for one reads of an init phase like any other.
     */
    void howStarted(boolean fromSnapshot) {
        if (spec.snapStarts()) {
            restored = fromSnapshot;
            writeStart();
        }
    }

    private void writeStart() {
        if (!json()) {
            log.write(restored ? LogText.restoreStart(spec.runtime()) : LogText.initStart(spec.runtime()));
        }
        tell(
                SystemLevel.INFO,
                restored
                        ? PlatformEvents.restoreStart(time.instant(), spec)
                        : PlatformEvents.initStart(time.instant(), spec));
    }

    /** The driver has made the sandbox: what comes now is the function's own. */
    void made() {
        madeNanos = time.nanos();
    }

    /** The init phase ended well; the next REPORT tells how long it took when it is {@code counted}. */
    void initDone(boolean counted) {
        long now = time.nanos();
        long nanos = Math.max(1, now - initStartNanos);
        if (restored) {
            start = counted ? StartCost.restore(nanos, Math.max(1, now - madeNanos)) : StartCost.NONE;
            restoreDone(nanos);
        } else {
            start = counted ? StartCost.init(nanos) : StartCost.NONE;
            if (wanted()) {
                String phase = counted ? "init" : "invoke";
                tell(SystemLevel.DEBUG, PlatformEvents.initRuntimeDone(time.instant(), spec, phase, "success"));
                tell(SystemLevel.DEBUG, PlatformEvents.initReport(time.instant(), spec, phase, "success", nanos));
            }
        }
        telemetry.initDone();
    }

    private void restoreDone(long nanos) {
        if (!json()) {
            log.write(LogText.restoreReport(nanos, ""));
        }
        if (wanted()) {
            tell(SystemLevel.DEBUG, PlatformEvents.restoreRuntimeDone(time.instant(), "success"));
            tell(SystemLevel.DEBUG, PlatformEvents.restoreReport(time.instant(), "success", nanos));
        }
    }

    /** The init phase failed; {@code status} as in the text line, with the error's type behind a tabulator. */
    void initReport(String phase, String status) {
        long nanos = time.nanos() - initStartNanos;
        if (!json()) {
            log.write(restored ? LogText.restoreReport(nanos, status) : LogText.initReport(nanos, phase, status));
        }
        String word = status.substring(0, status.indexOf('\t') < 0 ? status.length() : status.indexOf('\t'));
        tell(
                SystemLevel.WARN,
                restored
                        ? PlatformEvents.restoreReport(time.instant(), word, nanos)
                        : PlatformEvents.initReport(time.instant(), spec, phase, word, nanos));
    }

    void extension(String name, Set<String> events) {
        tell(SystemLevel.INFO, PlatformEvents.extension(time.instant(), name, events));
    }

    void subscribed(String name, Set<String> types) {
        tell(SystemLevel.INFO, PlatformEvents.telemetrySubscription(time.instant(), name, types));
    }

    void open(Run run) {
        boolean tail = run.invocation().tail();
        String start = json() ? "" : LogText.start(run.requestId(), spec.version());
        log.open(start, tail);
        if (wanted()) {
            tell(SystemLevel.INFO, PlatformEvents.start(time.instant(), run.requestId(), spec.version()));
        }
    }

    /** The runtime answered, or will not. */
    void runtimeDone(Run run, Outcome outcome) {
        if (wanted()) {
            SystemLevel of = outcome.kind() == Outcome.Kind.RESPONSE ? SystemLevel.DEBUG : SystemLevel.WARN;
            tell(of, PlatformEvents.runtimeDone(time.instant(), run.requestId(), outcome, nanos(run)));
        }
    }

    private long nanos(Run run) {
        return Math.min(time.nanos() - run.startNanos(), spec.timeout().toNanos());
    }

    void close(Run run, Outcome outcome, long peakBytes) {
        runtimeDone(run, outcome);
        List<String> lines = new ArrayList<>(3);
        String requestId = run.requestId();
        failure(lines, requestId, outcome);
        long nanos = nanos(run);
        String event = wanted()
                ? PlatformEvents.report(time.instant(), requestId, outcome, nanos, start, spec.memoryMb(), peakBytes)
                : "";
        if (!json()) {
            lines.add(LogText.end(requestId));
            lines.add(LogText.report(requestId, outcome, nanos, start, spec.memoryMb(), peakBytes));
        } else if (level.lets(outcome.kind() == Outcome.Kind.RESPONSE ? SystemLevel.INFO : SystemLevel.WARN)) {
            lines.add(event);
        }
        start = StartCost.NONE;
        log.close(lines);
        telemetry.platform(event);
    }

    private void failure(List<String> lines, String requestId, Outcome outcome) {
        switch (outcome.kind()) {
            case TIMEOUT -> lines.add(LogText.timedOut(time.instant(), requestId, outcome.message()));
            case RUNTIME_FAILURE -> {
                if (!outcome.message().isEmpty()) {
                    lines.add(LogText.failed(requestId, outcome));
                }
            }
            case RESPONSE, FUNCTION_ERROR -> {}
        }
    }
}
