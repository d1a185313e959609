package dev.hearth.server;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.Destinations;
import dev.hearth.services.registry.Mappings;
import dev.hearth.services.registry.Registry;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.Map;

/**
 * Event source mappings, made of their parts.
 *
 * @param mappings what is to be polled
 * @param pollers who does it
 */
record MappingParts(Mappings mappings, MappingPollers pollers) {

    static MappingParts open(
            Database database,
            Registry registry,
            NeighbourParts neighbours,
            Leasing leasing,
            Frontend frontend,
            AwsScope scope,
            Ports ports) {
        Destinations destinations = Destinations.create(frontend, neighbours.senders(), ports);
        MappingPollers pollers = new MappingPollers(
                neighbours.sqs(),
                Map.of("dynamodb", new TableStreams(neighbours.dynamoDb(), scope.region(), ports)),
                Stores.checkpoints(database),
                new PollerStarter(leasing, frontend, destinations, ports),
                scope);
        return new MappingParts(Mappings.create(Stores.mappings(database), registry, pollers, pollers, ports), pollers);
    }

    /** Begins to poll; the pollers end before the frontend's door is shut. */
    void begin(Undo undo) {
        undo.add("mappings", pollers);
        mappings.begin();
    }
}
