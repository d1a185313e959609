package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.Tasks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@link Streams}. */
final class RoomStreams implements Streams {

    private final Catalog catalog;
    private final TableStore store;
    private final Tasks tasks;
    private final Map<Long, List<Runnable>> waiting = new ConcurrentHashMap<>();

    RoomStreams(Catalog catalog, TableStore store, Tasks tasks) {
        this.catalog = catalog;
        this.store = store;
        this.tasks = tasks;
    }

    @Override
    public List<Source> list(@Nullable String table) {
        List<Source> all = new ArrayList<>();
        for (Table each : catalog.all().values()) {
            if (table == null || each.name().equals(catalog.plain(table))) {
                each.streams().forEach(stream -> {
                    if (isKept(stream)) {
                        all.add(source(each, stream));
                    }
                });
            }
        }
        all.sort(Comparator.comparing(Source::arn));
        return all;
    }

    private boolean isKept(Table.Stream stream) {
        return stream.isEnabled() || stream.disabledMillis() + RETENTION_MILLIS > catalog.nowMillis();
    }

    private Source source(Table table, Table.Stream stream) {
        return new Source(catalog.arn(table) + "/stream/" + stream.label(), table, stream);
    }

    @Override
    public Source get(String arn) {
        int slash = arn.indexOf("/stream/");
        Table table = slash < 0 ? null : catalog.find(catalog.plain(arn.substring(0, slash)));
        if (table != null) {
            for (Table.Stream each : table.streams()) {
                if (arn.endsWith("/stream/" + each.label()) && isKept(each)) {
                    return source(table, each);
                }
            }
        }
        throw DynamoDbError.NOT_FOUND.because("Requested resource not found: Stream: " + arn + " not found");
    }

    @Override
    public List<Entry> read(Source source, long after, int most) {
        return store.records(source.stream().id(), after, most).stream()
                .map(each -> new Entry(each.sequence(), StreamRecord.decode(each.record())))
                .toList();
    }

    @Override
    public long newest(Source source) {
        return store.newest(source.stream().id());
    }

    @Override
    public Runnable whenMore(Source source, Runnable news) {
        Long id = source.stream().id();
        waiting.compute(id, (_, all) -> {
            List<Runnable> more = all == null ? new ArrayList<>() : all;
            more.add(news);
            return more;
        });
        return () -> waiting.computeIfPresent(id, (_, all) -> {
            all.remove(news);
            return all.isEmpty() ? null : all;
        });
    }

    /** Something of {@code table} changed. */
    void changed(Table table) {
        if (waiting.isEmpty() || table.stream() == null) {
            return;
        }
        List<Runnable> all = waiting.remove(table.stream().id());
        if (all != null) {
            tasks.start("dynamodb stream", () -> all.forEach(Runnable::run));
        }
    }
}
