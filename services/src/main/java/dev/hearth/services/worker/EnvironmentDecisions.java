package dev.hearth.services.worker;

import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.services.worker.EnvironmentAction.Accept;
import dev.hearth.services.worker.EnvironmentAction.Answer;
import dev.hearth.services.worker.EnvironmentAction.AnswerUndelivered;
import dev.hearth.services.worker.EnvironmentAction.CloseLog;
import dev.hearth.services.worker.EnvironmentAction.Deliver;
import dev.hearth.services.worker.EnvironmentAction.Drain;
import dev.hearth.services.worker.EnvironmentAction.Drop;
import dev.hearth.services.worker.EnvironmentAction.Forget;
import dev.hearth.services.worker.EnvironmentAction.Gone;
import dev.hearth.services.worker.EnvironmentAction.Kill;
import dev.hearth.services.worker.EnvironmentAction.OpenLog;
import dev.hearth.services.worker.EnvironmentAction.Refuse;
import dev.hearth.services.worker.EnvironmentAction.Stream;
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
import dev.hearth.services.worker.EnvironmentState.Answered;
import dev.hearth.services.worker.EnvironmentState.Busy;
import dev.hearth.services.worker.EnvironmentState.Closing;
import dev.hearth.services.worker.EnvironmentState.Ended;
import dev.hearth.services.worker.EnvironmentState.Ending;
import dev.hearth.services.worker.EnvironmentState.Failed;
import dev.hearth.services.worker.EnvironmentState.Failing;
import dev.hearth.services.worker.EnvironmentState.Frozen;
import dev.hearth.services.worker.EnvironmentState.Idle;
import dev.hearth.services.worker.EnvironmentState.InitExpired;
import dev.hearth.services.worker.EnvironmentState.NeedsInit;
import dev.hearth.services.worker.EnvironmentState.Starting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an execution environment does next: pure functions from a state and an event to a state and actions. The table
 * is at {@link EnvironmentState}; the init phase's part is in {@link InitDecisions}.
 */
final class EnvironmentDecisions {

    /** A new state and what to do about it. */
    record Decision(EnvironmentState state, List<EnvironmentAction> actions) {

        Decision(EnvironmentState state, EnvironmentAction... actions) {
            this(state, List.of(actions));
        }
    }

    /** What does not change over an environment's life. */
    record Facts(String environmentId, Duration timeout) {}

    /** A sandbox that was killed before it was made ends as if it had been. */
    private static final SandboxEnd NEVER_MADE = new SandboxEnd(-1, 9, false);

    private EnvironmentDecisions() {}

    static Decision decide(Facts facts, EnvironmentState state, EnvironmentEvent event, long nowNanos) {
        return switch (state) {
            case Busy s -> busy(facts, s, event, nowNanos);
            case Answered s -> answered(facts, s, event, nowNanos);
            case Closing s -> closing(facts, s, event, nowNanos);
            case Idle s -> IdleDecisions.idle(facts, s, event, nowNanos);
            case Frozen s -> IdleDecisions.frozen(facts, s, event, nowNanos);
            case Starting s -> InitDecisions.starting(facts, s, event, nowNanos);
            case Failing s -> InitDecisions.failing(facts, s, event, nowNanos);
            case InitExpired s -> InitDecisions.initExpired(facts, s, event);
            case NeedsInit s -> InitDecisions.needsInit(facts, s, event, nowNanos);
            case Failed s -> InitDecisions.failed(s, event, nowNanos, facts);
            case Ending s -> ending(s, event);
            case Ended s -> ended(s, event);
        };
    }

    private static Decision busy(Facts facts, Busy s, EnvironmentEvent event, long now) {
        Run run = s.run();
        return switch (event) {
            case Responded e
            when isAnswer(s, e.exchange(), e.requestId()) ->
                answer(run, Outcomes.response(e.payload()), new Accept(e.exchange()));
            case Erred e
            when isAnswer(s, e.exchange(), e.requestId()) ->
                answer(run, Outcomes.functionError(e.errorType(), e.payload()), new Accept(e.exchange()));
            case Oversized e
            when isAnswer(s, e.exchange(), e.requestId()) ->
                answer(run, Outcomes.oversized(e.size()), new Refuse(e.exchange(), RuntimeApiError.TOO_LARGE));
            case Responded _, Erred _, Oversized _, InitErred _ -> refused(s, event, run.requestId());
            case StreamEvent.Streams e -> streams(s, e);
            case StreamEvent.Truncated e -> e.exchange() == s.stream() ? cutOff(run) : new Decision(s);
            case Next e
            when s.stream() != null ->
                new Decision(s, new Refuse(e.exchange(), RuntimeApiError.invalidTransition(s.runtimeLabel(), "Ready")));
            case Next e -> new Decision(s, new Deliver(e.exchange(), run));
            case Invoke e -> new Decision(s, new AnswerUndelivered(run(facts, e, now)));
            case SandboxEnded e -> {
                Outcome outcome = Outcomes.exited(run.requestId(), e.end());
                yield over(new CloseLog(run, outcome), new Gone(), new Answer(run, outcome, false));
            }
            case Tick _ -> now < run.deadlineNanos() ? new Decision(s) : timeOut(facts, run);
            case ExtensionFailed e -> cutShort(run, Outcomes.extensionFailed(run.requestId(), e));
            case Destroy _ -> kill(new Ending(run, null), new Gone());
            case SandboxMade _, SandboxRefused _, EntrypointInvalid _, Drained _, Disconnected _ -> new Decision(s);
        };
    }

