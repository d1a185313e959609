package dev.hearth.cluster;

import java.time.Duration;

/** What is bounded between hosts. */
final class ClusterLimits {

    /** A certificate's life; a host renews its own each time it joins. */
    static final Duration CERTIFICATE_LIFE = Duration.ofDays(30);

    /** The authority's. */
    static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);

    /** How far the clocks of two hosts may differ for a certificate that was just made. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    /** How long a token lets a host join. */
    static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /** Between two signs of life on a channel. */
    static final Duration BEAT = Duration.ofMillis(500);

    /** A channel that is silent for this long is dead. */
    static final Duration SILENCE = Duration.ofSeconds(3);

    /** The longest wait for a connection and for its handshake. */
    static final Duration CONNECT = Duration.ofSeconds(5);

    /** Between two attempts to reach the first host again. */
    static final Duration RECONNECT = Duration.ofMillis(500);

    /** The longest message, in bytes: an invocation's payload and what goes with it. */
    static final int MESSAGE_BYTES = 8 << 20;

    /** The bytes that may wait for a channel before its other side counts as too slow. */
    static final long WAITING_BYTES = 128L << 20;

    /** The bytes of one part of a package. */
    static final int PART_BYTES = 1 << 20;

    /** The largest package that is fetched from another host, in bytes. */
    static final int PACKAGE_BYTES = 256 << 20;

    /** The bytes of a streamed response that are on their way before its function waits. */
    static final int STREAM_BYTES = 256 << 10;

    /** The bytes of log that wait for a channel before who writes them is held back. */
    static final int LOG_BYTES = 4 << 20;

    /** The most connections that one door serves. */
    static final int CONNECTIONS = 4_096;

    private ClusterLimits() {}
}
