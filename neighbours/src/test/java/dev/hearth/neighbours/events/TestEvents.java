package dev.hearth.neighbours.events;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** EventBridge in virtual time, over stores in memory, with couriers that note what they carry. */
final class TestEvents {

    static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");
    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
    static final String DETAIL = "{\"n\":1,\"text\":\"a \\\"b\\\"\",\"list\":[1,\"x\"],\"deep\":{\"k\":true}}";

    final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:20Z"), 1);
    final List<Parcel> carried = new ArrayList<>();
    final EventsStore store = EventsStore.inMemory();
    private final OutboxStore messages = OutboxStore.inMemory();
    private Outbox outbox = outbox();
    Events events = open();

    /** How targets answer. */
    Function<Parcel, Receipt> answers = parcel -> new Receipt.Delivered();

    private Outbox outbox() {
        return Outbox.create(
                messages,
                parcel -> {
                    carried.add(parcel);
                    return CompletableFuture.completedFuture(answers.apply(parcel));
                },
                ports.ports());
    }

    private Events open() {
        outbox.start();
        Events opened = Events.create(store, outbox, ports.ports(), SCOPE);
        opened.start();
        ports.settle();
        return opened;
    }

    /** As after a crash: nothing is left but the stores. */
    void restart(Duration downtime) {
        events.close();
        outbox.close();
        ports.advance(downtime);
        outbox = outbox();
        events = open();
    }

    Rule rule(String name, String pattern, Target... targets) {
        Rule rule = events.rules().put(new Rules.Wish(name, null, pattern, null, null, null, null, Map.of()));
        events.rules().putTargets(name, null, List.of(targets));
        return rule;
    }

    Rule scheduled(String name, String schedule) {
        Rule rule = events.rules().put(new Rules.Wish(name, null, null, schedule, null, null, null, Map.of()));
        events.rules().putTargets(name, null, List.of(target(QUEUE)));
        return rule;
    }

    static Target target(String arn) {
        return new Target("t", arn, "", null, null, null, null, null, null, null);
    }

    static Target transformed(String template, Map<String, String> paths) {
        Target.Transformer transformer = new Target.Transformer(paths, template);
        return new Target("t", QUEUE, "", null, null, transformer, null, null, null, null);
    }

    static NewEvent event(@Nullable String bus, String source, String detail) {
        return new NewEvent(bus, source, "Tested", detail, List.of("arn:one", "arn:two"), 1_000_000_000_000L, null);
    }

    List<PutResult> put(NewEvent... given) {
        List<PutResult> results =
                events.put(List.of(given)).toCompletableFuture().join();
        ports.settle();
        return results;
    }

    void advance(Duration step) {
        ports.advance(step);
        ports.settle();
    }

    List<String> bodies() {
        return carried.stream().map(Parcel::body).toList();
    }
}
