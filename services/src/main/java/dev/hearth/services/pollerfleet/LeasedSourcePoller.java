package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.EventSource.Item;
import dev.hearth.services.pollerfleet.SourceDecisions.Batch;
import dev.hearth.services.pollerfleet.SourceDecisions.Decision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of {@link SourcePoller}. One step at a time: each begins when the one before is over.
 *
 * <pre>
 * leasing  -- granted -> reading; taken by another -> leasing, a second later
 * reading  -- batch full, window over -> invoking
 * invoking -- outcome -> settling
 * settling -- done -> invoking what is to be tried again, else reading
 * any      -- lease lost, error -> leasing, a second later; closed -> over
 * </pre>
 */
final class LeasedSourcePoller implements SourcePoller {

    private static final Logger LOG = LoggerFactory.getLogger(LeasedSourcePoller.class);

    /** How long a read waits for the first item. */
    private static final Duration LONG_POLL = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EventSource source;
    private final SourcePlan plan;
    private final ItemFilter filter;
    private final Leasing leasing;
    private final Frontend frontend;
    private final Destinations destinations;
    private final Ports ports;

    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final List<Item> gathered = new ArrayList<>();
    private final List<Item> dropped = new ArrayList<>();
    private Leasing.@Nullable Held lease;
    private long windowEndNanos;
    private volatile boolean closed;

    LeasedSourcePoller(
            EventSource source,
            SourcePlan plan,
            ItemFilter filter,
            Leasing leasing,
            Frontend frontend,
            Destinations destinations,
            Ports ports) {
        this.source = source;
        this.plan = plan;
        this.filter = filter;
        this.leasing = leasing;
        this.frontend = frontend;
        this.destinations = destinations;
        this.ports = ports;
    }

    void begin() {
        ports.tasks().start("lease-" + plan.resource(), () -> {
            try {
                lease = leasing.take(plan.resource(), () -> {}).orElse(null);
            } catch (RuntimeException e) {
                LOG.warn("no lease on {}: {}", plan.resource(), e.toString());
            }
            next();
        });
    }

    /** The next step; what was read without its lease is the next holder's. */
    private void next() {
        Leasing.Held held = lease;
        if (held == null || !held.isHeld()) {
            waiting.clear();
            gathered.clear();
            dropped.clear();
            if (!closed) {
                ports.timers().after(PAUSE, this::begin);
            }
        } else if (closed) {
            leave(held);
        } else if (!waiting.isEmpty()) {
            invoke(held, waiting.poll());
        } else if (isFull()) {
            flush(held);
        } else {
            read();
        }
    }

    private boolean isFull() {
        boolean something = !gathered.isEmpty() || !dropped.isEmpty();
        return something
                && (gathered.size() >= plan.batchSize()
                        || bytes() >= BATCH_BYTES
                        || windowEndNanos - ports.time().nanos() <= 0);
    }

    private long bytes() {
        return gathered.stream().mapToLong(item -> item.json().remaining()).sum();
    }

    private void read() {
        Duration wait = gathered.isEmpty() && dropped.isEmpty()
                ? LONG_POLL
                : Duration.ofNanos(windowEndNanos - ports.time().nanos());
        step(source.read(plan.batchSize() - gathered.size(), wait), items -> {
            if (!items.isEmpty() && gathered.isEmpty() && dropped.isEmpty()) {
                windowEndNanos = ports.time().nanos() + plan.window().toNanos();
            }
            items.forEach(item -> (filter.matches(item) ? gathered : dropped).add(item));
            next();
        });
    }

    private void flush(Leasing.Held held) {
        if (!gathered.isEmpty()) {
            waiting.add(Batch.fresh(gathered));
            gathered.clear();
        }
        List<Item> unwanted = List.copyOf(dropped);
        dropped.clear();
        checkpoint(held, unwanted, this::next);
    }

    private void checkpoint(Leasing.Held held, List<Item> items, Runnable then) {
        if (items.isEmpty()) {
            then.run();
            return;
        }
        step(source.checkpoint(held.lease(), items), held2 -> {
            if (held2) {
                then.run();
            } else {
                lease = null;
                next();
            }
        });
    }

    private void invoke(Leasing.Held held, Batch batch) {
        InvokeCommand command = new InvokeCommand(
                ports.randomness().uuid().toString(),
                plan.function(),
                null,
                InvokeCommand.Type.REQUEST_RESPONSE,
                source.event(batch.items()),
                null,
                null,
                false);
        step(frontend.invoke(command), outcome -> settle(held, batch, outcome));
    }

    private void settle(Leasing.Held held, Batch batch, InvokeOutcome outcome) {
        Decision decision =
                SourceDecisions.after(plan, batch, outcome, ports.time().instant());
        List<Batch> again = new ArrayList<>(decision.next());
        checkpoint(
                held,
                decision.done(),
                () -> giveBack(
                        decision.returned(),
                        () -> giveUp(held, decision, () -> {
                            again.reversed().forEach(waiting::addFirst);
                            pause(decision.delay());
                        })));
    }

    private void giveBack(List<Item> items, Runnable then) {
        if (items.isEmpty()) {
            then.run();
        } else {
            step(source.giveBack(items), _ -> then.run());
        }
    }

    /** What is given up is checkpointed only when its destination has it, or will never have it. */
    private void giveUp(Leasing.Held held, Decision decision, Runnable then) {
        if (decision.givenUp().isEmpty()) {
            then.run();
            return;
        }
        step(told(decision), delivery -> {
            if (delivery instanceof Delivery.Refused(var fault, boolean again)) {
                LOG.warn("{} was not told of a failed batch: {}", plan.onFailure(), fault.message());
                if (again) {
                    ports.timers().after(PAUSE, () -> giveUp(held, decision, then));
                    return;
                }
            }
            checkpoint(held, decision.givenUp(), then);
        });
    }

    private CompletionStage<Delivery> told(Decision decision) {
        return plan.onFailure().isEmpty()
                ? CompletableFuture.completedFuture(new Delivery.Delivered())
                : destinations.send(new DestinationMessage(
                        plan.onFailure(),
                        DestinationMessage.Kind.FAILURE,
                        plan.function(),
                        "",
                        source.event(decision.givenUp()),
                        List.of(),
                        null));
    }

    private void pause(Duration delay) {
        if (delay.isZero()) {
            next();
        } else {
            ports.timers().after(delay, this::next);
        }
    }

    /** What a step does with the result of the one before. */
    @FunctionalInterface
    private interface Then<T extends @Nullable Object> {
        void go(T result);
    }

    /** Goes on with the stage's result on a task, so that a source that answers at once does not deepen the stack. */
    private <T extends @Nullable Object> void step(CompletionStage<T> stage, Then<T> then) {
        stage.whenComplete((result, thrown) -> ports.tasks().start("poll-" + plan.resource(), () -> {
            try {
                if (thrown != null) {
                    throw new IllegalStateException(thrown);
                }
                then.go(result);
            } catch (RuntimeException e) {
                LOG.warn("polling {} failed; it begins anew in a moment", plan.resource(), e);
                startOver();
            }
        }));
    }

    /** Forgets what was read and not settled: the source offers it again. */
    private void startOver() {
        Leasing.Held held = lease;
        lease = null;
        if (held != null) {
            leave(held);
        }
        next();
    }

    private void leave(Leasing.Held held) {
        try {
            held.release();
        } catch (RuntimeException e) {
            LOG.warn("the lease on {} is left to run out: {}", plan.resource(), e.toString());
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
