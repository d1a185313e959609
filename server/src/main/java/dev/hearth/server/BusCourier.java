package dev.hearth.server;

import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.NewEvent;
import dev.hearth.neighbours.events.PutResult;
import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Brings to a bus the events of another bus's rule, and what a schedule puts onto it. */
record BusCourier(Events events) implements Courier {

    @Override
    public CompletionStage<Receipt> carry(Parcel parcel) {
        String source = parcel.options().get(Parcel.SOURCE);
        return source == null
                ? events.forward(parcel.target(), parcel.body()).thenApply(_ -> new Receipt.Delivered())
                : put(parcel, source);
    }

    private CompletionStage<Receipt> put(Parcel parcel, String source) {
        // A bus that does not exist takes events and forgets them; a schedule's owner is to be told of it.
        events.buses().get(parcel.target());
        NewEvent event = new NewEvent(
                parcel.target(),
                source,
                parcel.options().get(Parcel.DETAIL_TYPE),
                parcel.body(),
                resources(parcel.options().get(Parcel.RESOURCE)),
                null,
                parcel.options().get(Parcel.TRACE));
        return events.put(List.of(event)).thenApply(results -> receipt(results.getFirst()));
    }

    private static List<String> resources(@Nullable String resource) {
        return resource == null ? List.of() : List.of(resource);
    }

    private static Receipt receipt(PutResult result) {
        return switch (result) {
            case PutResult.Accepted _ -> new Receipt.Delivered();
            case PutResult.Refused(String code, String why) -> new Receipt.Refused(code, why, false);
        };
    }
}
