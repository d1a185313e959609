package dev.hearth.services.pollerfleet;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.KafkaSettings;
import dev.hearth.services.registry.MappingExtras;
import dev.hearth.services.registry.StreamSettings;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.StreamTracker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Mappings on a stream in memory, in virtual time, and a function that answers what the test says. */
final class StreamFixture {

    static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:told";

    private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");

    final VirtualPorts ports = new VirtualPorts(START, 3);
    final LeaseStore leases = LeaseStore.inMemory(ports);
    final CheckpointStore checkpoints = CheckpointStore.inMemory(leases);
    final MemoryStream stream = new MemoryStream(ports);

    /** The payload of every invocation. */
    final List<String> events = new ArrayList<>();

    /** The data of every invocation's records, with commas between. */
    final List<String> invoked = new ArrayList<>();

    final List<String> told = new ArrayList<>();

    /** What the function answers to records, with commas between. */
    Function<String, InvokeOutcome> function = _ -> FleetFixture.success("null");

    /** When true, invocations end only when the test says so. */
    boolean answerLater;

    final List<CompletableFuture<InvokeOutcome>> open = new ArrayList<>();

    static StreamSettings settings(String position) {
        return new StreamSettings(1, position, null, -1, -1, false, 0, QUEUE);
    }

    static EventSourceMapping mapping(StreamSettings settings, int batch, boolean partial, String... filters) {
        return new EventSourceMapping(
                "m1",
                "arn:aws:lambda:us-east-1:000000000000:function:f",
                "arn:aws:kinesis:us-east-1:000000000000:stream/s",
                true,
                batch,
                0,
                List.of(filters),
                partial,
                0,
                settings,
                KafkaSettings.NONE,
                MappingExtras.NONE,
                START);
    }

    StreamPollers start(EventSourceMapping mapping) {
        return start(mapping, "process-1");
    }

    /** As another process would. */
    StreamPollers start(EventSourceMapping mapping, String holder) {
        return StreamPollers.start(
                mapping,
                stream,
                StreamTracker.create(checkpoints, ports.ports()),
                checkpoints,
                Leasing.create(leases, holder, ports.ports()),
                this::invoke,
                new RoutedDestinations(
                        _ -> CompletableFuture.completedFuture(new Delivery.Delivered()), Map.of("sqs", message -> {
                            told.add(FleetFixture.text(message));
                            return CompletableFuture.completedFuture(new Delivery.Delivered());
                        })),
                ports.ports());
    }

    private CompletionStage<InvokeOutcome> invoke(InvokeCommand command) {
        String event =
                StandardCharsets.UTF_8.decode(command.payload().duplicate()).toString();
        String data = String.join(
                ",", DATA.matcher(event).results().map(found -> found.group(1)).toList());
        events.add(event);
        invoked.add(data);
        if (answerLater) {
            CompletableFuture<InvokeOutcome> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        }
        return CompletableFuture.completedFuture(function.apply(data));
    }
}
