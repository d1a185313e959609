package dev.hearth.services.worker;

import java.util.Set;

/**
 * What an extension asked of the Telemetry API (2022-07-01).
 *
 * @param types {@code platform}, {@code function}, {@code extension}
 * @param maxItems events that fill a batch
 * @param maxBytes bytes that fill a batch
 * @param timeoutMillis how long an event waits for others
 * @param port where it listens inside the sandbox
 * @param path of its URI
 */
record TelemetrySubscription(Set<String> types, int maxItems, int maxBytes, int timeoutMillis, int port, String path) {

    static final int MAX_ITEMS_DEFAULT = 10_000;
    static final int MAX_BYTES_DEFAULT = 262_144;
    static final int TIMEOUT_DEFAULT = 1_000;

    /** Whether the numbers are within the documented limits. */
    boolean valid() {
        return !types.isEmpty()
                && Set.of("platform", "function", "extension").containsAll(types)
                && within(maxItems, 1_000, 10_000)
                && within(maxBytes, 262_144, 1_048_576)
                && within(timeoutMillis, 25, 30_000)
                && within(port, 1, 65_535);
    }

    private static boolean within(int value, int least, int most) {
        return least <= value && value <= most;
    }
}
