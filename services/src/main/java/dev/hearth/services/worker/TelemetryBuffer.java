package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry that waits for one subscriber. A batch leaves when it is full or its first event waited long enough,
 * one at a time; what comes while too much waits is dropped, counted, and told as {@code platform.logsDropped}.
 */
final class TelemetryBuffer {

    /** So many full batches may wait. */
    private static final int WAITING_BATCHES = 4;

    private final Ports ports;
    private final TelemetrySubscription subscription;
    private final Telemetry.Delivery delivery;
    private final Queue<String> waiting = new ArrayDeque<>();
    private long bytes;
    private long droppedRecords;
    private long droppedBytes;
    private boolean sending;
    private boolean closed;
    private Timers.@Nullable Timer timer;

    TelemetryBuffer(Ports ports, TelemetrySubscription subscription, Telemetry.Delivery delivery) {
        this.ports = ports;
        this.subscription = subscription;
        this.delivery = delivery;
    }

    void add(String category, String json) {
        if (!subscription.types().contains(category)) {
            return;
        }
        boolean full;
        synchronized (this) {
            long size = json.length() + 1L;
            if (closed) {
                return;
            }
            if (bytes + size > (long) WAITING_BATCHES * subscription.maxBytes()) {
                droppedRecords++;
                droppedBytes += size;
                return;
            }
            waiting.add(json);
            bytes += size;
            full = waiting.size() >= subscription.maxItems() || bytes >= subscription.maxBytes();
            if (!full && timer == null) {
                timer = ports.timers().after(Duration.ofMillis(subscription.timeoutMillis()), this::flush);
            }
        }
        if (full) {
            flush();
        }
    }

    void flush() {
        String batch;
        synchronized (this) {
            // Also when it is this timer that came while a batch is on its way: what waits gets another after that.
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            if (sending || closed || waiting.isEmpty() && droppedRecords == 0) {
                return;
            }
            sending = true;
            batch = batch();
        }
        delivery.post(subscription.port(), subscription.path(), batch, this::sent);
    }

    private String batch() {
        StringBuilder json = new StringBuilder((int) Math.min(bytes + 2, subscription.maxBytes() + 2L)).append('[');
        if (droppedRecords > 0) {
            json.append(PlatformEvents.logsDropped(ports.time().instant(), droppedRecords, droppedBytes));
            droppedRecords = 0;
            droppedBytes = 0;
        }
        for (int items = 0; items < subscription.maxItems() && !waiting.isEmpty(); items++) {
            String next = waiting.element();
            if (items > 0 && json.length() + next.length() > subscription.maxBytes()) {
                break;
            }
            waiting.remove();
            bytes -= next.length() + 1L;
            json.append(json.length() > 1 ? "," : "").append(next);
        }
        return json.append(']').toString();
    }

    private void sent() {
        boolean more;
        synchronized (this) {
            sending = false;
            more = bytes >= subscription.maxBytes() || waiting.size() >= subscription.maxItems();
            if (!more && !waiting.isEmpty() && timer == null && !closed) {
                timer = ports.timers().after(Duration.ofMillis(subscription.timeoutMillis()), this::flush);
            }
        }
        if (more) {
            flush();
        }
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        bytes = 0;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
