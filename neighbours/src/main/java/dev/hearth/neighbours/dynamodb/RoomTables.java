package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.Ports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Tables}. */
final class RoomTables implements Tables {

    /** Of one account in one region (Service Quotas). */
    static final int MAX_TABLES = 2_500;

    /** Of one resource (Service Quotas). */
    static final int MAX_TAGS = 50;

    private final Catalog catalog;
    private final Ports ports;
    private final TableSizes sizes;
    private final Background background;

    RoomTables(Catalog catalog, TableStore store, Ports ports, Background background) {
        this.catalog = catalog;
        this.ports = ports;
        this.sizes = new TableSizes(store, ports);
        this.background = background;
    }

    @Override
    public Table create(TableWish wish) {
        Table.Throughput throughput = SchemaRules.throughput(wish.billing(), wish.throughput());
        KeySchema keys = SchemaRules.tableKeys(wish);
        List<Table.Index> indexes = SchemaRules.indexes(wish, keys, catalog::newId);
        if (catalog.all().size() >= MAX_TABLES) {
            throw DynamoDbError.LIMIT_EXCEEDED.because(
                    "Subscriber limit exceeded: The limit of " + MAX_TABLES + " tables is reached");
        }
        checkTags(wish.tags());
        long now = catalog.nowMillis();
        List<Table.Stream> streams = wish.streamView() == null ? List.of() : List.of(stream(wish.streamView()));
        Map<String, String> settings = new LinkedHashMap<>(wish.settings());
        if (throughput.onDemand()) {
            settings.put(Table.ON_DEMAND_SINCE, Long.toString(now));
        }
        return catalog.add(new Table(
                catalog.newId(),
                wish.name(),
                ports.randomness().uuid().toString(),
                now,
                keys,
                List.copyOf(wish.attributes()),
                throughput,
                indexes,
                streams,
                null,
                Map.copyOf(wish.tags()),
                settings));
    }

    private Table.Stream stream(String view) {
        long now = catalog.nowMillis();
        String label = Instant.ofEpochMilli(now).toString().replace("Z", "");
        return new Table.Stream(catalog.newId(), label.length() == 19 ? label + ".000" : label, view, now, 0);
    }

    @Override
    public Table get(String name) {
        return catalog.needNamed(name);
    }

    @Override
    public Description describe(String name) {
        Table table = catalog.needNamed(name);
        return new Description(table, sizes.of(table));
    }

    @Override
    public List<String> names(@Nullable String after, int limit) {
        return (after == null ? catalog.all() : catalog.all().tailMap(after, false))
                .keySet().stream().limit(limit).toList();
    }

    @Override
    public int count() {
        return catalog.all().size();
    }

    @Override
    public Table update(TableUpdate update) {
        TableUpdates.check(update);
        Table table = catalog.change(update.name(), before -> changed(before, update));
        background.look();
        return table;
    }

    private Catalog.Changed changed(Table before, TableUpdate update) {
        List<ItemChange> more = new ArrayList<>();
        Table table = TableUpdates.throughput(before, update, catalog.nowMillis());
        table = TableUpdates.indexes(table, update, catalog::newId, more);
        StreamWish wish = update.stream();
        if (wish != null) {
            table = wish.enabled() ? enabled(table, wish.view()) : disabled(table);
        }
        if (!update.settings().isEmpty()) {
            Map<String, String> settings = new LinkedHashMap<>(table.settings());
            settings.putAll(update.settings());
            table = table.withSettings(settings);
        }
        return new Catalog.Changed(table, more);
    }

    private Table enabled(Table table, @Nullable String view) {
        if (table.stream() != null) {
            throw DynamoDbError.invalid("Table already has an enabled stream: TableName: " + table.name());
        }
        if (view == null) {
            throw DynamoDbError.invalidParameter("StreamViewType must be specified when StreamEnabled is true");
        }
        List<Table.Stream> streams = new ArrayList<>(table.streams());
        streams.add(stream(view));
        return table.withStreams(streams);
    }

