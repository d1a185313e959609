package dev.hearth.aws;

import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.worker.ResponseSink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way to a client while the function still writes it.
 *
 * <p>Bytes are counted from the worker's hand until the socket took them. At {@link #FULL_BYTES} the function is no
 * longer read, below {@link #ROOM_BYTES} it is again. When the client goes away the bytes are dropped and the
 * function writes on.
 *
 * <pre>
 * waiting -- opened by its form --> open -- ended --> over
 * waiting, open -- the client goes away, cut off --> over
 * </pre>
 */
final class StreamedAnswer implements ResponseSink {

    /** What may wait for a slow client before its function is held up; bytes. */
    static final int FULL_BYTES = 256 * 1024;

    /** What may still wait when its function is read again; bytes. */
    static final int ROOM_BYTES = 64 * 1024;

    private final Exchange exchange;
    private final StreamForm form;
    private final AtomicLong waiting = new AtomicLong();
    private volatile boolean full;
    private volatile Source source = () -> {};
    private @Nullable HttpServerResponse response;
    private boolean over;

    StreamedAnswer(Exchange exchange, StreamForm form) {
        this.exchange = exchange;
        this.form = form;
    }

    @Override
    public void begins(Source from, String executedVersion, String contentType) {
        source = from;
        exchange.loop().run(() -> guarded(() -> form.begins(this, executedVersion, contentType)));
    }

    @Override
    public boolean chunk(ByteBuffer bytes) {
        int count = bytes.remaining();
        waiting.addAndGet(count);
        exchange.loop().run(() -> guarded(() -> take(bytes, count)));
        if (waiting.get() < FULL_BYTES) {
            return true;
        }
        full = true;
        if (waiting.get() <= ROOM_BYTES) {
            full = false;
            return true;
        }
        return false;
    }

    private void take(ByteBuffer bytes, int count) {
        Buffer wire = over ? null : form.chunk(this, bytes);
        if (wire == null) {
            written(count);
        } else {
            write(wire, count);
        }
    }

    /** Writes {@code wire}, which stands for {@code count} bytes of the function's. */
    private void write(Buffer wire, int count) {
        HttpServerResponse to = response;
        if (to == null || to.closed()) {
            over = true;
            written(count);
        } else {
            to.write(wire).onComplete(done -> written(count));
        }
    }

    private void written(int count) {
        if (waiting.addAndGet(-count) <= ROOM_BYTES && full) {
            full = false;
            source.resume();
        }
    }

    /** The invocation's end, from any thread. */
    void complete(@Nullable InvokeOutcome outcome, @Nullable Throwable bug) {
        exchange.loop()
                .run(() -> guarded(() -> {
                    if (outcome == null) {
                        exchange.failed(new IllegalStateException("The frontend must answer", bug));
                        cutOff();
                    } else if (!over) {
                        form.ends(this, outcome);
                        over = true;
                    }
                }));
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            exchange.failed(bug);
            cutOff();
        }
    }

    /** The response, begun with {@code status} and of unknown length; null when nobody waits for it any more. */
    @Nullable
    HttpServerResponse open(int status) {
        HttpServerResponse begun = exchange.beginStream(status);
        response = begun;
        if (begun == null) {
            over = true;
            return null;
        }
        return begun.setChunked(true).exceptionHandler(gone -> over = true).closeHandler(gone -> over = true);
    }

    boolean isOpen() {
        return response != null;
    }

    /** Writes {@code wire} behind everything else; nothing is held up by it. */
    void write(Buffer wire) {
        write(wire, 0);
    }

    void end() {
        over = true;
        HttpServerResponse to = response;
        exchange.streamed();
        if (to != null && !to.closed()) {
            to.end();
        }
    }

    /** Ends a stream that has begun so that the client sees that it is not whole. */
    void cutOff() {
        over = true;
        HttpServerResponse to = response;
        if (to != null && !to.ended()) {
            exchange.streamed();
            exchange.disconnect();
        }
    }

    Exchange exchange() {
        return exchange;
    }
}
