package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.sqs.SqsApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.services.pollerfleet.DestinationSender;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The AWS services beside Lambda, made of their parts. They end before the edge, so that it need not wait for long
 * polls.
 *
 * @param sqs the queues
 */
record NeighbourParts(Sqs sqs) implements AutoCloseable {

    static NeighbourParts start(Database database, Ports ports, AwsScope scope) {
        return new NeighbourParts(Sqs.create(Stores.sqs(database, ports.tasks()), ports, scope));
    }

    /** {@code others} and their own APIs. */
    List<AwsApi> apisAfter(AwsApi... others) {
        List<AwsApi> all = new ArrayList<>(List.of(others));
        all.add(SqsApi.create(sqs));
        return all;
    }

    /** What brings events' destinations and dead letters to them, by their names in ARNs. */
    Map<String, DestinationSender> senders() {
        return Map.of("sqs", new QueueSender(sqs));
    }

    @Override
    public void close() {
        sqs.close();
    }
}
