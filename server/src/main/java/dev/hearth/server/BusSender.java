package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.NewEvent;
import dev.hearth.neighbours.events.PutResult;
import dev.hearth.services.pollerfleet.Delivery;
import dev.hearth.services.pollerfleet.DestinationMessage;
import dev.hearth.services.pollerfleet.DestinationSender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts invocation records onto event buses (Lambda developer guide, "Capturing records of asynchronous invocations").
 */
record BusSender(Events events) implements DestinationSender {

    private static final String DETAIL_TYPE = "Lambda Function Invocation Result - ";

    @Override
    public CompletionStage<Delivery> send(DestinationMessage message) {
        CompletionStage<Delivery> sent;
        try {
            // A bus that does not exist takes events of others and forgets them; this one is to be told of.
            events.buses().get(message.targetArn());
            sent = events.put(List.of(event(message))).thenApply(results -> delivery(results.getFirst()));
        } catch (FaultException refused) {
            sent = CompletableFuture.failedStage(refused);
        }
        return sent.exceptionally(Couriers::refusedDelivery);
    }

    private static NewEvent event(DestinationMessage message) {
        boolean success = message.kind() == DestinationMessage.Kind.SUCCESS;
        return new NewEvent(
                message.targetArn(),
                "lambda",
                DETAIL_TYPE + (success ? "Success" : "Failure"),
                StandardCharsets.UTF_8.decode(message.bodyView()).toString(),
                List.of(message.targetArn(), message.functionArn()),
                null,
                message.traceHeader());
    }

    private static Delivery delivery(PutResult result) {
        return switch (result) {
            case PutResult.Accepted _ -> new Delivery.Delivered();
            case PutResult.Refused(String code, String why) ->
                new Delivery.Refused(new Fault(Fault.Kind.INVALID_PARAMETER, why, code), false);
        };
    }
}
