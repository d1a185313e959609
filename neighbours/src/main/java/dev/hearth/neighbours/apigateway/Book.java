package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every document of the account, read from the store when its owner is first asked for and written through. One
 * operation at a time works on it; what the operation changes is kept when it ends, and forgotten when it fails.
 */
final class Book {

    /** The owner of what belongs to the account and to no API. */
    static final String ACCOUNT = "";

    private record Key(String kind, String id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int kinds = kind.compareTo(other.kind);
            return kinds != 0 ? kinds : id.compareTo(other.id);
        }
    }

    private final ApiStore store;
    /** Who hears which API changed. */
    private final Consumer<String> listener;

    private final Map<String, TreeMap<Key, Doc>> owners = new ConcurrentHashMap<>();
    private final Map<String, Map<Key, Doc>> puts = new LinkedHashMap<>();
    private final Map<String, List<Key>> removals = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();

    Book(ApiStore store, Consumer<String> listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Runs one operation. */
    synchronized <T> T during(Supplier<T> operation) {
        try {
            T result = operation.get();
            commit();
            return result;
        } finally {
            puts.clear();
            removals.clear();
            dropped.clear();
        }
    }

    private void commit() {
        List<ApiStore.Item> changes = new ArrayList<>();
        removals.forEach((owner, keys) ->
                keys.forEach(key -> changes.add(new ApiStore.Item(owner, key.kind(), key.id(), null))));
        puts.forEach((owner, docs) ->
                docs.forEach((key, doc) -> changes.add(new ApiStore.Item(owner, key.kind(), key.id(), doc.json()))));
        if (changes.isEmpty() && dropped.isEmpty()) {
            return;
        }
        store.write(changes, dropped);
        dropped.forEach(owners::remove);
        removals.forEach((owner, keys) -> keys.forEach(key -> of(owner).remove(key)));
        puts.forEach((owner, docs) -> docs.forEach((key, doc) -> {
            if (!key.kind().equals(ApiStore.SNAPSHOT)) {
                of(owner).put(key, doc);
            }
        }));
        dropped.forEach(listener);
        removals.keySet().forEach(listener);
        puts.keySet().forEach(listener);
    }

    private TreeMap<Key, Doc> of(String owner) {
        return owners.computeIfAbsent(owner, this::load);
    }

    private TreeMap<Key, Doc> load(String owner) {
        TreeMap<Key, Doc> docs = new TreeMap<>();
        for (ApiStore.Item item : store.load(owner)) {
            if (item.document() != null) {
                docs.put(new Key(item.kind(), item.id()), Doc.parse(item.document()));
            }
        }
        return docs;
    }

    /** A document of the caller's own, or null. */
    @Nullable
    Doc find(String owner, String kind, String id) {
        Key key = new Key(kind, id);
        if (puts.getOrDefault(owner, Map.of()).get(key) instanceof Doc doc) {
            return doc.copy();
        }
        if (dropped.contains(owner) || removals.getOrDefault(owner, List.of()).contains(key)) {
            return null;
        }
        if (kind.equals(ApiStore.SNAPSHOT)) {
            String text = store.find(owner, kind, id);
            return text == null ? null : Doc.parse(text);
        }
        Doc doc = of(owner).get(key);
        return doc == null ? null : doc.copy();
    }

    /** All of a kind, in the order of their ids; documents of the caller's own. */
    List<Doc> list(String owner, String kind) {
        return list(owner, kind, "");
    }

    /** Those of a kind whose ids begin with {@code prefix}. */
    List<Doc> list(String owner, String kind, String prefix) {
        TreeMap<Key, Doc> all = new TreeMap<>();
        if (!dropped.contains(owner)) {
            all.putAll(of(owner).subMap(new Key(kind, prefix), true, new Key(kind, prefix + "\uffff"), true));
        }
        removals.getOrDefault(owner, List.of()).forEach(all::remove);
        puts.getOrDefault(owner, Map.of()).forEach((key, doc) -> {
            if (key.kind().equals(kind) && key.id().startsWith(prefix)) {
                all.put(key, doc);
            }
        });
        return all.values().stream().map(Doc::copy).toList();
    }

    void put(String owner, String kind, String id, Doc doc) {
        Key key = new Key(kind, id);
        removals.getOrDefault(owner, new ArrayList<>()).remove(key);
        puts.computeIfAbsent(owner, name -> new LinkedHashMap<>()).put(key, doc.copy());
    }

    void remove(String owner, String kind, String id) {
        Key key = new Key(kind, id);
        puts.getOrDefault(owner, new LinkedHashMap<>()).remove(key);
        removals.computeIfAbsent(owner, name -> new ArrayList<>()).add(key);
    }

    /** Takes an owner away with all that it has. */
    void drop(String owner) {
        puts.remove(owner);
        removals.remove(owner);
        dropped.add(owner);
    }
}
