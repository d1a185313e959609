package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;

/**
 * Amazon DynamoDB. Every method may block unless it says otherwise, and refuses with a fault whose detail is AWS's name
 * of the error.
 */
public interface DynamoDb extends AutoCloseable {

    /** One over {@code store}; {@link #start} lets it do by itself what must be done. */
    static DynamoDb create(TableStore store, Ports ports, AwsScope scope) {
        return new RoomDynamoDb(store, ports, scope);
    }

    /** Tables and their settings. */
    Tables tables();

    /** What is in tables. */
    Items items();

    /** What changed in tables. */
    Streams streams();

    /** Begins to expire items, to fill indexes and to remove what was dropped. */
    void start();

    /** Ends what {@link #start} began. */
    @Override
    void close();
}
