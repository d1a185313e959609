package dev.hearth.services.pollerfleet;

import dev.hearth.core.Time;
import dev.hearth.services.pollerfleet.EventSource.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of the next batch, as they come. */
final class Gathering {

    /** What an event has beside its items, bytes. */
    private static final int FRAME_BYTES = 16 * 1024;

    private final SourcePlan plan;
    private final List<Item> gathered = new ArrayList<>();
    private final List<Item> dropped = new ArrayList<>();
    private final long mostBytes;
    private long bytes;
    private long endNanos;

    Gathering(SourcePlan plan) {
        this.plan = plan;
        this.mostBytes =
                SourcePoller.BATCH_BYTES - FRAME_BYTES - (plan.tumbling().isZero() ? 0 : TumblingWindow.STATE_BYTES);
    }

    /** With the comma behind it. */
    private static long bytes(Item item) {
        return item.json().remaining() + 1L;
    }

    boolean isEmpty() {
        return gathered.isEmpty() && dropped.isEmpty();
    }

    void clear() {
        gathered.clear();
        dropped.clear();
        bytes = 0;
    }

    /** Items that still fit. */
    int room() {
        return plan.batchSize() - gathered.size();
    }

    /** How long more items are waited for. */
    Duration left(Time time) {
        return Duration.ofNanos(Math.max(0, endNanos - time.nanos()));
    }

    /** What the filter refuses is done without an invocation. */
    void add(List<Item> items, ItemFilter filter, Time time) {
        if (!items.isEmpty() && isEmpty()) {
            endNanos = time.nanos() + plan.window().toNanos();
        }
        for (Item item : items) {
            if (filter.matches(item)) {
                gathered.add(item);
                bytes += bytes(item);
            } else {
                dropped.add(item);
            }
        }
    }

    /** Whether the batch is to be invoked with now: it is full, its time is over, or it reaches out of the window. */
    boolean isReady(@Nullable TumblingWindow window, Time time) {
        return !isEmpty()
                && (gathered.size() >= plan.batchSize()
                        || bytes >= mostBytes
                        || endNanos - time.nanos() <= 0
                        || !gathered.isEmpty() && reachesOut(window));
    }

    private boolean reachesOut(@Nullable TumblingWindow window) {
        return !plan.tumbling().isZero()
                && !(window == null ? TumblingWindow.of(gathered.getFirst().arrived(), plan.tumbling()) : window)
                        .takes(gathered.getLast().arrived());
    }

    List<Item> takeDropped() {
        List<Item> taken = List.copyOf(dropped);
        dropped.clear();
        return taken;
    }

    /** The next batch: as many of the first as the payload and the window take; none when the window takes none. */
    List<Item> take(@Nullable TumblingWindow open) {
        TumblingWindow window = open == null && !plan.tumbling().isZero() && !gathered.isEmpty()
                ? TumblingWindow.of(gathered.getFirst().arrived(), plan.tumbling())
                : open;
        int count = 0;
        long size = 0;
        while (count < gathered.size()) {
            Item item = gathered.get(count);
            size += bytes(item);
            if (count > 0 && size > mostBytes || window != null && !window.takes(item.arrived())) {
                break;
            }
            count++;
        }
        List<Item> taken = List.copyOf(gathered.subList(0, count));
        gathered.subList(0, count).clear();
        bytes = gathered.stream().mapToLong(Gathering::bytes).sum();
        return taken;
    }
}
