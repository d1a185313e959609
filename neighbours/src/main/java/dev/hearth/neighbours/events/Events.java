package dev.hearth.neighbours.events;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Amazon EventBridge of this account and region. Refusals are {@link EventsError}s, thrown at once or by a stage. */
public interface Events extends AutoCloseable {

    /** The service's name as rules' targets know it, for resource policies. */
    String PRINCIPAL = "events.amazonaws.com";

    /**
     * EventBridge over what {@code store} keeps; schedules and replays go on once it is started.
     *
     * @param outbox carries events to targets
     */
    static Events create(EventsStore store, Outbox outbox, Ports ports, AwsScope scope) {
        return RoomEvents.open(store, outbox, ports, scope);
    }

    /** Begins to fire scheduled rules, and goes on with the replays that a predecessor left. */
    void start();

    /** The event buses. */
    Buses buses();

    /** Their rules. */
    Rules rules();

    /** Archives of events, and their replays. */
    Archives archives();

    /**
     * Puts events onto buses; completes when a delivery to every target that is to get them is durable.
     *
     * @return what became of each, in their order
     */
    CompletionStage<List<PutResult>> put(List<NewEvent> events);

    /**
     * Puts an event that a rule of another bus has sent onto {@code busArn}, as it is. From there it goes to no third
     * bus
     * (user guide, "Sending and receiving events between event buses in the same account and Region").
     */
    CompletionStage<Void> forward(String busArn, String event);

    /** Whether {@code pattern} takes {@code event}, a whole event's JSON. */
    boolean matches(String pattern, String event);

    /** The tags of a bus or rule. */
    Map<String, String> tags(String arn);

    void tag(String arn, Map<String, String> tags);

    void untag(String arn, List<String> keys);

    /** Fires no more schedules and replays no more events; everything accepted is kept. */
    @Override
    void close();
}
