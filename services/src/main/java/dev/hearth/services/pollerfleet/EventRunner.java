package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;
import dev.hearth.core.InvocationTimes;
import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.pollerfleet.EventDecisions.Decision;
import dev.hearth.services.pollerfleet.EventOutcome.Target;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one event as far as it comes now: a try of its function, the telling of its destinations, or both. */
final class EventRunner {

    private static final Logger LOG = LoggerFactory.getLogger(EventRunner.class);

    private final Frontend frontend;
    private final RuleBook rules;
    private final Destinations destinations;
    private final StartedEvents started;
    private final EventListener listener;
    private final Ports ports;

    EventRunner(
            Frontend frontend,
            RuleBook rules,
            Destinations destinations,
            StartedEvents started,
            EventListener listener,
            Ports ports) {
        this.frontend = frontend;
        this.rules = rules;
        this.destinations = destinations;
        this.started = started;
        this.listener = listener;
        this.ports = ports;
    }

    /** Told that an event's invocation is over, and whether it was refused. */
    @FunctionalInterface
    interface Idle {
        void accept(boolean refused);
    }

    /**
     * Runs {@code event}.
     *
     * @param idle is called once, when no invocation runs for it any more
     * @param settled is called once with what is to be written
     */
    void run(QueuedEvent event, Idle idle, Consumer<Settlement> settled) {
        try {
            if (event.outcome() != null) {
                idle.accept(false);
                tell(event, OutcomeText.read(event.outcome()), settled);
                return;
            }
            EventRules said = rules.rules(event.event());
            EventOutcome expired = EventDecisions.expired(event, said, now()).orElse(null);
            if (expired != null) {
                idle.accept(false);
                over(event, expired, settled);
                return;
            }
            invoke(event).whenComplete((given, bug) -> {
                InvokeOutcome outcome = given == null ? failed(event, bug) : given;
                idle.accept(outcome instanceof InvokeOutcome.Refused);
                try {
                    decide(event, outcome, said, settled);
                } catch (RuntimeException unexpected) {
                    settled.accept(later(event, unexpected));
                }
            });
        } catch (RuntimeException unexpected) {
            idle.accept(false);
            settled.accept(later(event, unexpected));
        }
    }

    /** After a bug of ours, which must not cost the event. */
    private Settlement later(QueuedEvent event, RuntimeException bug) {
        LOG.error(
                "the event {} could not be run; it is tried again",
                event.event().requestId(),
                bug);
        Instant due = now().plus(EventDecisions.backoff(event.refusals()));
        return new Settlement.Again(event, due, event.failures(), event.refusals() + 1, event.outcome());
    }

    private Instant now() {
        return ports.time().instant();
    }

    private static InvokeOutcome failed(QueuedEvent event, Throwable bug) {
        LOG.error("the invocation of the event {} failed", event.event().requestId(), bug);
        return new InvokeOutcome.Refused(new Fault(Fault.Kind.INTERNAL, "An internal error occurred."));
    }

    private CompletionStage<InvokeOutcome> invoke(QueuedEvent queued) {
        Event event = queued.event();
        Duration age = Duration.between(event.accepted(), now());
        if (queued.failures() == 0 && queued.refusals() == 0) {
            listener.started(event.function(), age);
        }
        if (!started.starts(event.requestId())) {
            listener.repeated(event.function());
        }
        return frontend.invoke(new InvokeCommand(
                event.requestId(),
                event.function(),
                event.qualifier().isEmpty() ? null : event.qualifier(),
                InvokeCommand.Type.REQUEST_RESPONSE,
                event.payloadView(),
                event.clientContext(),
                event.traceHeader(),
                false,
                null,
                event.tenantId(),
                new InvocationTimes().received(ports.time().nanos() - Math.max(0, age.toNanos()))));
    }

    private void decide(QueuedEvent event, InvokeOutcome outcome, EventRules said, Consumer<Settlement> settled) {
        boolean stopped = outcome instanceof InvokeOutcome.Refused(Fault fault)
                && fault.kind() == Fault.Kind.THROTTLED
                && rules.isStopped(event.event());
        switch (EventDecisions.after(event, outcome, said, stopped, now())) {
            case Decision.Again(Instant due, int failures, int refusals) -> {
                listener.retried(event.event().function(), failures > event.failures());
                settled.accept(new Settlement.Again(event, due, failures, refusals, null));
            }
            case Decision.Over(EventOutcome over) -> over(event, over, settled);
        }
    }

    private void over(QueuedEvent event, EventOutcome outcome, Consumer<Settlement> settled) {
        listener.ended(event.event().function(), outcome.condition());
        if (!outcome.isSuccess() && outcome.pending().isEmpty()) {
            LOG.warn(
                    "the event {} of {} is dropped and nobody is told: {} after about {} tries",
                    event.event().requestId(),
                    event.event().function(),
                    outcome.condition(),
                    outcome.invokeCount());
        }
        tell(event, outcome, settled);
    }

    private void tell(QueuedEvent event, EventOutcome outcome, Consumer<Settlement> settled) {
        if (outcome.pending().isEmpty()) {
            settled.accept(new Settlement.Finished(event));
            return;
        }
        List<CompletableFuture<Boolean>> told = new ArrayList<>();
        for (Target target : outcome.pending()) {
            told.add(destinations
                    .send(EventMessages.message(event.event(), outcome, target, rules.arn(event.event())))
                    .thenApply(delivery -> isOver(event, target, delivery))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).whenComplete((_, bug) -> {
            List<Target> left = new ArrayList<>();
            for (int i = 0; i < told.size(); i++) {
                if (bug != null || !told.get(i).join()) {
                    left.add(outcome.pending().get(i));
                }
            }
            settled.accept(afterTelling(event, outcome.withPending(left)));
        });
    }

    private boolean isOver(QueuedEvent event, Target target, Delivery delivery) {
        String function = event.event().function();
        switch (delivery) {
            case Delivery.Delivered _ -> {
                listener.delivered(function, target.kind());
                return true;
            }
            case Delivery.Refused(Fault fault, boolean again) -> {
                LOG.warn(
                        "{} does not take what became of the event {} of {}{}: {}",
                        target.arn(),
                        event.event().requestId(),
                        function,
                        again ? "; it is tried again" : "",
                        fault.message());
                listener.undelivered(function, target.kind(), again);
                return !again;
            }
        }
    }

    private Settlement afterTelling(QueuedEvent event, EventOutcome left) {
        Decision.Again again = EventDecisions.undelivered(event, left, now()).orElse(null);
        if (again == null) {
            left.pending().forEach(target -> listener.undelivered(event.event().function(), target.kind(), false));
            return new Settlement.Finished(event);
        }
        return new Settlement.Again(event, again.due(), again.failures(), again.refusals(), OutcomeText.write(left));
    }
}
