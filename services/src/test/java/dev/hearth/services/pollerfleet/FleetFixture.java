package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Fleets over stores in memory, in virtual time, and a frontend that answers what the test says. */
final class FleetFixture {

    static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:work:$LATEST";

    final VirtualPorts ports = new VirtualPorts(START, 7);
    final LeaseStore leases = LeaseStore.inMemory(ports);
    final EventStore store = EventStore.inMemory(this::isCurrent);
    final QueueManager queues = QueueManager.create(store, ports.ports());
    final List<InvokeCommand> invoked = new ArrayList<>();
    /** Seconds since the start at which each invocation came. */
    final List<Long> seconds = new ArrayList<>();

    final List<DestinationMessage> sent = new ArrayList<>();
    /** What the frontend answers, one after the other; when there is none it succeeds. */
    final Deque<InvokeOutcome> answers = new ArrayDeque<>();
    /** What destinations answer, likewise. */
    final Deque<Delivery> deliveries = new ArrayDeque<>();

    /** Answers that the test gives later, when it says so. */
    final List<CompletableFuture<InvokeOutcome>> open = new ArrayList<>();

    /** Kept over the ends of fleets. */
    final StartedEvents started = StartedEvents.inMemory();

    int repeated;
    long memoryBytes = ByteBudget.TAKEN_BYTES;
    boolean answerLater;
    boolean stopped;
    EventRules rules = EventRules.DEFAULTS;

    private boolean isCurrent(int queue, long token) {
        return leases.granted().stream()
                .map(LeaseStore.Granted::lease)
                .anyMatch(lease -> lease.resource().equals(QueueManager.resource(queue)) && lease.token() == token);
    }

    /** A process's fleet. */
    PollerFleet fleet(String holder, LeaseStore itsLeases) {
        return fleet(holder, itsLeases, queues);
    }

    PollerFleet fleet(String holder, LeaseStore itsLeases, QueueManager itsQueues) {
        LeasedFleet fleet = new LeasedFleet(parts(itsQueues, Leasing.create(itsLeases, holder, ports.ports())));
        fleet.begin();
        return fleet;
    }

    PollerParts parts(QueueManager itsQueues, Leasing leasing) {
        EventRunner runner = new EventRunner(
                frontend(),
                new RuleBook() {
                    @Override
                    public EventRules rules(Event event) {
                        return rules;
                    }

                    @Override
                    public boolean isStopped(Event event) {
                        return stopped;
                    }

                    @Override
                    public String arn(Event event) {
                        return ARN;
                    }
                },
                new RoutedDestinations(this::send, Map.of("sqs", this::send)),
                started,
                new EventListener() {
                    @Override
                    public void repeated(String function) {
                        repeated++;
                    }
                },
                ports.ports());
        return new PollerParts(
                itsQueues,
                leasing,
                runner,
                _ -> 4,
                started,
                new ByteBudget(memoryBytes, ports.ports().tasks()),
                ports.ports());
    }

    private Frontend frontend() {
        return command -> {
            invoked.add(command);
            seconds.add(Duration.between(START, ports.instant()).toSeconds());
            if (answerLater) {
                CompletableFuture<InvokeOutcome> answer = new CompletableFuture<>();
                open.add(answer);
                return answer;
            }
            InvokeOutcome answer = answers.poll();
            return CompletableFuture.completedFuture(answer == null ? success("1") : answer);
        };
    }

    private CompletionStage<Delivery> send(DestinationMessage message) {
        sent.add(message);
        Delivery delivery = deliveries.poll();
        return CompletableFuture.completedFuture(delivery == null ? new Delivery.Delivered() : delivery);
    }

    Event event(String requestId, String payload) {
        return new Event(requestId, "work", "", bytes(payload), ports.instant(), null, null, null);
    }

    void accept(String requestId) {
        queues.accept(event(requestId, "{\"n\":1}")).toCompletableFuture().join();
        ports.settle();
    }

    long depth() {
        return queues.reports().stream().mapToLong(report -> report.depth()).sum();
    }

    List<Lease> held() {
        return leases.granted().stream().map(LeaseStore.Granted::lease).toList();
    }

    static InvokeOutcome success(String payload) {
        return new InvokeOutcome.Answered(bytes(payload), "", "$LATEST", new byte[0]);
    }

    static InvokeOutcome error(String message) {
        return new InvokeOutcome.Answered(
                bytes("{\"errorType\":\"E\",\"errorMessage\":\"" + message + "\"}"),
                "Unhandled",
                "$LATEST",
                new byte[0]);
    }

    static InvokeOutcome throttled() {
        return new InvokeOutcome.Refused(new Fault(Fault.Kind.THROTTLED, "Rate Exceeded."));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    static String text(DestinationMessage message) {
        return StandardCharsets.UTF_8.decode(message.bodyView()).toString();
    }
}
