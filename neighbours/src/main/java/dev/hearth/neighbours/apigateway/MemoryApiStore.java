package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link ApiStore#inMemory}. */
final class MemoryApiStore implements ApiStore {

    private final Map<String, Item> items = new TreeMap<>();

    private static String key(String owner, String kind, String id) {
        return owner + '\n' + kind + '\n' + id;
    }

    @Override
    public synchronized List<Item> load(String owner) {
        return items.values().stream()
                .filter(item -> item.owner().equals(owner) && !item.kind().equals(SNAPSHOT))
                .toList();
    }

    @Override
    public synchronized @Nullable String find(String owner, String kind, String id) {
        Item item = items.get(key(owner, kind, id));
        return item == null ? null : item.document();
    }

    @Override
    public synchronized void write(List<Item> changes, List<String> dropped) {
        items.values().removeIf(item -> dropped.contains(item.owner()));
        for (Item change : changes) {
            String key = key(change.owner(), change.kind(), change.id());
            if (change.document() == null) {
                items.remove(key);
            } else {
                items.put(key, change);
            }
        }
    }
}
