package dev.hearth.aws;

import java.time.Duration;

/**
 * The edge's limits that depend on the machine; what AWS itself limits is fixed.
 *
 * @param eventLoops threads that serve connections
 * @param maxConnections open at once; more are closed at once
 * @param maxBufferedBytes of request bodies held at once, all connections together; more are throttled
 * @param idleTimeout after which a connection that waits for a request is closed
 * @param bodyTimeout within which a request's body must have arrived
 * @param clockSkew how far a signature's time may be from ours
 */
public record EdgeOptions(
        int eventLoops,
        int maxConnections,
        long maxBufferedBytes,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration clockSkew) {

    /** Fifteen minutes, as AWS allows. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

    private static final int MAX_CONNECTIONS = 4096;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(120);

    public EdgeOptions {
        if (eventLoops < 1 || maxConnections < 1 || maxBufferedBytes < Limits.CODE_BODY_BYTES) {
            throw new IllegalArgumentException("An edge needs a loop, a connection and room for one package");
        }
    }

    /** The usual limits. {@code maxBufferedBytes} at least 72 MiB, one CreateFunction. */
    public static EdgeOptions of(int eventLoops, long maxBufferedBytes) {
        return new EdgeOptions(eventLoops, MAX_CONNECTIONS, maxBufferedBytes, IDLE_TIMEOUT, BODY_TIMEOUT, CLOCK_SKEW);
    }
}
