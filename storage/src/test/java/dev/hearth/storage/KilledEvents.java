package dev.hearth.storage;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.events.Archives;
import dev.hearth.neighbours.events.EventBus;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.NewEvent;
import dev.hearth.neighbours.events.Page;
import dev.hearth.neighbours.events.Rules;
import dev.hearth.neighbours.events.Target;
import dev.hearth.neighbours.outbox.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * The process that {@link EventsKillTest} kills: puts events onto a bus with two targets and an archive, and prints
 * each
 * number once it was acknowledged. Its outbox delivers nothing. It never ends by itself.
 */
final class KilledEvents {

    static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");
    static final String ARCHIVE = "a";
    static final int PER_CALL = 3;

    private KilledEvents() {}

    public static void main(String[] arguments) throws IOException {
        int round = Integer.parseInt(arguments[1]);
        Database database = Database.sqlite(Path.of(arguments[0]).resolve(CrashWriter.DATABASE), TestDatabase.TASKS);
        VirtualPorts ports = new VirtualPorts(Instant.EPOCH.plusSeconds(round), round);
        Outbox outbox = Outbox.create(
                Stores.outbox(database),
                parcel -> {
                    throw new IllegalStateException("nothing is delivered");
                },
                ports.ports());
        Events events = Events.create(Stores.eventBridge(database), outbox, ports.ports(), SCOPE);
        if (events.archives()
                .list(null, null, new Page.Wish(null, null))
                .items()
                .isEmpty()) {
            prepare(events);
        }
        for (int call = round * 100_000; ; call++) {
            CompletionStage<?> done = events.put(calls(call));
            done.toCompletableFuture().join();
            System.out.println("E " + call);
            System.out.flush();
        }
    }

    private static void prepare(Events events) {
        events.rules().put(new Rules.Wish("r", null, "{\"source\":[\"s\"]}", null, null, null, null, Map.of()));
        events.rules().putTargets("r", null, List.of(target("one"), target("two")));
        String bus = events.buses().arn(events.buses().get(EventBus.DEFAULT));
        events.archives().create(new Archives.Wish(ARCHIVE, bus, null, null, null, null));
    }

    private static Target target(String id) {
        return new Target(id, SCOPE.arn("sqs", id), "", null, "$.detail.n", null, null, null, null, null);
    }

    private static List<NewEvent> calls(int call) {
        return IntStream.range(0, PER_CALL)
                .mapToObj(
                        i -> new NewEvent(null, "s", "t", "{\"n\":\"" + call + "/" + i + "\"}", List.of(), null, null))
                .toList();
    }
}
