package dev.hearth.storage;

import dev.hearth.neighbours.dynamodb.TableStore.Place;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Items that were read lately, so that the next read of one needs neither the database nor a thread that may wait for
 * it. Only for a database that nobody else writes.
 *
 * <p>What is here is what is committed. The writer takes an item out before it changes it, so that from then on its
 * readers ask the database, and brings the new one only after the commit. A reader brings what it read unless
 * something of the same part was being changed, or has been since it began to read.
 */
final class HotItems {

    /** What all of them may take, bytes. */
    static final int MAX_BYTES = 8 << 20;

    private static final int PARTS_BITS = 4;
    private static final int PARTS = 1 << PARTS_BITS;
    private static final int SPREAD = 0x9E3779B9;

    /** One item may take so much of its part. */
    private static final int FRACTION = 8;

    /** Of an item beside its bytes: keys, and what holds them. */
    private static final int OVERHEAD_BYTES = 200;

    /** What {@link #stamp} says when nothing can be brought. */
    private static final long CHANGING = -1;

    private final int partBytes;
    private final Part[] parts = new Part[PARTS];

    /** @param maxBytes 0 to keep nothing */
    HotItems(int maxBytes) {
        partBytes = maxBytes / PARTS;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part();
        }
    }

    private static int index(Place place) {
        // Not by the bits by which a part's own map finds it: there all items would collide.
        return place.hashCode() * SPREAD >>> Integer.SIZE - PARTS_BITS;
    }

    private Part part(Place place) {
        return parts[index(place)];
    }

    /** The item; null when it is not here. */
    byte @Nullable [] find(Place place) {
        Part part = part(place);
        synchronized (part) {
            return part.items.get(place);
        }
    }

    /** To be asked before the item is read that is brought then. */
    long stamp(Place place) {
        Part part = part(place);
        synchronized (part) {
            return part.changing ? CHANGING : part.changes;
        }
    }

    /** Brings what was read after {@code stamp}. */
    void bring(Place place, byte @Nullable [] item, long stamp) {
        if (item == null || stamp == CHANGING || item.length > partBytes / FRACTION) {
            return;
        }
        Part part = part(place);
        synchronized (part) {
            if (!part.changing && part.changes == stamp) {
                part.put(place, item, partBytes);
            }
        }
    }

    /** Items of some places, the one that was not asked for longest first. */
    private static final class Part {

        private final LinkedHashMap<Place, byte[]> items = new LinkedHashMap<>(16, 0.75f, true);
        private int bytes;
        private long changes;
        private boolean changing;

        private static int size(Place place, byte[] item) {
            return item.length + place.key().hash().length + place.key().range().length + OVERHEAD_BYTES;
        }

        boolean remove(Place place) {
            byte[] known = items.remove(place);
            bytes -= known == null ? 0 : size(place, known);
            return known != null;
        }

        void put(Place place, byte[] item, int most) {
            remove(place);
            items.put(place, item);
            bytes += size(place, item);
            Iterator<Map.Entry<Place, byte[]>> eldest = items.entrySet().iterator();
            while (bytes > most) {
                Map.Entry<Place, byte[]> entry = eldest.next();
                bytes -= size(entry.getKey(), entry.getValue());
                eldest.remove();
            }
        }
    }

    /** What one unit of work of the writer's changes; one at a time, and each must {@link #end}. */
    final class Changes {

        private final Map<Place, byte @Nullable []> known = new HashMap<>();
        private int touched;

        /** Before the item is changed: nobody finds it here until the end. */
        void add(Place place, byte @Nullable [] item) {
            int index = index(place);
            Part part = parts[index];
            boolean wasKnown;
            synchronized (part) {
                part.changes++;
                part.changing = true;
                wasKnown = part.remove(place);
            }
            touched |= 1 << index;
            if (wasKnown || known.containsKey(place)) {
                known.put(place, item);
            }
        }

        /** After the commit, and before anybody is told of it. */
        void end(boolean committed) {
            for (int i = 0; i < PARTS; i++) {
                if ((touched & 1 << i) != 0) {
                    synchronized (parts[i]) {
                        parts[i].changing = false;
                    }
                }
            }
            if (committed) {
                known.forEach(this::renew);
            }
        }

        private void renew(Place place, byte @Nullable [] item) {
            if (item != null && item.length <= partBytes / FRACTION) {
                Part part = part(place);
                synchronized (part) {
                    part.put(place, item, partBytes);
                }
            }
        }
    }
}
