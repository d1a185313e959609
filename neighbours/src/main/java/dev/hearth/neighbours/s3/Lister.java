package dev.hearth.neighbours.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a listing over a source that is read in order. What is rolled up is stepped over as a whole, so that a
 * prefix with a million keys costs one step.
 */
final class Lister<T> {

    /** A place in the order. */
    record Place(String key, String id, boolean inclusive) {}

    /** Reads on from a place. */
    interface Source<T> {
        List<T> read(Place from, int limit);
    }

    /** How many are read at a time while others are rolled up between them. */
    private static final int STEP = 64;

    private final ListQuery query;
    private final Source<T> source;
    private final Function<T, String> key;
    private final Function<T, String> id;
    private final List<T> items = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private String lastKey = "";
    private String lastId = "";

    Lister(ListQuery query, Source<T> source, Function<T, String> key, Function<T, String> id) {
        this.query = query;
        this.source = source;
        this.key = key;
        this.id = id;
    }

    private boolean isFull() {
        return items.size() + prefixes.size() >= query.limit();
    }

    /** The page; {@code afterId} is the version or upload of {@code query.after()} to go on behind. */
    ListPage<T> page(String afterId) {
        if (query.limit() == 0) {
            return new ListPage<>(List.of(), List.of(), "", "");
        }
        Place place = start(afterId);
        boolean all = false;
        while (place != null && !all) {
            int wanted = query.delimiter().isEmpty()
                    ? query.limit() + 1 - items.size()
                    : Math.min(STEP, query.limit() + 1 - items.size() - prefixes.size());
            List<T> read = source.read(place, wanted);
            all = read.size() < wanted;
            place = null;
            for (T item : read) {
                String name = key.apply(item);
                if (!name.startsWith(query.prefix())) {
                    return new ListPage<>(items, prefixes, "", "");
                }
                if (isFull()) {
                    return new ListPage<>(items, prefixes, lastKey, lastId);
                }
                String common = query.commonPrefix(name);
                if (!common.isEmpty()) {
                    prefixes.add(common);
                    lastKey = common;
                    lastId = "";
                    place = behind(common);
                    all = place == null;
                    break;
                }
                items.add(item);
                lastKey = name;
                lastId = id.apply(item);
                place = new Place(name, lastId, false);
            }
        }
        return new ListPage<>(items, prefixes, "", "");
    }

    private Place start(String afterId) {
        String after = query.after();
        String common = after.startsWith(query.prefix()) ? query.commonPrefix(after) : "";
        if (!common.isEmpty() && common.equals(after)) {
            return behind(common);
        }
        return after.compareTo(query.prefix()) < 0
                ? new Place(query.prefix(), "", true)
                : new Place(after, afterId, false);
    }

    /** The first place behind all that begins with {@code prefix}; null when there is none. */
    @SuppressWarnings("NullAway") // null is the end of the order
    static Place behind(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            int start = end - Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return new Place(prefix.substring(0, start) + Character.toString(next), "", true);
            }
            end = start;
        }
        return null;
    }
}
