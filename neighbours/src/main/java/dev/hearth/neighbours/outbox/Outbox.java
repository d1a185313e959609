package dev.hearth.neighbours.outbox;

import dev.hearth.core.Ports;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Durable deliveries: what was accepted is brought to its target, through any crash. */
public interface Outbox extends AutoCloseable {

    /** The outbox over what {@code store} keeps; goes on with what a predecessor left once it is started. */
    static Outbox create(OutboxStore store, Courier courier, Ports ports) {
        return new RoomOutbox(store, courier, ports);
    }

    /** Begins to deliver what is in the store. */
    void start();

    /** Accepts {@code postings}; completes when they are durable. Those of one lane keep their order. */
    CompletionStage<Void> post(List<Posting> postings);

    /**
     * Accepts what {@code unit} puts into the outbox's store together with something of its own; completes when it is
     * durable.
     */
    CompletionStage<Void> post(Unit unit);

    /** A unit of work of another store over the same database. */
    @FunctionalInterface
    interface Unit {

        /** Keeps its postings as {@link OutboxStore#add} does; completes on the same thread as that. */
        CompletionStage<List<StoredPosting>> add(long acceptedMillis);
    }

    /** Forgets what waits in {@code lane}: its subscription is gone. */
    void drop(String lane);

    /** How many postings memory knows of; more may wait in the store behind a lane's window. */
    int waiting();

    /** Starts no more deliveries; everything accepted is kept. */
    @Override
    void close();
}
