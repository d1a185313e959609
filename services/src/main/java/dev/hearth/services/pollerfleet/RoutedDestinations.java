package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Destinations} over a table of senders; whatever they do, the stage completes with a {@link Delivery}. */
final class RoutedDestinations implements Destinations {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedDestinations.class);

    private final Map<String, DestinationSender> senders;

    RoutedDestinations(DestinationSender functions, Map<String, DestinationSender> others) {
        Map<String, DestinationSender> all = new TreeMap<>(others);
        all.put("lambda", functions);
        this.senders = Map.copyOf(all);
    }

    @Override
    public CompletionStage<Delivery> send(DestinationMessage message) {
        DestinationSender sender = senders.get(message.service());
        if (sender == null) {
            return CompletableFuture.completedFuture(new Delivery.Refused(
                    new Fault(Fault.Kind.NOT_FOUND, "Nothing here delivers to " + message.targetArn()), false));
        }
        try {
            return sender.send(message).exceptionally(thrown -> failed(message, thrown));
        } catch (RuntimeException bug) {
            return CompletableFuture.completedFuture(failed(message, bug));
        }
    }

    private static Delivery failed(DestinationMessage message, Throwable thrown) {
        LOG.warn("{} could not be told of {}", message.targetArn(), message.requestId(), thrown);
        return new Delivery.Refused(new Fault(Fault.Kind.UNAVAILABLE, String.valueOf(thrown.getMessage())), true);
    }
}
