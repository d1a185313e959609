package dev.hearth.server;

import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.util.concurrent.CompletionStage;

/** Brings the events of a bus's rule to another bus. */
record BusCourier(Events events) implements Courier {

    @Override
    public CompletionStage<Receipt> carry(Parcel parcel) {
        return events.forward(parcel.target(), parcel.body()).thenApply(_ -> new Receipt.Delivered());
    }
}
