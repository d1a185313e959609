package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.dynamodb.DynamoDbApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.TableStore;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DynamoDB, which is made when it is asked for first, or at once when there are tables. */
final class DynamoDbParts implements AutoCloseable {

    private final Database database;
    private final Ports ports;
    private final AwsScope scope;
    private @Nullable DynamoDb room;
    private boolean closed;

    DynamoDbParts(Database database, Ports ports, AwsScope scope) {
        this.database = database;
        this.ports = ports;
        this.scope = scope;
    }

    synchronized DynamoDb room() {
        DynamoDb made = room;
        if (made == null) {
            if (closed) {
                throw new IllegalStateException("the server ends");
            }
            made = DynamoDb.create(Stores.dynamoDb(database, ports.time()), ports, scope);
            made.start();
            room = made;
        }
        return made;
    }

    List<AwsApi> apis() {
        return DynamoDbApi.create(this::room);
    }

    /** Goes on with what must be done by itself. */
    void start() {
        TableStore store = Stores.dynamoDb(database, ports.time());
        if (store.hasWork()) {
            room();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (room != null) {
            room.close();
        }
    }
}
