package dev.hearth.neighbours.iam;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All things of IAM in memory, before a store. One lock: a change is decided and handed to the store under it, and
 * awaited without it, so that changes share commits.
 */
final class IamTables {

    private final IamStore store;
    private final KeyRing ring;
    private final Map<IamKind, TreeMap<String, IamEntity>> tables = new EnumMap<>(IamKind.class);
    private final List<CompletionStage<?>> pending = new ArrayList<>();
    private boolean loaded;

    IamTables(IamStore store, KeyRing ring) {
        this.store = store;
        this.ring = ring;
    }

    /** Runs {@code work} over the tables; returns when what it changed is durable. */
    <T extends @Nullable Object> T work(Supplier<T> work) {
        List<CompletionStage<?>> changes;
        T result;
        synchronized (this) {
            load();
            pending.clear();
            result = work.get();
            changes = List.copyOf(pending);
        }
        try {
            changes.forEach(change -> change.toCompletableFuture().join());
        } catch (CompletionException failed) {
            synchronized (this) {
                // What is in memory may never have been kept.
                loaded = false;
            }
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
        return result;
    }

    private void load() {
        if (!loaded) {
            for (IamKind kind : IamKind.values()) {
                tables.put(kind, new TreeMap<>());
            }
            store.all().forEach(entity -> table(entity.kind()).put(key(entity.name()), entity));
            loaded = true;
        }
    }

    private TreeMap<String, IamEntity> table(IamKind kind) {
        return tables.computeIfAbsent(kind, each -> new TreeMap<>());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether something has that name, or one that differs in the case of its letters. */
    boolean isTaken(IamKind kind, String name) {
        return table(kind).containsKey(key(name));
    }

    @Nullable
    IamEntity find(IamKind kind, String name) {
        IamEntity found = table(kind).get(key(name));
        return found != null && found.name().equals(name) ? found : null;
    }

    List<IamEntity> all(IamKind kind) {
        return List.copyOf(table(kind).values());
    }

    int count(IamKind kind) {
        return table(kind).size();
    }

    void put(IamEntity entity) {
        table(entity.kind()).put(key(entity.name()), entity);
        pending.add(store.put(entity));
        ring.learn(entity);
    }

    void remove(IamEntity entity) {
        table(entity.kind()).remove(key(entity.name()));
        pending.add(store.delete(entity.kind(), entity.name()));
        ring.forget(entity);
    }
}
