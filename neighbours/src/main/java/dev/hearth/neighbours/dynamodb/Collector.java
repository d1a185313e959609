package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One page of a query or scan as it grows. */
final class Collector implements TableStore.Visitor {

    private static final double HALF = 0.5;

    private final RoomQueries.Source source;
    private final Items.Selection selection;
    private final Wanted wanted;
    private final List<Map<String, AttributeValue>> found = new ArrayList<>();
    private int count;
    private int scanned;
    private long bytes;
    private long fetched;
    private @Nullable Map<String, AttributeValue> last;

    Collector(RoomQueries.Source source, Items.Selection selection, Wanted wanted) {
        this.source = source;
        this.selection = selection;
        this.wanted = wanted;
    }

    @Override
    public boolean visit(byte[] stored) {
        Map<String, AttributeValue> whole = new LazyItem(stored);
        Table.Index index = source.index();
        Map<String, AttributeValue> item = whole;
        if (index != null && index.projection() != Table.Projection.ALL) {
            Map<String, AttributeValue> projected = Projections.of(source.table(), index, whole);
            bytes += ItemSize.of(projected);
            if (needsWhole(index)) {
                fetched += ItemSize.of(whole);
            } else {
                item = projected;
            }
        } else {
            bytes += StoredSize.of(stored);
        }
        scanned++;
        if (wanted.filter() == null || Conditions.holds(wanted.filter(), item)) {
            count++;
            if (!"COUNT".equals(selection.select())) {
                found.add(wanted.projection() == null ? item : DocumentPath.project(wanted.projection(), item));
            }
        }
        boolean more = bytes < RoomQueries.PAGE_BYTES && (selection.limit() == 0 || scanned < selection.limit());
        if (!more) {
            last = source.startAfter(whole);
        }
        return more;
    }

    /** A local index reads from its table what it does not have itself. */
    private boolean needsWhole(Table.Index index) {
        if (index.global()) {
            return false;
        }
        if (wanted.projection() != null) {
            return wanted.projection().stream().anyMatch(path -> !Projections.has(source.table(), index, path.head()));
        }
        return "ALL_ATTRIBUTES".equals(selection.select());
    }

    Items.Page page() {
        List<Map<String, AttributeValue>> items = "COUNT".equals(selection.select()) ? null : found;
        return new Items.Page(items, count, scanned, last, capacity());
    }

    private Capacity capacity() {
        double factor = selection.consistent() ? 1 : HALF;
        double units = (scanned == 0 ? 1 : ItemSize.readUnits(bytes)) * factor;
        Table.Index index = source.index();
        String table = source.table().name();
        if (index == null) {
            return Capacity.of(table, units);
        }
        double ofTable = fetched == 0 ? 0 : ItemSize.readUnits(fetched) * factor;
        Map<String, Double> ofIndex = new TreeMap<>(Map.of(index.name(), units));
        return index.global()
                ? new Capacity(table, ofTable, Map.of(), ofIndex)
                : new Capacity(table, ofTable, ofIndex, Map.of());
    }
}
