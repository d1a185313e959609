package dev.hearth.server;

import dev.hearth.services.streamtracker.ShardCatalog;
import java.util.Optional;

/** The streams of one AWS service. */
interface StreamSources {

    /** The stream of that ARN; empty when there is none. */
    Optional<ShardCatalog> stream(String arn);

    /** Whether reading may begin at a time: Kinesis has that, DynamoDB has not. */
    boolean startsAtTimes();
}
