package dev.hearth.cluster;

import dev.hearth.services.worker.ResponseSink;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A response on its way from another host into its sink: what found room there is reported back, so that the other side
 * knows
 * how much is on its way. While the sink is full, nothing is reported.
 */
final class StreamedChunks {

    private final @Nullable ResponseSink sink;
    private final IntConsumer taken;
    private int unreported;
    private boolean full;

    StreamedChunks(@Nullable ResponseSink sink, IntConsumer taken) {
        this.sink = sink;
        this.taken = taken;
    }

    void begins(String version, String contentType) {
        if (sink != null) {
            sink.begins(this::resume, version, contentType);
        }
    }

    void chunk(ByteBuffer bytes) {
        int count = bytes.remaining();
        boolean room = sink == null || sink.chunk(bytes);
        synchronized (this) {
            unreported += count;
            full = !room;
        }
        report();
    }

    private void resume() {
        synchronized (this) {
            full = false;
        }
        report();
    }

    private void report() {
        int count;
        synchronized (this) {
            if (full || unreported == 0) {
                return;
            }
            count = unreported;
            unreported = 0;
        }
        taken.accept(count);
    }
}
