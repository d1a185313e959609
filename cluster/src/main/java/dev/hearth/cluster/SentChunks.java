package dev.hearth.cluster;

import dev.hearth.services.worker.ResponseSink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A response on its way to another host: full while too much of it is on its way. */
final class SentChunks implements ResponseSink {

    private final long exchange;
    private final Channel channel;
    private @Nullable Source source;
    private int onTheWay;
    private boolean abandoned;

    SentChunks(long exchange, Channel channel) {
        this.exchange = exchange;
        this.channel = channel;
    }

    @Override
    public void begins(Source newSource, String executedVersion, String contentType) {
        synchronized (this) {
            source = newSource;
        }
        channel.send(new Message.Begins(exchange, executedVersion, contentType));
    }

    @Override
    public boolean chunk(ByteBuffer bytes) {
        synchronized (this) {
            if (abandoned) {
                return true;
            }
            onTheWay += bytes.remaining();
        }
        channel.send(new Message.Chunk(exchange, bytes));
        synchronized (this) {
            return abandoned || onTheWay <= ClusterLimits.STREAM_BYTES;
        }
    }

    void taken(int count) {
        synchronized (this) {
            onTheWay -= count;
        }
        resume();
    }

    /** Nobody reads any more: the function is not held up. */
    void abandon() {
        synchronized (this) {
            abandoned = true;
        }
        resume();
    }

    private void resume() {
        Source waiting;
        synchronized (this) {
            waiting = abandoned || onTheWay <= ClusterLimits.STREAM_BYTES ? source : null;
        }
        if (waiting != null) {
            waiting.resume();
        }
    }
}
