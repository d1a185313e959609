package dev.hearth.services.worker;

import static dev.hearth.services.worker.EnvironmentDecisions.deliver;
import static dev.hearth.services.worker.EnvironmentDecisions.kill;
import static dev.hearth.services.worker.EnvironmentDecisions.over;
import static dev.hearth.services.worker.EnvironmentDecisions.refused;
import static dev.hearth.services.worker.EnvironmentDecisions.run;
import static dev.hearth.services.worker.EnvironmentDecisions.undelivered;

import dev.hearth.services.worker.EnvironmentAction.AnswerUndelivered;
import dev.hearth.services.worker.EnvironmentAction.Deliver;
import dev.hearth.services.worker.EnvironmentAction.Drop;
import dev.hearth.services.worker.EnvironmentAction.Freeze;
import dev.hearth.services.worker.EnvironmentAction.Gone;
import dev.hearth.services.worker.EnvironmentAction.OpenLog;
import dev.hearth.services.worker.EnvironmentAction.Thaw;
import dev.hearth.services.worker.EnvironmentDecisions.Decision;
import dev.hearth.services.worker.EnvironmentDecisions.Facts;
import dev.hearth.services.worker.EnvironmentEvent.Destroy;
import dev.hearth.services.worker.EnvironmentEvent.Disconnected;
import dev.hearth.services.worker.EnvironmentEvent.Drained;
import dev.hearth.services.worker.EnvironmentEvent.EntrypointInvalid;
import dev.hearth.services.worker.EnvironmentEvent.Erred;
import dev.hearth.services.worker.EnvironmentEvent.ExtensionFailed;
import dev.hearth.services.worker.EnvironmentEvent.InitErred;
import dev.hearth.services.worker.EnvironmentEvent.Invoke;
import dev.hearth.services.worker.EnvironmentEvent.Next;
import dev.hearth.services.worker.EnvironmentEvent.Oversized;
import dev.hearth.services.worker.EnvironmentEvent.Responded;
import dev.hearth.services.worker.EnvironmentEvent.SandboxEnded;
import dev.hearth.services.worker.EnvironmentEvent.SandboxMade;
import dev.hearth.services.worker.EnvironmentEvent.SandboxRefused;
import dev.hearth.services.worker.EnvironmentEvent.StreamEvent;
import dev.hearth.services.worker.EnvironmentEvent.Tick;
import dev.hearth.services.worker.EnvironmentState.Busy;
import dev.hearth.services.worker.EnvironmentState.Ending;
import dev.hearth.services.worker.EnvironmentState.Frozen;
import dev.hearth.services.worker.EnvironmentState.Idle;

/** The part of {@link EnvironmentDecisions} for an environment that has nothing to do. */
final class IdleDecisions {

    private IdleDecisions() {}

    static Decision idle(Facts facts, Idle s, EnvironmentEvent event, long now) {
        return switch (event) {
            case Invoke e -> {
                Run run = run(facts, e, now);
                if (s.queued() != null) {
                    yield new Decision(s, new AnswerUndelivered(run));
                }
                yield s.next() == null ? new Decision(new Idle(null, run, s.freezeNanos())) : deliver(s.next(), run);
            }
            case Next e -> {
                if (s.queued() != null) {
                    yield deliver(e.exchange(), s.queued().deliveredAt(now));
                }
                Idle state = Idle.since(now, e.exchange(), null);
                yield s.next() == null ? new Decision(state) : new Decision(state, new Drop(s.next()));
            }
            case Disconnected e ->
                new Decision(e.exchange() == s.next() ? new Idle(null, s.queued(), s.freezeNanos()) : s);
            case SandboxEnded _ -> over(new Gone(), undelivered(s.queued()));
            case Tick _ -> now < s.deadline() ? new Decision(s) : idleOver(s);
            case Destroy _, ExtensionFailed _ -> kill(new Ending(null, null), new Gone(), undelivered(s.queued()));
            case Responded _, Erred _, Oversized _, InitErred _ -> refused(s, event, "");
            case SandboxMade _, SandboxRefused _, EntrypointInvalid _, Drained _, StreamEvent _ -> new Decision(s);
        };
    }

    /** The runtime did not come back for who waits, or nobody came for the runtime. */
    private static Decision idleOver(Idle s) {
        return s.queued() != null || s.next() == null
                ? kill(new Ending(null, null), new Gone(), undelivered(s.queued()))
                : new Decision(new Frozen(s.next()), new Freeze());
    }

    static Decision frozen(Facts facts, Frozen s, EnvironmentEvent event, long now) {
        return switch (event) {
            case Invoke e -> {
                Run run = run(facts, e, now);
                yield new Decision(new Busy(run), new Thaw(), new OpenLog(run), new Deliver(s.next(), run));
            }
            case Next e -> new Decision(Idle.since(now, e.exchange(), null), new Thaw(), new Drop(s.next()));
            case Disconnected e ->
                e.exchange() == s.next() ? new Decision(Idle.since(now, null, null), new Thaw()) : new Decision(s);
            case SandboxEnded _ -> over(new Gone());
            case Destroy _, ExtensionFailed _ -> kill(new Ending(null, null), new Gone());
            case Responded _, Erred _, Oversized _, InitErred _ -> refused(s, event, "");
            case SandboxMade _, SandboxRefused _, EntrypointInvalid _, Drained _, StreamEvent _, Tick _ ->
                new Decision(s);
        };
    }
}
