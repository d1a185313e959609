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
    static final Duration SILENCE = Duration.ofMillis(2_500);

    /** How long a host that heard whoever decides does not try to take its place. */
    static final Duration PROMISE = SILENCE;

    /** How fresh an answer of the store must be for a host to say that it answers. */
    static final Duration ANSWER = Duration.ofMillis(1_200);

    /**
     * How much later than a renewal another host's question must have been asked, and answered, before the store counts
     * as silent to the one that renews and not to all: a renewal waits for a disk, that question does not.
     */
    static final Duration HESITATION = Duration.ofMillis(500);

    /** Between two looks whether somebody decides. */
    static final Duration LOOK = Duration.ofMillis(200);

    /** How long the right to decide lasts without a renewal. */
    static final Duration TERM = Duration.ofMillis(2_500);

    /** Between two renewals of it, and between two looks whether it is free. */
    static final Duration RENEWAL = Duration.ofMillis(500);

    /** How long a user's connection waits for somebody who decides, while nobody does. */
    static final Duration INTERREGNUM = Duration.ofSeconds(8);

    /** The longest wait for a call of a host that may be dead. */
    static final Duration SEARCH = Duration.ofMillis(1_500);

    /** How long environments of who decided before are kept for who does now. */
    static final Duration KEPT = Duration.ofSeconds(60);

    /** How long a host collects the ends of what it ran for whoever decided before, to tell them together. */
    static final Duration OVER = Duration.ofMillis(10);

    /** The longest wait until another host has a package, before its upload is acknowledged. */
    static final Duration KEEPING = Duration.ofSeconds(20);

    /** The longest wait until a host has heard that it is left. */
    static final Duration FAREWELL = Duration.ofMillis(300);

    /** The most hosts of one cluster. */
    static final int HOSTS = 1_000;

    /** The longest wait for a connection and for its handshake. */
    static final Duration CONNECT = Duration.ofSeconds(5);

    /** Between two attempts to reach the first host again. */
    static final Duration RECONNECT = Duration.ofMillis(250);

    /** The longest message, in bytes: an invocation's payload and what goes with it. */
    static final int MESSAGE_BYTES = 8 << 20;

    /** The bytes that may wait for a channel before its other side counts as too slow. */
    static final long WAITING_BYTES = 128L << 20;

    /** The bytes of one part of a package. */
    static final int PART_BYTES = 1 << 20;

    /** The largest package that is fetched from another host, in bytes. */
    static final int PACKAGE_BYTES = 256 << 20;

    /** A file of another host's of which nothing comes for this long is given up. */
    static final Duration STALL = Duration.ofSeconds(5);

    /** The bytes of a streamed response that are on their way before its function waits. */
    static final int STREAM_BYTES = 256 << 10;

    /** The bytes of log that wait for a channel before who writes them is held back. */
    static final int LOG_BYTES = 4 << 20;

    /** The most connections that one door serves. */
    static final int CONNECTIONS = 4_096;

    /** Between two looks at what this host's endpoint serves itself. */
    static final Duration DELEGATION_LOOK = Duration.ofMillis(250);

    /** How often whoever decides is asked for more of one function version at most. */
    static final Duration WANT = Duration.ofMillis(250);

    /** The longest wait for the answer to that. */
    static final Duration WANTED = Duration.ofMillis(100);

    /** Function versions of which it is remembered when they were asked for. */
    static final int WANTS = 256;

    /** Invocations that an endpoint served and nobody was told of yet; the oldest are forgotten. */
    static final int SERVED = 10_000;

    /** A user's connection that sends nothing for this long is closed, as everywhere. */
    static final Duration IDLE = Duration.ofSeconds(75);

    private ClusterLimits() {}
}
