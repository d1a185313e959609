package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.services.frontend.LentFrontend;
import java.util.concurrent.Semaphore;

/**
 * What all connections of an {@link InvokeDoor} share.
 *
 * @param options whose times hold here too
 * @param ids used under its own lock
 * @param buffered KiB that bodies may still take; a request that finds no room is handed on, unread
 */
record DoorParts(
        AccessKeys keys,
        DecisionPoint decisions,
        LentFrontend frontend,
        Ports ports,
        AwsScope scope,
        EdgeOptions options,
        RequestIds ids,
        Semaphore buffered) {

    /** The most of all bodies together that are held to be served here. */
    static final int BUFFERED_KIB = 64 << 10;

    /** What a body of so many bytes takes. */
    static int kib(int bytes) {
        return 1 + bytes / 1024;
    }

    String requestId() {
        synchronized (ids) {
            return ids.next();
        }
    }
}
