package dev.hearth.server;

import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A way that is known only after the outbox that uses it was made: to a service that posts by the same outbox. */
final class LateCourier implements Courier {

    private volatile @Nullable Courier way;

    void is(Courier known) {
        way = known;
    }

    @Override
    public CompletionStage<Receipt> carry(Parcel parcel) {
        Courier known = way;
        return known == null
                ? CompletableFuture.completedStage(
                        new Receipt.Refused("ServiceUnavailable", "not ready yet: " + parcel.target(), true))
                : known.carry(parcel);
    }
}
