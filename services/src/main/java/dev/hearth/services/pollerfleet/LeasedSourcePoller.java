package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.frontend.Lineage;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.EventSource.Item;
import dev.hearth.services.pollerfleet.SourceDecisions.Batch;
import dev.hearth.services.pollerfleet.SourceDecisions.Decision;
import dev.hearth.services.pollerfleet.SourceDecisions.GivenUp;
import dev.hearth.services.pollerfleet.TumblingWindow.End;
import java.time.Duration;
import java.util.ArrayDeque;
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
 * reading  -- batch full, window over -> invoking; source over -> over
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
    private final Gathering gathering;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Leasing.@Nullable Held lease;
    private @Nullable TumblingWindow window;
    private volatile String lastResult = "";
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
        this.gathering = new Gathering(plan);
    }

    void begin() {
        ports.tasks().start("lease-" + plan.resource(), () -> {
            Leasing.Held taken = null;
            try {
                taken = leasing.take(plan.resource(), () -> {}).orElse(null);
            } catch (RuntimeException e) {
                LOG.warn("no lease on {}: {}", plan.resource(), e.toString());
            }
            lease = taken;
            if (taken == null) {
                next();
            } else {
                step(source.begin(taken.lease()), open -> {
                    window = open;
                    next();
                });
            }
        });
    }

    /** The next step; what was read without its lease is the next holder's. */
    private void next() {
        Leasing.Held held = lease;
        if (held == null || !held.isHeld()) {
            waiting.clear();
            gathering.clear();
            source.rest();
            if (closed) {
                ended.complete(null);
            } else {
                ports.timers().after(PAUSE, this::begin);
            }
        } else if (closed) {
            leave(held);
            ended.complete(null);
        } else if (!waiting.isEmpty()) {
            invoke(held, waiting.poll());
        } else if (gathering.isReady(window, ports.time())) {
            flush(held);
        } else if (gathering.isEmpty() && isWindowOver()) {
            waiting.add(Batch.windowEnd(End.FINAL));
            next();
        } else if (gathering.isEmpty() && source.isOver()) {
            step(source.finish(held.lease()), _ -> {
                closed = true;
                next();
            });
        } else {
            read();
        }
    }

    private boolean isWindowOver() {
        return window != null && (source.isOver() || !ports.time().instant().isBefore(window.end()));
    }

    private void read() {
        Duration wait = gathering.isEmpty() ? LONG_POLL : gathering.left(ports.time());
        if (window != null) {
            Duration left = Duration.between(ports.time().instant(), window.end());
            wait = left.isNegative() ? Duration.ZERO : left.compareTo(wait) < 0 ? left : wait;
        }
        step(source.read(gathering.room(), wait), items -> {
            gathering.add(items, filter, ports.time());
            next();
        });
    }

    private void flush(Leasing.Held held) {
        List<Item> unwanted = gathering.takeDropped();
        checkpoint(held, unwanted, () -> {
            List<Item> items = gathering.take(window);
            if (!items.isEmpty()) {
                waiting.add(Batch.fresh(items));
            } else if (!gathering.isEmpty()) {
                waiting.add(Batch.windowEnd(End.FINAL));
            }
            next();
        });
    }

    private void checkpoint(Leasing.Held held, List<Item> items, Runnable then) {
        if (items.isEmpty()) {
            then.run();
        } else {
            write(source.checkpoint(held.lease(), items, window), then);
        }
    }

    /** Goes on unless the lease was another's by then. */
    private void write(CompletionStage<Boolean> stage, Runnable then) {
        step(stage, mine -> {
            if (mine) {
                then.run();
            } else {
                lease = null;
                next();
            }
        });
    }

    private void invoke(Leasing.Held held, Batch given) {
        List<Item> kept = source.kept(given.items());
        if (kept.isEmpty() && given.end() == End.OPEN) {
            next();
            return;
        }
        Batch mine = new Batch(kept, given.failures(), given.refusals(), given.end());
        Decision first = SourceDecisions.before(plan, mine, ports.time().instant());
        giveUp(held, first.givenUp(), ports.randomness().uuid().toString(), () -> {
            if (first.next().isEmpty()) {
                next();
            } else {
                run(held, first.next().getFirst());
            }
        });
    }

    private void run(Leasing.Held held, Batch batch) {
        if (!plan.tumbling().isZero() && window == null && !batch.items().isEmpty()) {
            window = TumblingWindow.of(batch.items().getFirst().arrived(), plan.tumbling());
        }
        TumblingWindow open = window;
        String requestId = ports.randomness().uuid().toString();
        InvokeCommand command = new InvokeCommand(
                requestId,
                plan.function(),
                null,
                InvokeCommand.Type.REQUEST_RESPONSE,
                open == null ? source.event(batch.items()) : source.windowEvent(batch.items(), open, batch.end()),
                null,
                traceHeader(batch),
                false);
        step(frontend.invoke(command), outcome -> settle(held, batch, outcome, requestId));
    }

    /** Of those that came round most often. */
    private static @Nullable String traceHeader(Batch batch) {
        String chosen = null;
        for (Item item : batch.items()) {
            String header = item.traceHeader();
            if (header != null && (chosen == null || Lineage.loops(header) > Lineage.loops(chosen))) {
                chosen = header;
            }
        }
        return chosen;
    }

    private void settle(Leasing.Held held, Batch batch, InvokeOutcome outcome, String requestId) {
        Decision decision =
                SourceDecisions.after(plan, batch, outcome, ports.time().instant());
        lastResult = decision.isSuccess() ? "OK" : "PROBLEM: Function call failed";
        boolean windowMoves = moveWindow(batch, outcome, decision);
        Runnable rest = () -> giveBack(
                decision.returned(),
                () -> drop(
                        held,
                        decision.looped(),
                        () -> giveUp(held, decision.givenUp(), requestId, () -> {
                            decision.next().reversed().forEach(waiting::addFirst);
                            pause(decision.delay());
                        })));
        if (windowMoves) {
            write(source.checkpoint(held.lease(), decision.done(), window), rest);
        } else {
            checkpoint(held, decision.done(), rest);
        }
    }

    /** Whether the window is not what it was, which goes into the same checkpoint as what it is about. */
    private boolean moveWindow(Batch batch, InvokeOutcome outcome, Decision decision) {
        if (window == null) {
            return false;
        }
        if (batch.end() != End.OPEN) {
            boolean over = decision.next().isEmpty();
            window = over ? null : window;
            return over;
        }
        if (outcome instanceof InvokeOutcome.Answered answered
                && answered.functionError().isEmpty()
                && !decision.done().isEmpty()) {
            window = window.with(BatchFailures.state(answered.payload()));
            if (window.isTooLarge()) {
                window = window.with(TumblingWindow.NO_STATE);
                waiting.addFirst(Batch.windowEnd(End.EARLY));
            }
            return true;
        }
        return false;
    }

    private void giveBack(List<Item> items, Runnable then) {
        if (items.isEmpty()) {
            then.run();
        } else {
            step(source.giveBack(items), _ -> then.run());
        }
    }

    private void drop(Leasing.Held held, List<Item> items, Runnable then) {
        if (items.isEmpty()) {
            then.run();
        } else {
            step(source.drop(held.lease(), items), _ -> then.run());
        }
    }

    /** What is given up is checkpointed only when its destination has it, or will never have it. */
    private void giveUp(Leasing.Held held, List<GivenUp> all, String requestId, Runnable then) {
        if (all.isEmpty()) {
            then.run();
            return;
        }
        GivenUp each = all.getFirst();
        List<GivenUp> others = all.subList(1, all.size());
        step(told(each, requestId), delivery -> {
            if (delivery instanceof Delivery.Refused(var fault, boolean again)) {
                LOG.warn("{} was not told of a failed batch: {}", plan.onFailure(), fault.message());
                if (again && held.isHeld()) {
                    ports.timers().after(PAUSE, () -> giveUp(held, all, requestId, then));
                    return;
                }
            }
            checkpoint(held, each.items(), () -> giveUp(held, others, requestId, then));
        });
    }

    private CompletionStage<Delivery> told(GivenUp givenUp, String requestId) {
        return plan.onFailure().isEmpty()
                ? CompletableFuture.completedFuture(new Delivery.Delivered())
                : destinations.send(new DestinationMessage(
                        plan.onFailure(),
                        DestinationMessage.Kind.FAILURE,
                        plan.function(),
                        requestId,
                        givenUp.why()
                                .record(
                                        requestId,
                                        plan.function(),
                                        source.batchInfo(givenUp.items()),
                                        ports.time().instant()),
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
    public String lastResult() {
        return lastResult;
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        closed = true;
    }
}
