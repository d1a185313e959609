package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.sqs.MessageAttribute;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.SendMessage;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.services.pollerfleet.Delivery;
import dev.hearth.services.pollerfleet.DestinationMessage;
import dev.hearth.services.pollerfleet.DestinationSender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings invocation records and dead letters to queues, which Lambda allows to be standard ones only. */
record QueueSender(Sqs sqs) implements DestinationSender {

    @Override
    public CompletionStage<Delivery> send(DestinationMessage message) {
        CompletionStage<Delivery> sent;
        try {
            Queue queue = sqs.queues().ofArn(message.targetArn());
            sent = sqs.send(queue, of(message)).thenApply(done -> new Delivery.Delivered());
        } catch (FaultException refused) {
            sent = CompletableFuture.failedStage(refused);
        }
        return sent.exceptionally(Couriers::refusedDelivery);
    }

    private static SendMessage of(DestinationMessage message) {
        Map<String, MessageAttribute> attributes = new TreeMap<>();
        message.attributes()
                .forEach(
                        each -> attributes.put(each.name(), new MessageAttribute(each.dataType(), each.value(), null)));
        String body = StandardCharsets.UTF_8.decode(message.bodyView()).toString();
        return new SendMessage(body, attributes, null, null, null, message.traceHeader());
    }
}
