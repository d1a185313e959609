package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.dynamodb.DynamoDbApi;
import dev.hearth.aws.dynamodb.RemoteTables;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.TableStore;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB, which is made when it is asked for first, or at once when there are tables; or the way to another endpoint
 * that has the tables.
 */
final class DynamoDbParts implements AutoCloseable {

    private final String elsewhere;
    private final Database database;
    private final Ports ports;
    private final AwsScope scope;
    private @Nullable DynamoDb room;
    private @Nullable TablesEndpoint endpoint;
    private boolean closed;

    private DynamoDbParts(String elsewhere, Database database, Ports ports, AwsScope scope) {
        this.elsewhere = elsewhere;
        this.database = database;
        this.ports = ports;
        this.scope = scope;
    }

    static DynamoDbParts of(ServerOptions options, Database database, Ports ports) {
        return new DynamoDbParts(options.tables(), database, ports, options.scope());
    }

    /** Whether another endpoint has the tables. */
    boolean isElsewhere() {
        return !elsewhere.isEmpty();
    }

    synchronized DynamoDb room() {
        DynamoDb made = room;
        if (made == null) {
            requireOpen();
            made = DynamoDb.create(Stores.dynamoDb(database, ports.time()), ports, scope);
            made.start();
            room = made;
        }
        return made;
    }

    synchronized RemoteTables endpoint() {
        TablesEndpoint made = endpoint;
        if (made == null) {
            requireOpen();
            made = new TablesEndpoint(TablesAddress.parse(elsewhere));
            endpoint = made;
        }
        return made;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the server ends");
        }
    }

    List<AwsApi> apis() {
        return isElsewhere() ? DynamoDbApi.forwarded(this::endpoint) : DynamoDbApi.create(this::room);
    }

    /** Goes on with what must be done by itself. */
    void start() {
        TableStore store = Stores.dynamoDb(database, ports.time());
        if (!isElsewhere() && store.hasWork()) {
            room();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (room != null) {
            room.close();
        }
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
