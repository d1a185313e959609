package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link TableStore} in memory. */
final class MemoryTableStore implements TableStore, TableStore.Reader {

    private record Slot(ItemKey key, ItemKey item) {}

    private record Token(byte[] digest, long expiresMillis) {}

    private static final Comparator<ItemKey> KEYS = Comparator.comparing(ItemKey::hash, Arrays::compareUnsigned)
            .thenComparing(ItemKey::range, Arrays::compareUnsigned);

    private final Map<String, Table> tables = new TreeMap<>();
    private final Map<Long, NavigableMap<ItemKey, byte[]>> items = new HashMap<>();
    private final Map<Long, NavigableMap<Slot, ItemKey>> entries = new HashMap<>();
    private final Map<Long, NavigableMap<Long, byte[]>> streams = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();

    private NavigableMap<ItemKey, byte[]> items(long table) {
        return items.computeIfAbsent(table, _ -> new TreeMap<>(KEYS));
    }

    private NavigableMap<Slot, ItemKey> entries(long index) {
        return entries.computeIfAbsent(
                index, _ -> new TreeMap<>(Comparator.comparing(Slot::key, KEYS).thenComparing(Slot::item, KEYS)));
    }

    private NavigableMap<Long, byte[]> stream(long stream) {
        return streams.computeIfAbsent(stream, _ -> new TreeMap<>());
    }

    @Override
    public synchronized boolean hasWork() {
        return !tables.isEmpty();
    }

    @Override
    public synchronized List<Table> tables() {
        return List.copyOf(tables.values());
    }

    @Override
    public synchronized <T> CompletionStage<T> change(Decision<T> decision) {
        try {
            Outcome<T> outcome = decision.decide(this);
            outcome.changes().forEach(this::apply);
            return CompletableFuture.completedStage(outcome.result());
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    @Override
    public <T> CompletionStage<T> changeNow(Decision<T> decision) {
        return change(decision);
    }

    @Override
    public byte @Nullable [] itemNow(long table, ItemKey key) {
        return item(table, key);
    }

    private void apply(ItemChange change) {
        switch (change) {
            case ItemChange.Put(long table, ItemKey key, byte[] item) ->
                items(table).put(key, item);
            case ItemChange.Remove(long table, ItemKey key) -> items(table).remove(key);
            case ItemChange.PutEntry(long index, ItemKey key, ItemKey item) ->
                entries(index).put(new Slot(key, item), item);
            case ItemChange.RemoveEntry(long index, ItemKey key, ItemKey item) ->
                entries(index).remove(new Slot(key, item));
            case ItemChange.Append(long stream, byte[] record) -> stream(stream).put(newest(stream) + 1, record);
            case ItemChange.Remember(String token, byte[] digest, long expires) ->
                tokens.put(token, new Token(digest, expires));
            case ItemChange.SaveTable(Table table) -> tables.put(table.name(), table);
            case ItemChange.DropTable(String name, List<Long> ids) -> {
                tables.remove(name);
                ids.forEach(this::drop);
            }
            case ItemChange.Drop(long id) -> drop(id);
        }
    }

    private void drop(long id) {
        items.remove(id);
        entries.remove(id);
        streams.remove(id);
    }

    @Override
    public synchronized byte @Nullable [] item(long table, ItemKey key) {
        return items(table).get(key);
    }

    @Override
    public synchronized byte @Nullable [] digest(String token, long nowMillis) {
        Token known = tokens.get(token);
        return known == null || known.expiresMillis < nowMillis ? null : known.digest;
    }

    @Override
    public synchronized List<byte @Nullable []> items(List<Place> places) {
        List<byte @Nullable []> found = new ArrayList<>();
        places.forEach(each -> found.add(item(each.table(), each.key())));
        return found;
    }

    @Override
    public synchronized void read(long table, long index, Range range, Visitor visitor) {
        List<Slot> slots = new ArrayList<>();
        if (index == 0) {
            items(table).keySet().forEach(key -> slots.add(new Slot(key, key)));
        } else {
            slots.addAll(entries(index).keySet());
        }
        boolean forward = !(range instanceof Range.One one) || one.forward();
        for (Slot slot : forward ? slots : slots.reversed()) {
            if (isIn(range, slot)) {
                byte[] item = items(table).get(slot.item);
                if (item != null && !visitor.visit(item)) {
                    return;
                }
            }
        }
    }

    private static boolean isIn(Range range, Slot slot) {
        return switch (range) {
            case Range.One(byte[] hash, Bound lower, Bound upper, Start after, boolean forward) ->
                Arrays.equals(hash, slot.key.hash())
                        && (lower == null || fits(compare(slot.key.range(), lower.value()), lower.inclusive()))
                        && (upper == null || fits(compare(upper.value(), slot.key.range()), upper.inclusive()))
                        && (after == null || (forward ? isBehind(slot, after) : isBefore(slot, after)));
            case Range.Segment(byte[] from, byte[] to, Start after) ->
                compare(slot.key.hash(), from) >= 0
                        && (to == null || compare(slot.key.hash(), to) < 0)
                        && (after == null || isBehind(slot, after));
        };
    }

    private static boolean fits(int order, boolean inclusive) {
        return order > 0 || inclusive && order == 0;
    }

    private static int compare(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other);
    }

    private static int order(Slot slot, Start start) {
        int order = KEYS.compare(slot.key, start.key());
        return order != 0 ? order : KEYS.compare(slot.item, start.item());
    }

    private static boolean isBehind(Slot slot, Start start) {
        return order(slot, start) > 0;
    }

    private static boolean isBefore(Slot slot, Start start) {
        return order(slot, start) < 0;
    }

    @Override
    public synchronized Size size(long table) {
        long bytes =
                items(table).values().stream().mapToLong(each -> each.length).sum();
        return new Size(items(table).size(), bytes);
    }

    @Override
    public synchronized List<StreamEntry> records(long stream, long after, int most) {
        return stream(stream).tailMap(after, false).entrySet().stream()
                .limit(most)
                .map(each -> new StreamEntry(each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public synchronized long newest(long stream) {
        NavigableMap<Long, byte[]> all = stream(stream);
        return all.isEmpty() ? 0 : all.lastKey();
    }

    @Override
    public synchronized void trim(long millis, long now) {
        streams.values()
                .forEach(all ->
                        all.values().removeIf(each -> StreamRecord.decode(each).createdMillis() < millis));
        tokens.values().removeIf(each -> each.expiresMillis < now);
    }

    @Override
    public boolean sweep(int most) {
        return false;
    }
}
