package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import dev.hearth.services.worker.EnvironmentAction.Accept;
import dev.hearth.services.worker.EnvironmentAction.Answer;
import dev.hearth.services.worker.EnvironmentAction.AnswerUndelivered;
import dev.hearth.services.worker.EnvironmentAction.CloseLog;
import dev.hearth.services.worker.EnvironmentAction.Deliver;
import dev.hearth.services.worker.EnvironmentAction.Drop;
import dev.hearth.services.worker.EnvironmentAction.Gone;
import dev.hearth.services.worker.EnvironmentAction.InitDone;
import dev.hearth.services.worker.EnvironmentAction.InitReport;
import dev.hearth.services.worker.EnvironmentAction.OpenLog;
import dev.hearth.services.worker.EnvironmentAction.Report;
import dev.hearth.services.worker.EnvironmentAction.ReportRefused;
import dev.hearth.services.worker.EnvironmentAction.StartSandbox;
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
import dev.hearth.services.worker.EnvironmentState.Failed;
import dev.hearth.services.worker.EnvironmentState.Failing;
import dev.hearth.services.worker.EnvironmentState.Idle;
import dev.hearth.services.worker.EnvironmentState.InitExpired;
import dev.hearth.services.worker.EnvironmentState.InitFailure;
import dev.hearth.services.worker.EnvironmentState.NeedsInit;
import dev.hearth.services.worker.EnvironmentState.Starting;
import org.jspecify.annotations.Nullable;

/**
 * The init phase's part of {@link EnvironmentDecisions}.
 *
 * <p>As in Lambda an init that takes over ten seconds is stopped and run again inside the invocation that it is for,
 * under the function's timeout. Unlike Lambda an init that failed is not tried a second time: its error is the
 * invocation's answer.
 */
final class InitDecisions {

    private InitDecisions() {}

    /** A new environment, whose first action is to start its sandbox. */
    static Decision begin(long nowNanos) {
        return new Decision(
                new Starting(false, null, null, nowNanos + Limits.SANDBOX_TIMEOUT.toNanos(), false),
                new StartSandbox());
    }

    static Decision starting(Facts facts, Starting s, EnvironmentEvent event, long now) {
        return switch (event) {
            case SandboxMade e -> ready(facts, made(s, e.restored(), now), now);
            case Next e -> {
                Decision decision = ready(facts, with(s, e.exchange()), now);
                yield s.next() == null ? decision : new Decision(decision.state(), new Drop(s.next()));
            }
            case Disconnected e -> new Decision(e.exchange() == s.next() ? with(s, null) : s);
            case InitErred e ->
                new Decision(
                        new Failing(
                                Outcomes.initErred(e.errorType(), e.payload()),
                                s.run(),
                                now + Limits.INIT_ERROR_EXIT.toNanos()),
                        new Accept(e.exchange()));
            case ExtensionFailed e ->
                EnvironmentDecisions.kill(new Failing(
                        new InitFailure(e.errorType(), e.message(), null), s.run(), EnvironmentState.NO_DEADLINE));
            case SandboxEnded e -> failure(facts, Outcomes.initExited(e.end()), s.run());
            case EntrypointInvalid e -> failure(facts, Outcomes.invalidEntrypoint(e.message()), s.run());
            case SandboxRefused e ->
                EnvironmentDecisions.over(
                        new Gone(), s.run() == null ? new ReportRefused(e.fault()) : new AnswerUndelivered(s.run()));
            case Tick _ -> now < s.deadlineNanos() ? new Decision(s) : expired(facts, s);
            case Destroy _ -> destroyed(facts, s.run());
            case Responded _, Erred _, Oversized _ -> EnvironmentDecisions.refused(s, event, "");
            case Invoke e -> new Decision(s, new AnswerUndelivered(EnvironmentDecisions.run(facts, e, now)));
            case Drained _, StreamEvent _ -> new Decision(s);
        };
    }

    private static Starting with(Starting s, @Nullable Exchange next) {
        return new Starting(s.made(), next, s.run(), s.deadlineNanos(), s.restoring());
    }

    /** The ten seconds are the runtime's: a machine that boots first does not take of them. */
    private static Starting made(Starting s, boolean restored, long now) {
        Starting made = new Starting(true, s.next(), s.run(), s.deadlineNanos(), s.restoring());
        if (restored || s.restoring()) {
            return RestoreDecisions.restoring(made, now);
        }
        long deadline = s.run() == null ? now + Limits.INIT_TIMEOUT.toNanos() : s.deadlineNanos();
        return new Starting(true, s.next(), s.run(), deadline, false);
    }

    private static Decision ready(Facts facts, Starting s, long now) {
        if (!s.made() || s.next() == null) {
            return new Decision(s);
        }
        Run run = s.run();
        return run == null
                ? new Decision(Idle.since(now, s.next(), null), new InitDone(true), started(facts, true))
                : new Decision(new Busy(run), new InitDone(false), new Deliver(s.next(), run));
    }

    private static Decision expired(Facts facts, Starting s) {
        Run run = s.run();
        if (run == null && s.restoring() && s.made()) {
            return RestoreDecisions.expired();
        }
        return run == null
                ? EnvironmentDecisions.kill(new InitExpired(), new InitReport("init", "timeout"))
                : EnvironmentDecisions.timeOut(facts, run);
    }

