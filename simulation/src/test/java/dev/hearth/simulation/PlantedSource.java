package dev.hearth.simulation;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.pollerfleet.EventSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What stands between a poller and a queue with groups, with a bug. */
final class PlantedSource implements EventSource {

    /** What it does wrong. */
    enum Bug {
        TURNS_A_BATCH_ROUND,
        DELETES_ALL_THAT_WAS_READ,
        READS_NOTHING
    }

    private final EventSource real;
    private final Bug bug;
    private List<Item> lastRead = List.of();

    PlantedSource(EventSource real, Bug bug) {
        this.real = real;
        this.bug = bug;
    }

    @Override
    public CompletionStage<List<Item>> read(int most, Duration wait) {
        if (bug == Bug.READS_NOTHING) {
            // As an answer that never comes.
            return new CompletableFuture<>();
        }
        return real.read(most, wait).thenApply(items -> {
            lastRead = items;
            return bug == Bug.TURNS_A_BATCH_ROUND ? List.copyOf(items.reversed()) : items;
        });
    }

    @Override
    public ByteBuffer event(List<Item> batch) {
        return real.event(batch);
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items) {
        return real.checkpoint(lease, bug == Bug.DELETES_ALL_THAT_WAS_READ ? lastRead : items);
    }

    @Override
    public CompletionStage<Void> giveBack(List<Item> items) {
        return real.giveBack(items);
    }
}
