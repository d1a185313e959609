package dev.hearth.neighbours.cloudformation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources of one stack while an operation is under way, all generations. */
final class Rows {

    private record Key(String logicalId, int generation) {}

    private final Map<Key, StackResource> rows = new LinkedHashMap<>();

    Rows(Collection<StackResource> kept) {
        kept.forEach(this::put);
    }

    void put(StackResource row) {
        rows.put(new Key(row.logicalId(), row.generation()), row);
    }

    @Nullable
    StackResource get(String logicalId, int generation) {
        return rows.get(new Key(logicalId, generation));
    }

    /** The one that counts; null when there is none. */
    @Nullable
    StackResource current(String logicalId) {
        return rows.values().stream()
                .filter(row -> row.current() && row.logicalId().equals(logicalId))
                .reduce((one, other) -> one.generation() > other.generation() ? one : other)
                .orElse(null);
    }

    int nextGeneration(String logicalId) {
        return rows.keySet().stream()
                .filter(key -> key.logicalId.equals(logicalId))
                .mapToInt(key -> key.generation + 1)
                .max()
                .orElse(0);
    }

    /** Those that are still the stack's. */
    List<StackResource> kept() {
        return rows.values().stream().filter(row -> !row.status().isGone()).toList();
    }

    /**
     * What an update that is taken back replaced counts again; what it made instead does not. The rows that change.
     */
    List<StackResource> takenBack(String operation) {
        List<StackResource> changed = new ArrayList<>();
        for (StackResource row : kept()) {
            if (row.current() && row.madeIn().equals(operation)) {
                changed.add(row.current(false));
                kept().stream()
                        .filter(older ->
                                older.logicalId().equals(row.logicalId()) && older.generation() < row.generation())
                        .reduce((one, other) -> one.generation() > other.generation() ? one : other)
                        .ifPresent(older -> changed.add(older.current(true)));
            }
        }
        changed.forEach(this::put);
        return changed;
    }
}
