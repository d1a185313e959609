package dev.hearth.server;

import dev.hearth.aws.dynamodb.RemoteStream;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.dynamodb.Streams;
import dev.hearth.services.streamtracker.ShardCatalog;
import java.util.Optional;

/** DynamoDB's streams as sources of event source mappings. */
record TableStreams(DynamoDbParts tables, String region, Ports ports) implements StreamSources {

    @Override
    public Optional<ShardCatalog> stream(String arn) {
        if (tables.isElsewhere()) {
            return remote(arn);
        }
        Streams streams = tables.room().streams();
        try {
            streams.get(arn);
        } catch (FaultException none) {
            return Optional.empty();
        }
        return Optional.of(new TableStream(streams, arn, region, ports));
    }

    private Optional<ShardCatalog> remote(String arn) {
        RemoteStream stream = RemoteStream.of(tables.endpoint(), arn);
        try {
            stream.shards();
        } catch (FaultException refused) {
            if (refused.fault().kind() != Fault.Kind.NOT_FOUND) {
                throw refused;
            }
            return Optional.empty();
        }
        return Optional.of(new RemoteTableStream(stream, arn, ports));
    }

    @Override
    public boolean startsAtTimes() {
        return false;
    }
}
