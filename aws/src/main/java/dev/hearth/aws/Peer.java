package dev.hearth.aws;

import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One connection as the edge's timeouts see it. Belongs to its event loop.
 *
 * <pre>
 * waiting  -- head of a request --> reading -- last byte of its body --> serving -- answered --> waiting
 * waiting  -- idle timeout --> closed
 * reading  -- body timeout --> refused, then closed
 * </pre>
 *
 * Serving has no timeout of its own: the function's is the one that counts.
 */
final class Peer {

    private long since;
    private boolean serving;
    private @Nullable Exchange reading;

    Peer(long now) {
        this.since = now;
    }

    void reading(Exchange exchange, long now) {
        reading = exchange;
        serving = false;
        since = now;
    }

    void serving() {
        reading = null;
        serving = true;
    }

    void waiting(long now) {
        reading = null;
        serving = false;
        since = now;
    }

    void sweep(long now, long idleNanos, long slowNanos, HttpConnection connection) {
        long passed = now - since;
        if (reading != null) {
            if (passed > slowNanos) {
                reading.tooSlow();
                connection.close();
            }
        } else if (!serving && passed > idleNanos) {
            connection.close();
        }
    }
}
