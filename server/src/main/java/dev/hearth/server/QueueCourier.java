package dev.hearth.server;

import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import dev.hearth.neighbours.sqs.MessageAttribute;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.SendMessage;
import dev.hearth.neighbours.sqs.Sqs;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Brings parcels to queues. */
record QueueCourier(Sqs sqs) implements Courier {

    /** A message has no more attributes than this; SNS delivers the others without them. */
    private static final int MOST_ATTRIBUTES = 10;

    @Override
    public CompletionStage<Receipt> carry(Parcel parcel) {
        Queue queue = sqs.queues().ofArn(parcel.target());
        Map<String, MessageAttribute> attributes = new TreeMap<>();
        if (parcel.attributes().size() <= MOST_ATTRIBUTES) {
            parcel.attributes().forEach((name, each) -> attributes.put(name, attribute(each)));
        }
        SendMessage message = new SendMessage(
                parcel.body(),
                attributes,
                null,
                parcel.options().get(Parcel.GROUP),
                parcel.options().get(Parcel.DEDUPLICATION),
                parcel.options().get(Parcel.TRACE));
        return sqs.send(queue, message).thenApply(_ -> new Receipt.Delivered());
    }

    /** A message is one change, and one that a FIFO queue knows already is none. */
    @Override
    public boolean writesOnce(Parcel parcel) {
        return true;
    }

    private static MessageAttribute attribute(Parcel.Attribute attribute) {
        return attribute.type().startsWith("Binary")
                ? new MessageAttribute(
                        attribute.type(), null, Base64.getDecoder().decode(attribute.value()))
                : new MessageAttribute(attribute.type(), attribute.value(), null);
    }
}
