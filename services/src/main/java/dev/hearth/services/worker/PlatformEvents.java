package dev.hearth.services.worker;

import static dev.hearth.services.worker.JsonText.quoted;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The platform's events as JSON, in the Telemetry API's schema 2022-12-13; a function whose log format is JSON has
 * them as its system lines ("Lambda Telemetry API Event schema reference").
 */
final class PlatformEvents {

    private PlatformEvents() {}

    /** Any event; {@code record} is JSON. */
    static String event(Instant time, String type, String record) {
        return "{\"time\":\"" + LogText.millis(time) + "\",\"type\":\"" + type + "\",\"record\":" + record + "}";
    }

    static String initStart(Instant time, EnvironmentSpec spec) {
        return event(
                time,
                "platform.initStart",
                "{\"initializationType\":" + type(spec) + ",\"phase\":\"init\",\"runtimeVersion\":"
                        + quoted(LogText.runtimeVersion(spec.runtime())) + ",\"functionName\":"
                        + quoted(spec.functionName()) + ",\"functionVersion\":" + quoted(spec.version()) + "}");
    }

    static String initRuntimeDone(Instant time, EnvironmentSpec spec, String phase, String status) {
        return event(
                time,
                "platform.initRuntimeDone",
                "{\"initializationType\":" + type(spec) + ",\"phase\":" + quoted(phase) + ",\"status\":"
                        + quoted(status) + "}");
    }

    static String initReport(Instant time, EnvironmentSpec spec, String phase, String status, long nanos) {
        return event(
                time,
                "platform.initReport",
                "{\"initializationType\":" + type(spec) + ",\"phase\":" + quoted(phase) + ",\"status\":"
                        + quoted(status) + ",\"metrics\":{\"durationMs\":" + millis(nanos) + "}}");
    }

    static String restoreStart(Instant time, EnvironmentSpec spec) {
        return event(
                time,
                "platform.restoreStart",
                "{\"runtimeVersion\":" + quoted(LogText.runtimeVersion(spec.runtime())) + ",\"functionName\":"
                        + quoted(spec.functionName()) + ",\"functionVersion\":" + quoted(spec.version()) + "}");
    }

    static String restoreRuntimeDone(Instant time, String status) {
        return event(time, "platform.restoreRuntimeDone", "{\"status\":" + quoted(status) + "}");
    }

    static String restoreReport(Instant time, String status, long nanos) {
        return event(
                time,
                "platform.restoreReport",
                "{\"status\":" + quoted(status) + ",\"metrics\":{\"durationMs\":" + millis(nanos) + "}}");
    }

    private static String type(EnvironmentSpec spec) {
        return quoted(spec.initialization().awsName());
    }

    static String start(Instant time, String requestId, String version) {
        return event(
                time,
                "platform.start",
                "{\"requestId\":" + quoted(requestId) + ",\"version\":" + quoted(version) + "}");
    }

    static String runtimeDone(Instant time, String requestId, Outcome outcome, long nanos) {
        return event(
                time,
                "platform.runtimeDone",
                "{\"requestId\":" + quoted(requestId) + ",\"status\":" + quoted(status(outcome))
                        + ",\"metrics\":{\"durationMs\":" + millis(nanos) + ",\"producedBytes\":"
                        + outcome.payload().remaining() + "}" + errorType(outcome) + "}");
    }

    static String report(
            Instant time,
            String requestId,
            Outcome outcome,
            long nanos,
            StartCost start,
            int memoryMb,
            long peakBytes) {
        String init = start.initNanos() > 0 ? ",\"initDurationMs\":" + millis(start.initNanos()) : "";
        String restore = start.restoreNanos() > 0
                ? ",\"restoreDurationMs\":" + millis(start.restoreNanos()) + ",\"billedRestoreDurationMs\":"
                        + Math.ceilDiv(start.billedRestoreNanos(), 1_000_000L)
                : "";
        return event(
                time,
                "platform.report",
                "{\"requestId\":" + quoted(requestId) + ",\"metrics\":{\"durationMs\":" + millis(nanos)
                        + ",\"billedDurationMs\":" + Math.ceilDiv(nanos + start.billedNanos(), 1_000_000L)
                        + ",\"memorySizeMB\":"
                        + memoryMb + ",\"maxMemoryUsedMB\":" + Math.min(memoryMb, Math.ceilDiv(peakBytes, 1L << 20))
                        + init + restore + "},\"status\":" + quoted(status(outcome)) + errorType(outcome) + "}");
    }

    static String extension(Instant time, String name, Set<String> events) {
        return event(
                time,
                "platform.extension",
                "{\"name\":" + quoted(name) + ",\"state\":\"Ready\",\"events\":" + list(events) + "}");
    }

    static String telemetrySubscription(Instant time, String name, Set<String> types) {
        return event(
                time,
                "platform.telemetrySubscription",
                "{\"name\":" + quoted(name) + ",\"state\":\"Subscribed\",\"types\":" + list(types) + "}");
    }

    static String logsDropped(Instant time, long records, long bytes) {
        return event(
                time,
                "platform.logsDropped",
                "{\"reason\":\"Consumer seems to have fallen behind as it has not acknowledged receipt of logs.\","
                        + "\"droppedRecords\":" + records + ",\"droppedBytes\":" + bytes + "}");
    }

    /** In Lambda's words. */
    static String status(Outcome outcome) {
        return switch (outcome.kind()) {
            case RESPONSE -> "success";
            case FUNCTION_ERROR, RUNTIME_FAILURE -> "error";
            case TIMEOUT -> "timeout";
        };
    }

    private static String errorType(Outcome outcome) {
        @Nullable
        String type = outcome.kind() == Outcome.Kind.RESPONSE
                        || outcome.kind() == Outcome.Kind.TIMEOUT
                        || outcome.errorType().isEmpty()
                ? null
                : outcome.errorType();
        return type == null ? "" : ",\"errorType\":" + quoted(type);
    }

    private static String list(Set<String> names) {
        return names.stream()
                .sorted()
                .map(JsonText::quoted)
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    private static String millis(long nanos) {
        StringBuilder text = new StringBuilder(12);
        LogText.millis(text, nanos);
        return text.toString();
    }
}