    /** Whether a post is the current invocation's answer; while one streams, no other is. */
    private static boolean isAnswer(Busy s, Exchange exchange, String requestId) {
        return requestId.equals(s.run().requestId()) && (s.stream() == null || s.stream() == exchange);
    }

    private static Decision streams(Busy s, StreamEvent.Streams e) {
        ResponseSink sink = s.run().invocation().sink();
        return sink == null
                        || s.stream() != null
                        || !e.requestId().equals(s.run().requestId())
                ? new Decision(s)
                : new Decision(
                        new Busy(s.run(), e.exchange()), new Stream(e.exchange(), s.run(), sink, e.contentType()));
    }

    private static Decision cutOff(Run run) {
        Outcome outcome = Outcomes.truncated(run.requestId());
        Ending state = new Ending(run, outcome);
        return run.invocation().tail()
                ? kill(state, new Gone())
                : kill(state, new Gone(), new Answer(run, outcome, false));
    }

    private static Decision answered(Facts facts, Answered s, EnvironmentEvent event, long now) {
        return switch (event) {
            case Next e -> new Decision(new Closing(s.run(), s.outcome(), e.exchange(), s.queued()), new Drain());
            case Invoke e -> {
                Run run = run(facts, e, now);
                yield s.queued() == null
                        ? new Decision(new Answered(s.run(), s.outcome(), run))
                        : new Decision(s, new AnswerUndelivered(run));
            }
            case SandboxEnded _ -> closed(s.run(), s.outcome(), s.queued());
            case Tick _ when now < s.run().deadlineNanos() -> new Decision(s);
            case Tick _, Destroy _, ExtensionFailed _ ->
                kill(new Ending(s.run(), s.outcome()), new Gone(), undelivered(s.queued()));
            case Responded _, Erred _, Oversized _, InitErred _ ->
                refused(s, event, s.run().requestId());
            case SandboxMade _, SandboxRefused _, EntrypointInvalid _, Drained _, Disconnected _, StreamEvent _ ->
                new Decision(s);
        };
    }

    private static Decision closing(Facts facts, Closing s, EnvironmentEvent event, long now) {
        return switch (event) {
            case Drained _ -> drained(s, now);
            case Invoke e -> {
                Run run = run(facts, e, now);
                yield s.queued() == null
                        ? new Decision(new Closing(s.run(), s.outcome(), s.next(), run))
                        : new Decision(s, new AnswerUndelivered(run));
            }
            case Next e -> {
                Closing state = new Closing(s.run(), s.outcome(), e.exchange(), s.queued());
                yield s.next() == null ? new Decision(state) : new Decision(state, new Drop(s.next()));
            }
            case Disconnected e ->
                new Decision(e.exchange() == s.next() ? new Closing(s.run(), s.outcome(), null, s.queued()) : s);
            case SandboxEnded _ -> closed(s.run(), s.outcome(), s.queued());
            case Destroy _, ExtensionFailed _ ->
                kill(new Ending(s.run(), s.outcome()), new Gone(), undelivered(s.queued()));
            case Responded _, Erred _, Oversized _, InitErred _ ->
                refused(s, event, s.run().requestId());
            case SandboxMade _, SandboxRefused _, EntrypointInvalid _, Tick _, StreamEvent _ -> new Decision(s);
        };
    }

    /** Whoever asked for the tail gets the answer now; the others had it when the runtime gave it. */
    private static Decision drained(Closing s, long now) {
        List<EnvironmentAction> actions = new ArrayList<>(4);
        actions.add(new CloseLog(s.run(), s.outcome()));
        if (s.run().invocation().tail()) {
            actions.add(new Answer(s.run(), s.outcome(), true));
        }
        Run queued = s.queued();
        if (queued == null || s.next() == null) {
            return new Decision(Idle.since(now, s.next(), queued), actions);
        }
        Run run = queued.deliveredAt(now);
        actions.add(new OpenLog(run));
        actions.add(new Deliver(s.next(), run));
        return new Decision(new Busy(run), actions);
    }

