package dev.hearth.neighbours.sqs;

import dev.hearth.core.Timers.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A receive that waits for its first message, or for a look into the store. Belongs to its queue's lock. */
final class Waiter {

    final ReceiveMessages wish;
    final long visibilityMillis;
    /** Whether it goes empty-handed when the store has nothing either. */
    final boolean patient;

    final CompletableFuture<List<Received>> future = new CompletableFuture<>();

    @Nullable
    Timer deadline;

    Waiter(ReceiveMessages wish, long visibilityMillis, boolean patient) {
        this.wish = wish;
        this.visibilityMillis = visibilityMillis;
        this.patient = patient;
    }
}
