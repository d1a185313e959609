package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.Ports;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How large tables are. Counting looks at every item, so a table is counted anew only when the last count is a hundred
 * times older than it took; AWS tells a number of up to six hours ago.
 */
final class TableSizes {

    private static final int PATIENCE = 100;
    private static final long SLOW_NANOS = Duration.ofMillis(50).toNanos();

    private record Counted(TableStore.Size size, long atNanos, long tookNanos) {}

    private final TableStore store;
    private final Ports ports;
    private final Map<Long, Counted> known = new ConcurrentHashMap<>();

    TableSizes(TableStore store, Ports ports) {
        this.store = store;
        this.ports = ports;
    }

    TableStore.Size of(Table table) {
        Counted counted = known.get(table.id());
        if (counted == null) {
            return count(table.id());
        }
        boolean old = ports.time().nanos() - counted.atNanos >= PATIENCE * counted.tookNanos;
        if (old && counted.tookNanos < SLOW_NANOS) {
            return count(table.id());
        }
        if (old) {
            // The next count begins when this one is as old as that again.
            known.put(table.id(), new Counted(counted.size, ports.time().nanos(), counted.tookNanos));
            ports.tasks().start("dynamodb count", () -> count(table.id()));
        }
        return counted.size;
    }

    private TableStore.Size count(long id) {
        long start = ports.time().nanos();
        TableStore.Size size = store.size(id);
        long end = ports.time().nanos();
        known.put(id, new Counted(size, end, end - start));
        return size;
    }

    void forget(Table table) {
        known.remove(table.id());
    }
}
