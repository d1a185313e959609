package dev.hearth.services.pollerfleet;

import java.util.concurrent.CompletionStage;

/**
 * Brings messages to the targets of one AWS service. The service's own package, or {@code server} between it and this
 * room, implements it; {@code server} registers it by the service's name in ARNs ({@code lambda}, {@code sqs},
 * {@code sns}, {@code events}).
 */
@FunctionalInterface
public interface DestinationSender {

    /**
     * Sends {@code message}; completes once the target has committed it or will not. Does not block. A stage that
     * completes exceptionally counts as refused for now. The same message may come more than once.
     */
    CompletionStage<Delivery> send(DestinationMessage message);
}
