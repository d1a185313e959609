package dev.hearth.storage;

import dev.hearth.services.logs.EventBlock;
import dev.hearth.services.logs.EventCursor;
import dev.hearth.services.logs.LogStore.EventChunk;
import dev.hearth.services.logs.LogStore.EventScan;
import dev.hearth.services.logs.StoredEvent;
import dev.hearth.storage.SqlLogEvents.Head;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A page of events in the making: of all events of the blocks it is given, it keeps the first ones of the scan, as
 * many as the scan's limits allow, so that it never holds more than a page and a block.
 *
 * <p>The blocks come in the scan's order of their first events, but they overlap: an event that has a place in the
 * page may lose it to one of a later block.
 */
final class SqlLogPage {

    private record Kept(StoredEvent event, int bytes) {}

    private final EventScan scan;
    private final Comparator<EventCursor> order;
    private final PriorityQueue<Kept> lastFirst;
    private long keptBytes;
    private boolean more;

    SqlLogPage(EventScan scan) {
        this.scan = scan;
        this.order = scan.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        this.lastFirst =
                new PriorityQueue<>(Comparator.comparing((Kept kept) -> kept.event.cursor(), order.reversed()));
    }

    private boolean full() {
        return lastFirst.size() >= scan.limit() || keptBytes >= scan.maxBytes();
    }

    private EventCursor last() {
        return lastFirst.element().event.cursor();
    }

    /** Whether neither this block nor any after it has an event for the page. */
    boolean endsBefore(Head head) {
        if (!full()) {
            return false;
        }
        long first = head.first().timestampMillis();
        boolean ends = scan.descending()
                ? first < last().timestampMillis() - EventBlock.SPAN_MILLIS
                : first > last().timestampMillis();
        more |= ends;
        return ends;
    }

    /** Whether this block may have an event for the page. */
    boolean wants(Head head) {
        boolean wanted = !scan.descending() || !full() || head.last().compareTo(last()) > 0;
        more |= !wanted;
        return wanted;
    }

    void add(Head head, long ingestionMillis, byte[] events) {
        int count = Math.toIntExact(head.last().sequence() - head.first().sequence() + 1);
        new EventBlock(
                        events,
                        count,
                        head.first().timestampMillis(),
                        head.last().timestampMillis(),
                        0)
                .visit((index, time, bytes, from, length) -> {
                    EventCursor cursor = new EventCursor(time, head.first().sequence() + index);
                    if (cursor.compareTo(scan.before()) >= 0) {
                        return false;
                    }
                    if (cursor.compareTo(scan.after()) <= 0) {
                        return true;
                    }
                    if (full() && order.compare(cursor, last()) > 0) {
                        more = true;
                        return scan.descending();
                    }
                    String message = new String(bytes, from, length, StandardCharsets.UTF_8);
                    keep(new StoredEvent(head.stream(), time, cursor.sequence(), ingestionMillis, message), length);
                    return true;
                });
    }

    private void keep(StoredEvent event, int bytes) {
        lastFirst.add(new Kept(event, bytes));
        keptBytes += bytes;
        while (lastFirst.size() > scan.limit() || keptBytes - lastFirst.element().bytes >= scan.maxBytes()) {
            keptBytes -= lastFirst.remove().bytes;
            more = true;
        }
    }

    EventChunk chunk() {
        List<StoredEvent> events = new ArrayList<>(lastFirst.size());
        while (!lastFirst.isEmpty()) {
            events.add(lastFirst.remove().event);
        }
        return new EventChunk(events.reversed(), !more);
    }
}
