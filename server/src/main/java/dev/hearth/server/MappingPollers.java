package dev.hearth.server;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.Mappings;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.ShardCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the pollers of event source mappings, as many as each deserves. */
final class MappingPollers implements Mappings.Listener, Mappings.Sources, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MappingPollers.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int SERVICE = 2;
    private static final int ARN_PARTS = 6;

    private final Sqs sqs;
    private final Map<String, StreamSources> streams;
    private final CheckpointStore checkpoints;
    private final PollerStarter starter;
    private final AwsScope scope;

    /** What should run. */
    private final Map<String, EventSourceMapping> wanted = new HashMap<>();

    private final Map<String, MappingRun> running = new HashMap<>();
    private boolean looking;
    private boolean closed;

    /** @param streams by the service's name in ARNs */
    MappingPollers(
            Sqs sqs,
            Map<String, StreamSources> streams,
            CheckpointStore checkpoints,
            PollerStarter starter,
            AwsScope scope) {
        this.sqs = sqs;
        this.streams = Map.copyOf(streams);
        this.checkpoints = checkpoints;
        this.starter = starter;
        this.scope = scope;
    }

    @Override
    public Source source(String arn) {
        String[] parts = arn.split(":", -1);
        if (parts.length < ARN_PARTS || !parts[0].equals("arn")) {
            throw refused("Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn");
        }
        StreamSources service = streams.get(parts[SERVICE]);
        if (service != null) {
            if (service.stream(arn).isEmpty()) {
                throw refused("Stream not found: " + arn);
            }
            return new Stream(service.startsAtTimes());
        }
        if (!parts[SERVICE].equals("sqs")) {
            throw refused("Event sources of " + parts[SERVICE]
                    + " are not served here; those of sqs and dynamodb are, and Kafka as a"
                    + " SelfManagedEventSource.");
        }
        try {
            dev.hearth.neighbours.sqs.Queue queue = sqs.queues().ofArn(arn);
            Map<String, String> attributes = sqs.queues().attributes(queue, List.of("VisibilityTimeout"));
            return new Mappings.Sources.Queue(
                    queue.name().endsWith(".fifo"), Integer.parseInt(attributes.get("VisibilityTimeout")));
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
        String uuid = mapping.uuid();
        wanted.remove(uuid);
        MappingRun before = running.remove(uuid);
        if (mapping.enabled() && !closed) {
            wanted.put(uuid, mapping);
        }
        if (before == null) {
            start(mapping);
        } else {
            before.stop();
            before.ended().thenRun(() -> later("mapping-" + uuid, () -> start(mapping)));
        }
    }

    private void later(String name, Runnable work) {
        starter.ports().tasks().start(name, work);
    }

    /** Unless something else was wished meanwhile. */
    private synchronized void start(EventSourceMapping mapping) {
        if (wanted.get(mapping.uuid()) != mapping || closed || running.containsKey(mapping.uuid())) {
            return;
        }
        MappingRun run = run(mapping);
        if (run != null) {
            running.put(mapping.uuid(), run);
            lookSoon();
        }
    }

    private @Nullable MappingRun run(EventSourceMapping mapping) {
        return switch (mapping.kind()) {
            case QUEUE -> new QueueRun(mapping, sqs, scope, starter);
            case KAFKA -> new KafkaRun(mapping, new PlatformThreadTasks(), starter);
            case STREAM -> {
                String service = mapping.sourceArn().split(":", -1)[SERVICE];
                ShardCatalog stream = streams.containsKey(service)
                        ? streams.get(service).stream(mapping.sourceArn()).orElse(null)
                        : null;
                if (stream == null) {
                    LOG.warn("{} of the mapping {} is gone", mapping.sourceArn(), mapping.uuid());
                }
                yield stream == null ? null : StreamRun.start(mapping, stream, checkpoints, starter);
            }
        };
    }

    @Override
    public synchronized void deleted(String uuid) {
        wanted.remove(uuid);
        MappingRun gone = running.remove(uuid);
        if (gone != null) {
            gone.stop();
            gone.ended().thenRun(() -> later("mapping-" + uuid, () -> checkpoints.forget(uuid)));
        } else {
            checkpoints.forget(uuid);
        }
    }

    @Override
    public synchronized String lastResult(String uuid) {
        MappingRun run = running.get(uuid);
        return run == null ? "" : run.lastResult();
    }

    /** Under the lock. One look a second serves all mappings, and there is none without mappings. */
    private void lookSoon() {
        if (!looking && !running.isEmpty() && !closed) {
            looking = true;
            starter.ports().timers().after(LOOK, this::look);
        }
    }

    private synchronized void look() {
        looking = false;
        running.forEach((uuid, run) -> {
            try {
                run.look();
            } catch (RuntimeException bug) {
                LOG.error("the pollers of the mapping {} stay as many as they are", uuid, bug);
            }
        });
        lookSoon();
    }

    @Override
    public synchronized void close() {
        closed = true;
        wanted.clear();
        running.values().forEach(MappingRun::shutDown);
        running.clear();
    }
}
