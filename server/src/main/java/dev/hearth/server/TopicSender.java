package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.sns.Publication;
import dev.hearth.neighbours.sns.Sns;
import dev.hearth.services.pollerfleet.Delivery;
import dev.hearth.services.pollerfleet.DestinationMessage;
import dev.hearth.services.pollerfleet.DestinationSender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings invocation records and dead letters to topics. */
record TopicSender(Sns sns) implements DestinationSender {

    @Override
    public CompletionStage<Delivery> send(DestinationMessage message) {
        Map<String, Parcel.Attribute> attributes = new TreeMap<>();
        message.attributes()
                .forEach(each -> attributes.put(each.name(), new Parcel.Attribute(each.dataType(), each.value())));
        String body = StandardCharsets.UTF_8.decode(message.bodyView()).toString();
        CompletionStage<Delivery> sent;
        try {
            sent = sns.publish(
                            message.targetArn(),
                            new Publication(body, false, null, attributes, null, null, message.traceHeader()))
                    .thenApply(_ -> new Delivery.Delivered());
        } catch (FaultException refused) {
            sent = CompletableFuture.failedStage(refused);
        }
        return sent.exceptionally(Couriers::refusedDelivery);
    }
}
