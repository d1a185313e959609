package dev.hearth.server;

import org.jspecify.annotations.Nullable;

/**
 * What {@code X-Amzn-Trace-Id} says, in the form of X-Ray: {@code Root=1-5759e988-bd862e3fe1be46a994272793;
 * Parent=53995c3f42cd8ad8;Sampled=1} (source: X-Ray's developer guide, "Tracing header"). OpenTelemetry's trace id is
 * the root without its version and dashes.
 *
 * @param traceId 32 hexadecimal digits
 * @param parentId 16 hexadecimal digits, or empty for none
 * @param sampled whether the caller wants this trace kept; null when it leaves that open
 * @param rest fields that are passed on as they came, each with a leading semicolon
 */
record TraceContext(
        String traceId, String parentId, @Nullable Boolean sampled, String rest) {

    private static final String VERSION = "1-";
    private static final int TIME_DIGITS = 8;
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    /** The context of {@code header}; null when it names no trace. */
    static @Nullable TraceContext parse(@Nullable String header) {
        String trace = "";
        String parent = "";
        Boolean sampled = null;
        StringBuilder rest = new StringBuilder();
        for (String field : header == null ? new String[0] : header.split(";")) {
            String text = field.strip();
            int equals = text.indexOf('=');
            String value = text.substring(equals + 1);
            switch (text.substring(0, Math.max(0, equals))) {
                case "Root" ->
                    trace = value.startsWith(VERSION) ? value.substring(2).replace("-", "") : "";
                case "Parent" -> parent = isHex(value, SPAN_DIGITS) ? value : "";
                case "Sampled" -> sampled = value.equals("1") ? Boolean.TRUE : value.equals("0") ? Boolean.FALSE : null;
                case "Self", "" -> {}
                default -> rest.append(';').append(text);
            }
        }
        return isHex(trace, TRACE_DIGITS) ? new TraceContext(trace, parent, sampled, rest.toString()) : null;
    }

    private static boolean isHex(String text, int digits) {
        return text.length() == digits
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')
                && text.chars().anyMatch(c -> c != '0');
    }

    /** The header for what {@code spanId} calls. */
    String header(String spanId, boolean keep) {
        return "Root=" + VERSION + traceId.substring(0, TIME_DIGITS) + "-" + traceId.substring(TIME_DIGITS) + ";Parent="
                + spanId + ";Sampled=" + (keep ? "1" : "0") + rest;
    }
}
