package dev.hearth.services.worker;

import dev.hearth.services.worker.EnvironmentAction.Deliver;
import dev.hearth.services.worker.EnvironmentAction.Drop;
import dev.hearth.services.worker.EnvironmentAction.Kill;
import dev.hearth.services.worker.EnvironmentAction.StartSandbox;
import dev.hearth.services.worker.EnvironmentAction.Stop;
import dev.hearth.services.worker.EnvironmentAction.TellInvoke;
import dev.hearth.services.worker.EnvironmentAction.TellShutdown;
import dev.hearth.services.worker.EnvironmentAction.Thaw;
import dev.hearth.services.worker.EnvironmentDecisions.Decision;
import dev.hearth.services.worker.EnvironmentDecisions.Facts;
import dev.hearth.services.worker.EnvironmentState.Answered;
import dev.hearth.services.worker.EnvironmentState.Ending;
import dev.hearth.services.worker.EnvironmentState.InitExpired;
import dev.hearth.services.worker.EnvironmentState.Starting;
import dev.hearth.services.worker.Extensions.Extension;
import dev.hearth.services.worker.Extensions.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an environment with its extensions does next: pure functions. The table is at {@link Life}. */
final class LifeDecisions {

    /** A new state of all, and what to do about it. */
    record LifeDecision(Life life, List<EnvironmentAction> actions) {}

    private LifeDecisions() {}

    static LifeDecision decide(Facts facts, Life life, LifeEvent event, long now) {
        return switch (event) {
            case EnvironmentEvent e -> environment(facts, life, e, now);
            case ExtensionEvent e -> ExtensionDecisions.extension(facts, life, e, now);
            case RestoreEvent e -> applied(life, RestoreDecisions.decide(life.state(), e, now), now);
        };
    }

    static LifeDecision environment(Facts facts, Life life, EnvironmentEvent event, long now) {
        if (event instanceof EnvironmentEvent.Next next && mustHold(life)) {
            Exchange before = life.held();
            return new LifeDecision(
                    life.holding(next.exchange()), before == null ? List.of() : List.of(new Drop(before)));
        }
        if (event instanceof EnvironmentEvent.Disconnected gone) {
            if (gone.exchange() == life.held()) {
                return new LifeDecision(life.holding(null), List.of());
            }
            Extension extension = life.extensions().waitingWith(gone.exchange());
            if (extension != null) {
                return new LifeDecision(life.with(life.extensions().with(extension.in(Phase.REGISTERED))), List.of());
            }
        }
        if (event instanceof EnvironmentEvent.Tick && now >= life.killNanos()) {
            return new LifeDecision(
                    new Life(life.state(), life.extensions(), life.held(), EnvironmentState.NO_DEADLINE),
                    List.of(new Kill()));
        }
        Decision decision = EnvironmentDecisions.decide(facts, life.state(), event, now);
        return applied(life, decision, now);
    }

    private static boolean mustHold(Life life) {
        return switch (life.state()) {
            case Starting _, Answered _ -> !life.extensions().ready();
            default -> false;
        };
    }

    /** Hands on what is held when nobody is waited for any more. */
    static LifeDecision released(Facts facts, Life life, long now, List<EnvironmentAction> first) {
        Exchange held = life.held();
        if (held == null || !life.extensions().ready()) {
            return new LifeDecision(life, first);
        }
        LifeDecision then = environment(facts, life.holding(null), new EnvironmentEvent.Next(held), now);
        List<EnvironmentAction> all = new ArrayList<>(first);
        all.addAll(then.actions());
        return new LifeDecision(then.life(), all);
    }

    /** What the runtime's table decided, with what it means for the extensions. */
    static LifeDecision applied(Life life, Decision decision, long now) {
        if (life.extensions().none() && life.held() == null) {
            boolean again = decision.actions().contains(new StartSandbox());
            return new LifeDecision(again ? Life.of(decision.state()) : life.in(decision.state()), decision.actions());
        }
        Life next = life.in(decision.state());
        List<EnvironmentAction> actions = new ArrayList<>();
        for (EnvironmentAction action : decision.actions()) {
            switch (action) {
                case StartSandbox _ -> {
                    next = Life.of(decision.state());
                    actions.add(action);
                }
                case Deliver d -> {
                    actions.add(action);
                    next = tellInvoke(next, d.run(), actions);
                }
                case Kill _ -> next = end(next, now, actions);
                default -> actions.add(action);
            }
        }
        return new LifeDecision(next, actions);
    }

    private static Life tellInvoke(Life life, Run run, List<EnvironmentAction> actions) {
        Extensions changed = life.extensions();
        for (Extension extension : life.extensions().registered().values()) {
            Exchange waiting = extension.next();
            if (waiting != null && extension.hears("INVOKE")) {
                actions.add(new TellInvoke(waiting, extension.id(), run));
                changed = changed.with(extension.in(Phase.RUNNING));
            }
        }
        return life.with(changed);
    }

    /**
     * A kill, or first a shutdown phase when extensions are there: 2 s for external ones, 500 ms for internal, as
     * Lambda.
     */
    private static Life end(Life life, long now, List<EnvironmentAction> actions) {
        Exchange held = life.held();
        if (held != null) {
            actions.add(new Drop(held));
        }
        if (life.extensions().none() || life.shuttingDown()) {
            actions.add(new Kill());
            return new Life(life.state(), life.extensions(), null, EnvironmentState.NO_DEADLINE);
        }
        boolean external = life.extensions().registered().values().stream().anyMatch(Extension::external);
        long deadline = now + (external ? Limits.SHUTDOWN_EXTERNAL : Limits.SHUTDOWN_INTERNAL).toNanos();
        Extensions changed = life.extensions();
        for (Extension extension : life.extensions().registered().values()) {
            Exchange waiting = extension.next();
            if (waiting != null && extension.hears("SHUTDOWN")) {
                actions.add(new TellShutdown(waiting, extension.id(), reason(life.state()), deadline));
                changed = changed.with(extension.toldOfShutdown());
            }
        }
        actions.add(new Thaw());
        actions.add(new Stop(life.extensions().endingByThemselves()));
        return new Life(life.state(), changed, null, deadline);
    }

    /** In the words of the Extensions API. */
    static String reason(EnvironmentState state) {
        return switch (state) {
            case InitExpired _ -> "timeout";
            case Ending e -> reason(e.outcome());
            case EnvironmentState.Failing _ -> "failure";
            default -> "spindown";
        };
    }

    private static String reason(@Nullable Outcome outcome) {
        if (outcome == null) {
            return "spindown";
        }
        return switch (outcome.kind()) {
            case TIMEOUT -> "timeout";
            case RUNTIME_FAILURE -> "failure";
            case RESPONSE, FUNCTION_ERROR -> "spindown";
        };
    }
}
