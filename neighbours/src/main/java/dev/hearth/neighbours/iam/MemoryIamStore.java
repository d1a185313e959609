package dev.hearth.neighbours.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An {@link IamStore} in memory. */
final class MemoryIamStore implements IamStore {

    private record Key(IamKind kind, String name) {}

    private final Map<Key, IamEntity> entities = new LinkedHashMap<>();

    @Override
    public synchronized List<IamEntity> all() {
        return List.copyOf(entities.values());
    }

    @Override
    public synchronized List<IamEntity> signers() {
        return entities.values().stream().filter(each -> each.kind().signs()).toList();
    }

    @Override
    public synchronized CompletionStage<?> put(IamEntity entity) {
        entities.put(new Key(entity.kind(), entity.name()), entity);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<?> delete(IamKind kind, String name) {
        entities.remove(new Key(kind, name));
        return CompletableFuture.completedFuture(null);
    }
}
