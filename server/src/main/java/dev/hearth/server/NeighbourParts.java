package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.sqs.SqsApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.List;

/**
 * The AWS services beside Lambda, made of their parts.
 *
 * @param sqs the queues
 */
record NeighbourParts(Sqs sqs) {

    static NeighbourParts start(Database database, Ports ports, AwsScope scope, Undo undo) {
        return new NeighbourParts(undo.add("sqs", Sqs.create(Stores.sqs(database, ports.tasks()), ports, scope)));
    }

    /** Their APIs. */
    List<AwsApi> apis() {
        return List.of(SqsApi.create(sqs));
    }
}