    private Table disabled(Table table) {
        Table.Stream stream = table.stream();
        if (stream == null) {
            throw DynamoDbError.invalid("Table is not currently enabled for streams: TableName: " + table.name());
        }
        List<Table.Stream> streams = new ArrayList<>(table.streams());
        streams.removeLast();
        streams.add(new Table.Stream(
                stream.id(), stream.label(), stream.view(), stream.createdMillis(), catalog.nowMillis()));
        return table.withStreams(streams);
    }

    @Override
    public Table delete(String name) {
        Table gone = catalog.remove(name, table -> {
            if (Boolean.parseBoolean(table.settings().get(Table.DELETION_PROTECTION))) {
                throw DynamoDbError.invalid("Resource cannot be deleted as it is currently protected against deletion."
                        + " Disable deletion protection first.");
            }
            List<Long> ids = new ArrayList<>(List.of(table.id()));
            table.indexes().forEach(each -> ids.add(each.id()));
            table.streams().forEach(each -> ids.add(each.id()));
            if (table.timeToLive() != null) {
                ids.add(table.timeToLive().id());
            }
            return new ItemChange.DropTable(table.name(), ids);
        });
        sizes.forget(gone);
        background.look();
        return gone;
    }

    @Override
    public void timeToLive(String name, String attribute, boolean enabled) {
        catalog.change(name, before -> {
            Table.TimeToLive present = before.timeToLive();
            if (enabled == (present != null)) {
                throw DynamoDbError.invalid("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
            }
            if (present != null && !present.attribute().equals(attribute)) {
                throw DynamoDbError.invalid(
                        "TimeToLive is active on a different AttributeName: current AttributeName is "
                                + present.attribute());
            }
            Table.TimeToLive wish = enabled ? new Table.TimeToLive(attribute, catalog.newId(), false) : null;
            List<ItemChange> more = new ArrayList<>();
            if (present != null) {
                more.add(new ItemChange.Drop(present.id()));
            }
            return new Catalog.Changed(before.withTimeToLive(wish), more);
        });
        background.look();
    }

    private Table ofArn(String arn) {
        Table table = catalog.find(catalog.plain(arn));
        if (table == null || !arn.startsWith("arn:")) {
            throw DynamoDbError.NOT_FOUND.because("Requested resource not found: ResourcArn: " + arn + " not found");
        }
        return table;
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        catalog.change(ofArn(arn).name(), before -> {
            Map<String, String> all = new LinkedHashMap<>(before.tags());
            all.putAll(tags);
            checkTags(all);
            return Catalog.Changed.only(before.withTags(all));
        });
    }

    private static void checkTags(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw DynamoDbError.invalidParameter("Too many tags: the limit is " + MAX_TAGS);
        }
    }

    @Override
    public void untag(String arn, List<String> keys) {
        catalog.change(ofArn(arn).name(), before -> {
            Map<String, String> left = new LinkedHashMap<>(before.tags());
            left.keySet().removeAll(keys);
            return Catalog.Changed.only(before.withTags(left));
        });
    }

    @Override
    public Map<String, String> tags(String arn) {
        return ofArn(arn).tags();
    }

    @Override
    public Table keep(String name, Map<String, @Nullable String> settings) {
        return catalog.change(name, before -> {
            Map<String, String> all = new LinkedHashMap<>(before.settings());
            settings.forEach((key, value) -> {
                if (value == null) {
                    all.remove(key);
                } else {
                    all.put(key, value);
                }
            });
            return Catalog.Changed.only(before.withSettings(all));
        });
    }

    @Override
    public String arn(Table table) {
        return catalog.arn(table);
    }

    @Override
    public String arn(Table table, Table.Stream stream) {
        return catalog.arn(table) + "/stream/" + stream.label();
    }
}
