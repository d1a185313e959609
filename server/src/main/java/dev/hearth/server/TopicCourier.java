package dev.hearth.server;

import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import dev.hearth.neighbours.sns.Publication;
import dev.hearth.neighbours.sns.Sns;
import java.util.concurrent.CompletionStage;

/** Brings parcels to topics. */
record TopicCourier(Sns sns) implements Courier {

    @Override
    public CompletionStage<Receipt> carry(Parcel parcel) {
        Publication publication = new Publication(
                parcel.body(),
                false,
                parcel.options().get(Parcel.SUBJECT),
                parcel.attributes(),
                parcel.options().get(Parcel.GROUP),
                parcel.options().get(Parcel.DEDUPLICATION));
        return sns.publish(parcel.target(), publication).thenApply(_ -> new Receipt.Delivered());
    }
}