    private static Decision ending(Ending s, EnvironmentEvent event) {
        return switch (event) {
            case SandboxEnded e -> endedWith(s, e.end());
            case SandboxRefused _, EntrypointInvalid _ -> endedWith(s, NEVER_MADE);
            case Next e -> new Decision(s, new Drop(e.exchange()));
            case Responded _, Erred _, Oversized _, InitErred _ ->
                refused(s, event, s.run() == null ? "" : s.run().requestId());
            case Invoke e -> new Decision(s, new AnswerUndelivered(unstarted(e)));
            case SandboxMade _, Drained _, Disconnected _, Tick _, Destroy _, ExtensionFailed _, StreamEvent _ ->
                new Decision(s);
        };
    }

    private static Decision endedWith(Ending s, SandboxEnd end) {
        Run run = s.run();
        if (run == null) {
            return over();
        }
        Outcome known = s.outcome();
        Outcome outcome = known == null ? Outcomes.exited(run.requestId(), end) : known;
        return known == null || run.invocation().tail()
                ? over(new CloseLog(run, outcome), new Answer(run, outcome, false))
                : over(new CloseLog(run, outcome));
    }

    private static Decision ended(Ended s, EnvironmentEvent event) {
        return switch (event) {
            case Next e -> new Decision(s, new Drop(e.exchange()));
            case Responded _, Erred _, Oversized _, InitErred _ -> refused(s, event, "");
            case Invoke e -> new Decision(s, new AnswerUndelivered(unstarted(e)));
            case SandboxMade _ -> new Decision(s, new Kill());
            case SandboxRefused _,
                    EntrypointInvalid _,
                    Drained _,
                    Disconnected _,
                    SandboxEnded _,
                    Tick _,
                    Destroy _,
                    ExtensionFailed _,
                    StreamEvent _ -> new Decision(s);
        };
    }

    static Decision deliver(Exchange next, Run run) {
        return new Decision(new Busy(run), new OpenLog(run), new Deliver(next, run));
    }

    /** The caller comes first; whoever wants the log's tail waits until the log is whole. */
    private static Decision answer(Run run, Outcome outcome, EnvironmentAction reply) {
        Answered state = new Answered(run, outcome, null);
        return run.invocation().tail()
                ? new Decision(state, reply)
                : new Decision(state, new Answer(run, outcome, true), reply);
    }

    static Decision timeOut(Facts facts, Run run) {
        return cutShort(run, Outcomes.timedOut(run.requestId(), facts.timeout()));
    }

    private static Decision cutShort(Run run, Outcome outcome) {
        Ending state = new Ending(run, outcome);
        return run.invocation().tail()
                ? kill(state, new Gone())
                : kill(state, new Gone(), new Answer(run, outcome, false));
    }

    private static Decision closed(Run run, Outcome outcome, @Nullable Run queued) {
        EnvironmentAction answer = run.invocation().tail() ? new Answer(run, outcome, false) : null;
        return over(new CloseLog(run, outcome), new Gone(), answer, undelivered(queued));
    }

    /** Everything is over; nulls among the actions are left out. */
    static Decision over(@Nullable EnvironmentAction... actions) {
        return new Decision(new Ended(), listed(new Forget(), actions));
    }

    static Decision kill(EnvironmentState state, @Nullable EnvironmentAction... actions) {
        return new Decision(state, listed(new Kill(), actions));
    }

    private static List<EnvironmentAction> listed(EnvironmentAction first, @Nullable EnvironmentAction... rest) {
        List<EnvironmentAction> all = new ArrayList<>(rest.length + 1);
        all.add(first);
        for (EnvironmentAction action : rest) {
            if (action != null) {
                all.add(action);
            }
        }
        return all;
    }

    static @Nullable EnvironmentAction undelivered(@Nullable Run run) {
        return run == null ? null : new AnswerUndelivered(run);
    }

    static Run run(Facts facts, Invoke e, long now) {
        return new Run(e.invocation(), e.caller(), now, now + facts.timeout().toNanos());
    }

    private static Run unstarted(Invoke e) {
        return new Run(e.invocation(), e.caller(), 0, 0);
    }

    /** A post that does not fit: another request's is an invalid id, the current one's comes at the wrong time. */
    static Decision refused(EnvironmentState state, EnvironmentEvent event, String currentId) {
        return switch (event) {
            case Responded e -> refused(state, e.exchange(), e.requestId(), currentId, "InvocationResponse");
            case Erred e -> refused(state, e.exchange(), e.requestId(), currentId, "InvocationErrorResponse");
            case Oversized e -> refused(state, e.exchange(), e.requestId(), currentId, "InvocationResponse");
            case InitErred e ->
                new Decision(
                        state,
                        new Refuse(e.exchange(), RuntimeApiError.invalidTransition(state.runtimeLabel(), "InitError")));
            default -> throw new IllegalArgumentException("not a post: " + event);
        };
    }

    private static Decision refused(
            EnvironmentState state, Exchange exchange, String requestId, String currentId, String to) {
        RuntimeApiError error = requestId.equals(currentId)
                ? RuntimeApiError.invalidTransition(state.runtimeLabel(), to)
                : RuntimeApiError.INVALID_REQUEST_ID;
        return new Decision(state, new Refuse(exchange, error));
    }
}
