package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import java.util.Map;

/** The senders of all services: what routes a message by its target's ARN. */
public interface Destinations extends DestinationSender {

    /**
     * Functions as targets, invoked by {@code frontend} with the message as their event, and {@code others}.
     *
     * @param others by the service's name in ARNs
     */
    static Destinations create(Frontend frontend, Map<String, DestinationSender> others, Ports ports) {
        return new RoutedDestinations(new FunctionSender(frontend, ports), others);
    }
}