    private static Decision destroyed(Facts facts, @Nullable Run run) {
        return run == null
                ? EnvironmentDecisions.kill(new Ending(null, null), new Gone(), started(facts, false))
                : EnvironmentDecisions.kill(new Ending(run, null), new Gone());
    }

    static Decision failing(Facts facts, Failing s, EnvironmentEvent event, long now) {
        return switch (event) {
            case SandboxEnded _ -> failure(facts, s.failure(), s.run());
            case Tick _ ->
                now < s.deadlineNanos()
                        ? new Decision(s)
                        : EnvironmentDecisions.kill(new Failing(s.failure(), s.run(), EnvironmentState.NO_DEADLINE));
            case Destroy _ -> destroyed(facts, s.run());
            case Next e ->
                EnvironmentDecisions.kill(
                        new Failing(s.failure(), s.run(), EnvironmentState.NO_DEADLINE), new Drop(e.exchange()));
            case Responded _, Erred _, Oversized _, InitErred _ -> EnvironmentDecisions.refused(s, event, "");
            case Invoke e -> new Decision(s, new AnswerUndelivered(EnvironmentDecisions.run(facts, e, now)));
            case SandboxMade _,
                    SandboxRefused _,
                    EntrypointInvalid _,
                    Disconnected _,
                    Drained _,
                    StreamEvent _,
                    ExtensionFailed _ -> new Decision(s);
        };
    }

    /** The init failed: whoever waits for it gets the error, else the next invocation will. */
    private static Decision failure(Facts facts, InitFailure failure, @Nullable Run run) {
        String status = "error\tError Type: " + failure.errorType();
        Fault refusal = failure.refusal();
        if (run == null && refusal != null) {
            return EnvironmentDecisions.over(new InitReport("init", status), new Gone(), new ReportRefused(refusal));
        }
        if (run == null) {
            return new Decision(new Failed(failure), new InitReport("init", status), started(facts, false));
        }
        Outcome outcome = Outcomes.initFailed(run.requestId(), failure);
        return EnvironmentDecisions.over(
                new InitReport("invoke", status),
                new CloseLog(run, outcome),
                new Gone(),
                new Answer(run, outcome, false));
    }

    static Decision initExpired(Facts facts, InitExpired s, EnvironmentEvent event) {
        return switch (event) {
            case SandboxEnded _, SandboxRefused _, EntrypointInvalid _ ->
                new Decision(new NeedsInit(), started(facts, true));
            case Destroy _ -> new Decision(new Ending(null, null), new Gone(), started(facts, false));
            case Next e -> new Decision(s, new Drop(e.exchange()));
            case Responded _, Erred _, Oversized _, InitErred _ -> EnvironmentDecisions.refused(s, event, "");
            case Invoke e -> new Decision(s, new AnswerUndelivered(EnvironmentDecisions.run(facts, e, 0)));
            case SandboxMade _, Disconnected _, Drained _, Tick _, ExtensionFailed _, StreamEvent _ -> new Decision(s);
        };
    }

    static Decision needsInit(Facts facts, NeedsInit s, EnvironmentEvent event, long now) {
        return switch (event) {
            case Invoke e -> {
                Run run = EnvironmentDecisions.run(facts, e, now);
                yield new Decision(
                        new Starting(false, null, run, run.deadlineNanos(), false),
                        new OpenLog(run),
                        new StartSandbox());
            }
            case Destroy _ -> EnvironmentDecisions.over(new Gone());
            case Next e -> new Decision(s, new Drop(e.exchange()));
            case Responded _, Erred _, Oversized _, InitErred _ -> EnvironmentDecisions.refused(s, event, "");
            case SandboxMade _,
                    SandboxRefused _,
                    EntrypointInvalid _,
                    Disconnected _,
                    Drained _,
                    SandboxEnded _,
                    Tick _,
                    ExtensionFailed _,
                    StreamEvent _ -> new Decision(s);
        };
    }

    static Decision failed(Failed s, EnvironmentEvent event, long now, Facts facts) {
        return switch (event) {
            case Invoke e -> {
                Run run = EnvironmentDecisions.run(facts, e, now);
                Outcome outcome = Outcomes.initFailed(run.requestId(), s.failure());
                yield EnvironmentDecisions.over(
                        new OpenLog(run), new CloseLog(run, outcome), new Gone(), new Answer(run, outcome, false));
            }
            case Destroy _ -> EnvironmentDecisions.over(new Gone());
            case Next e -> new Decision(s, new Drop(e.exchange()));
            case Responded _, Erred _, Oversized _, InitErred _ -> EnvironmentDecisions.refused(s, event, "");
            case SandboxMade _,
                    SandboxRefused _,
                    EntrypointInvalid _,
                    Disconnected _,
                    Drained _,
                    SandboxEnded _,
                    Tick _,
                    ExtensionFailed _,
                    StreamEvent _ -> new Decision(s);
        };
    }

    private static EnvironmentAction started(Facts facts, boolean healthy) {
        return new Report(new EnvironmentStart.Started(facts.environmentId(), healthy));
    }
}
