package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.dynamodb.Streams;
import dev.hearth.services.streamtracker.ShardCatalog;
import java.util.Optional;

/** DynamoDB's streams as sources of event source mappings. */
record TableStreams(DynamoDbParts tables, String region, Ports ports) implements StreamSources {

    @Override
    public Optional<ShardCatalog> stream(String arn) {
        Streams streams = tables.room().streams();
        try {
            streams.get(arn);
        } catch (FaultException none) {
            return Optional.empty();
        }
        return Optional.of(new TableStream(streams, arn, region, ports));
    }

    @Override
    public boolean startsAtTimes() {
        return false;
    }
}
