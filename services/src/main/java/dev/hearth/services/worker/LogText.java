package dev.hearth.services.worker;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The lines that Lambda itself writes into a function's log, character by character. */
final class LogText {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LogText() {}

    /** A stream's name; {@code id} has 32 hexadecimal digits. */
    static String stream(Instant now, String version, String id) {
        return DAY.format(now) + "/[" + version + "]" + id;
    }

    /** {@code python3.11} is Lambda's {@code python:3.11}, {@code nodejs20.x} its {@code nodejs:20}. */
    static String initStart(String runtime) {
        return "INIT_START Runtime Version: " + runtimeVersion(runtime);
    }

    static String restoreStart(String runtime) {
        return "RESTORE_START Runtime Version: " + runtimeVersion(runtime);
    }

    /** {@code status} is empty when all went well. */
    static String restoreReport(long nanos, String status) {
        StringBuilder line = new StringBuilder(80).append("RESTORE_REPORT Restore Duration: ");
        millis(line, nanos);
        line.append(" ms");
        return status.isEmpty()
                ? line.toString()
                : line.append("\tStatus: ").append(status).toString();
    }

    static String runtimeVersion(String runtime) {
        int digits = 0;
        while (digits < runtime.length() && !Character.isDigit(runtime.charAt(digits))) {
            digits++;
        }
        return runtime.startsWith("provided.")
                ? "provided:" + runtime.substring("provided.".length())
                : runtime.substring(0, digits) + ":" + runtime.substring(digits).replace(".x", "");
    }

    static String millis(Instant time) {
        return MILLIS.format(time);
    }

    static String initReport(long nanos, String phase, String status) {
        StringBuilder line = new StringBuilder(120).append("INIT_REPORT Init Duration: ");
        millis(line, nanos);
        return line.append(" ms\tPhase: ")
                .append(phase)
                .append("\tStatus: ")
                .append(status)
                .toString();
    }

    static String start(String requestId, String version) {
        return "START RequestId: " + requestId + " Version: " + version;
    }

    static String end(String requestId) {
        return "END RequestId: " + requestId;
    }

    static String timedOut(Instant now, String requestId, String message) {
        return MILLIS.format(now) + " " + requestId + " " + message;
    }

    static String failed(String requestId, Outcome outcome) {
        return "RequestId: " + requestId + " Error: " + outcome.message() + "\n" + outcome.errorType();
    }

    /**
     * The REPORT line. Billed is the init phase too, as for every function since August 2025.
     *
     * @param nanos how long the invocation took
     * @param start how long the environment's start took, {@link StartCost#NONE} when it was warm
     * @param peakBytes highest memory use so far, or 0 when unknown
     */
    static String report(String requestId, Outcome outcome, long nanos, StartCost start, int memoryMb, long peakBytes) {
        StringBuilder line = new StringBuilder(220);
        line.append("REPORT RequestId: ").append(requestId).append("\tDuration: ");
        millis(line, nanos);
        line.append(" ms\tBilled Duration: ").append(Math.ceilDiv(nanos + start.billedNanos(), 1_000_000L));
        line.append(" ms\tMemory Size: ").append(memoryMb);
        line.append(" MB\tMax Memory Used: ").append(Math.min(memoryMb, Math.ceilDiv(peakBytes, 1L << 20)));
        line.append(" MB\t");
        if (start.initNanos() > 0) {
            line.append("Init Duration: ");
            millis(line, start.initNanos());
            line.append(" ms\t");
        }
        if (start.restoreNanos() > 0) {
            line.append("Restore Duration: ");
            millis(line, start.restoreNanos());
            line.append(" ms\tBilled Restore Duration: ")
                    .append(Math.ceilDiv(start.billedRestoreNanos(), 1_000_000L))
                    .append(" ms\t");
        }
        return switch (outcome.kind()) {
            case RESPONSE, FUNCTION_ERROR -> line.toString();
            case TIMEOUT -> line.append("Status: timeout").toString();
            case RUNTIME_FAILURE ->
                line.append("Status: error\tError Type: ")
                        .append(outcome.errorType())
                        .toString();
        };
    }

    /** Milliseconds with two decimals, without the cost of a formatter. */
    static void millis(StringBuilder line, long nanos) {
        long hundredths = (nanos + 5_000) / 10_000;
        line.append(hundredths / 100).append('.');
        line.append((char) ('0' + hundredths / 10 % 10)).append((char) ('0' + hundredths % 10));
    }
}
