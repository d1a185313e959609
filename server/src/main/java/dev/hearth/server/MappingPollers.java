package dev.hearth.server;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.Destinations;
import dev.hearth.services.pollerfleet.ItemFilter;
import dev.hearth.services.pollerfleet.SourcePlan;
import dev.hearth.services.pollerfleet.SourcePoller;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.Mappings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the pollers of event source mappings, as many as each deserves. */
final class MappingPollers implements Mappings.Listener, Mappings.Sources, AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int NO_LIMIT = -1;

    private final Sqs sqs;
    private final Leasing leasing;
    private final Frontend frontend;
    private final Destinations destinations;
    private final AwsScope scope;
    private final Ports ports;
    private final Map<String, Running> running = new HashMap<>();
    private boolean looking;
    private boolean closed;

    /** One poller and what it reads from. */
    private record One(SqsSource source, SourcePoller poller) {
        void stop() {
            poller.close();
            source.close();
        }
    }

    /** The pollers of one mapping, the newest last. */
    private record Running(EventSourceMapping mapping, Deque<One> pollers) {}

    MappingPollers(
            Sqs sqs, Leasing leasing, Frontend frontend, Destinations destinations, AwsScope scope, Ports ports) {
        this.sqs = sqs;
        this.leasing = leasing;
        this.frontend = frontend;
        this.destinations = destinations;
        this.scope = scope;
        this.ports = ports;
    }

    @Override
    public Source source(String arn) {
        String[] parts = arn.split(":", -1);
        if (parts.length < 6 || !parts[0].equals("arn")) {
            throw refused("Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn");
        }
        if (!parts[2].equals("sqs")) {
            throw refused("Event sources of " + parts[2] + " are not served here; sqs is.");
        }
        try {
            Queue queue = sqs.queues().ofArn(arn);
            Map<String, String> attributes = sqs.queues().attributes(queue, List.of("VisibilityTimeout"));
            return new Source(queue.name().endsWith(".fifo"), Integer.parseInt(attributes.get("VisibilityTimeout")));
        } catch (FaultException noQueue) {
            throw refused("Error occurred while ReceiveMessage. SQS Error Code:"
                    + " AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not"
                    + " exist.");
        }
    }

    private static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }

    @Override
    public synchronized void changed(EventSourceMapping mapping) {
        deleted(mapping.uuid());
        if (!mapping.enabled() || closed) {
            return;
        }
        Running mine = new Running(mapping, new ArrayDeque<>());
        running.put(mapping.uuid(), mine);
        grow(mine, PollerCount.first(mapping.maximumConcurrency()));
        lookSoon();
    }

    @Override
    public synchronized void deleted(String uuid) {
        Running gone = running.remove(uuid);
        if (gone != null) {
            gone.pollers().forEach(One::stop);
        }
    }

    private void grow(Running mine, int count) {
        EventSourceMapping mapping = mine.mapping();
        while (mine.pollers().size() < count) {
            SqsSource source = new SqsSource(sqs, mapping.sourceArn(), scope, ports.timers());
            SourcePlan plan = plan(mapping, mine.pollers().size());
            mine.pollers()
                    .addLast(new One(
                            source,
                            SourcePoller.start(
                                    source,
                                    plan,
                                    ItemFilter.of(mapping.filters()),
                                    leasing,
                                    frontend,
                                    destinations,
                                    ports)));
        }
    }

    private static SourcePlan plan(EventSourceMapping mapping, int number) {
        return new SourcePlan(
                "mapping/" + mapping.uuid() + "/" + number,
                mapping.functionArn(),
                mapping.batchSize(),
                Duration.ofSeconds(mapping.windowSeconds()),
                SourcePlan.OnError.GIVE_BACK,
                mapping.partialResponses(),
                NO_LIMIT,
                Duration.ZERO,
                false,
                "");
    }

    /** Under the lock. One look a second serves all mappings, and there is none without mappings. */
    private void lookSoon() {
        if (!looking && !running.isEmpty() && !closed) {
            looking = true;
            ports.timers().after(LOOK, this::look);
        }
    }

    private synchronized void look() {
        looking = false;
        for (Running each : running.values()) {
            int idle = (int)
                    each.pollers().stream().filter(one -> one.source().isIdle()).count();
            int wanted = PollerCount.wanted(
                    each.pollers().size(), idle, each.mapping().maximumConcurrency());
            while (each.pollers().size() > wanted) {
                each.pollers().removeLast().stop();
            }
            grow(each, wanted);
        }
        lookSoon();
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(each -> each.pollers().forEach(One::stop));
        running.clear();
    }
}
