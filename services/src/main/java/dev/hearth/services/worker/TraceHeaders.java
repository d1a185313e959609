package dev.hearth.services.worker;

import org.jspecify.annotations.Nullable;

/** X-Ray trace headers for invocations that came without one. */
final class TraceHeaders {

    private static final String DIGITS = "0123456789abcdef";

    private TraceHeaders() {}

    /** {@code given}, behind a root of the invocation's own when it has none. */
    static String whole(@Nullable String given, String requestId, long nowMillis) {
        if (given == null || given.isEmpty()) {
            return of(requestId, nowMillis);
        }
        return given.contains("Root=") ? given : of(requestId, nowMillis) + ";" + given;
    }

    /**
     * A header in the form of X-Ray, not sampled, made of the request's id: it is as unique as that and costs no
     * randomness.
     *
     * @param requestId a UUID; anything else is padded with zeros
     * @param nowMillis milliseconds since the epoch
     */
    static String of(String requestId, long nowMillis) {
        StringBuilder header = new StringBuilder(80).append("Root=1-");
        long seconds = nowMillis / 1000;
        for (int shift = 28; shift >= 0; shift -= 4) {
            header.append(DIGITS.charAt((int) (seconds >>> shift) & 0xF));
        }
        header.append('-');
        hex(header, requestId, 0, 24);
        header.append(";Parent=");
        hex(header, requestId, 16, 16);
        return header.append(";Sampled=0").toString();
    }

    private static void hex(StringBuilder out, String id, int skip, int count) {
        int seen = 0;
        int left = count;
        for (int i = 0; i < id.length() && left > 0; i++) {
            char c = id.charAt(i);
            if (DIGITS.indexOf(c) >= 0 && seen++ >= skip) {
                out.append(c);
                left--;
            }
        }
        out.append("0".repeat(left));
    }
}
