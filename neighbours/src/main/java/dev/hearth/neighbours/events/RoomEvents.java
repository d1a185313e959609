package dev.hearth.neighbours.events;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** The shell of {@link Events}. */
final class RoomEvents implements Events {

    /** What every event has (API reference, TestEventPattern). */
    private static final List<String> MEMBERS =
            List.of("id", "account", "source", "time", "region", "resources", "detail-type");

    private final EventsMemory memory;
    private final Outbox outbox;
    private final RuleClock clock;
    private final Replayer replayer;
    private final Buses buses;
    private final Rules rules;
    private final Archives archives;

    private RoomEvents(EventsMemory memory, Outbox outbox) {
        this.memory = memory;
        this.outbox = outbox;
        this.clock = new RuleClock(memory, outbox);
        this.replayer = new Replayer(memory, outbox);
        this.buses = new RoomBuses(memory);
        this.rules = new RoomRules(memory, clock);
        this.archives = new RoomArchives(memory, replayer);
    }

    static Events open(EventsStore store, Outbox outbox, Ports ports, AwsScope scope) {
        return new RoomEvents(new EventsMemory(store, ports, scope), outbox);
    }

    @Override
    public void start() {
        clock.start();
        replayer.start();
    }

    @Override
    public Buses buses() {
        return buses;
    }

    @Override
    public Rules rules() {
        return rules;
    }

    @Override
    public Archives archives() {
        return archives;
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<NewEvent> events) {
        EventRules.entries(events);
        Instant now = memory.ports.time().instant();
        Fanout fanout = new Fanout(memory.arns, now);
        List<PutResult> results = new ArrayList<>();
        for (NewEvent event : events) {
            PutResult.Refused refusal = EventRules.refusal(event);
            results.add(refusal == null ? accept(event, fanout, now) : refusal);
        }
        return post(fanout).thenApply(_ -> results);
    }

    /** A bus that is not there takes every event and tells nobody, as AWS's do. */
    private PutResult accept(NewEvent event, Fanout fanout, Instant now) {
        String id = memory.ports.randomness().uuid().toString();
        String bus = memory.arns.busName(event.bus());
        if (memory.findBus(bus) != null) {
            Instant time = event.timeMillis() == null ? now : Instant.ofEpochMilli(event.timeMillis());
            EventText.Content content = new EventText.Content(
                    String.valueOf(event.source()),
                    String.valueOf(event.detailType()),
                    String.valueOf(event.detail()),
                    event.resources());
            String text = EventText.write(id, content, time, memory.scope());
            Fanout.Carried carried = new Fanout.Carried(text, time.toEpochMilli(), event.trace(), false);
            memory.match(bus, text).forEach(rule -> fanout.add(rule, carried));
        }
        return new PutResult.Accepted(id);
    }

    private CompletionStage<Void> post(Fanout fanout) {
        CompletionStage<Void> archived = fanout.archived().isEmpty()
                ? CompletableFuture.completedStage(null)
                : memory.store.archive(fanout.archived());
        return archived.thenCombine(outbox.post(fanout.postings()), (_, posted) -> posted);
    }

    @Override
    public CompletionStage<Void> forward(String busArn, String event) {
        EventBus bus = memory.bus(busArn);
        Instant now = memory.ports.time().instant();
        Fanout fanout = new Fanout(memory.arns, now);
        Fanout.Carried carried = new Fanout.Carried(event, time(event, now), null, true);
        memory.match(bus.name(), event).forEach(rule -> fanout.add(rule, carried));
        return post(fanout);
    }

    private static long time(String event, Instant now) {
        Map<String, Object> members = Json.object(event);
        if (members == null) {
            throw EventsError.VALIDATION.because("Parameter Event is not valid.");
        }
        try {
            return Instant.parse(String.valueOf(members.get("time"))).toEpochMilli();
        } catch (java.time.DateTimeException odd) {
            return now.toEpochMilli();
        }
    }

    @Override
    public boolean matches(String pattern, String event) {
        EventPatterns.check(pattern);
        Map<String, Object> members = Json.object(event);
        if (members == null || !members.keySet().containsAll(MEMBERS)) {
            throw EventsError.VALIDATION.because("Parameter Event is not valid.");
        }
        return EventPatterns.matches(pattern, event);
    }

    @Override
    public Map<String, String> tags(String arn) {
        AtomicReference<Map<String, String>> tags = new AtomicReference<>(Map.of());
        memory.tagged(arn, bus -> tags.set(bus.tags()), rule -> tags.set(rule.tags()));
        return tags.get();
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        synchronized (memory.changing) {
            memory.tagged(
                    arn,
                    bus -> memory.keep(bus.tagged(EventsMemory.tags(bus.tags(), tags))),
                    rule -> memory.keep(rule.tagged(EventsMemory.tags(rule.tags(), tags))));
        }
    }

    @Override
    public void untag(String arn, List<String> keys) {
        synchronized (memory.changing) {
            memory.tagged(
                    arn,
                    bus -> memory.keep(bus.tagged(without(bus.tags(), keys))),
                    rule -> memory.keep(rule.tagged(without(rule.tags(), keys))));
        }
    }

    private static Map<String, String> without(Map<String, String> tags, List<String> keys) {
        Map<String, String> rest = new HashMap<>(tags);
        keys.forEach(rest::remove);
        return rest;
    }

    @Override
    public void close() {
        clock.close();
        replayer.close();
    }
}
