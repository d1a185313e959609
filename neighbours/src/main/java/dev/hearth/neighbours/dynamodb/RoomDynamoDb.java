package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;

/** {@link DynamoDb}, made of its parts. */
final class RoomDynamoDb implements DynamoDb {

    private final RoomTables tables;
    private final RoomItems items;
    private final RoomStreams streams;
    private final Background background;

    RoomDynamoDb(TableStore store, Ports ports, AwsScope scope) {
        Catalog catalog = new Catalog(store, ports, scope);
        this.streams = new RoomStreams(catalog, store, ports.tasks());
        this.background = new Background(catalog, store, ports, streams::changed);
        this.tables = new RoomTables(catalog, store, ports, background);
        RoomWrites writes = new RoomWrites(catalog, store, ports.time(), streams::changed);
        this.items = new RoomItems(new RoomReads(catalog, store), writes, new RoomQueries(catalog, store));
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public Items items() {
        return items;
    }

    @Override
    public Streams streams() {
        return streams;
    }

    @Override
    public void start() {
        background.start();
    }

    @Override
    public void close() {
        background.close();
    }
}
