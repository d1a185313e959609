package dev.hearth.services.frontend;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Time;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Worker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frontend over the rooms of its own process. */
final class LocalFrontend implements Frontend {

    /** Environments that an invocation tries, when one after the other dies before it got the payload. */
    static final int DELIVERY_ATTEMPTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(LocalFrontend.class);

    /** All that the frontend asks of the registry. */
    @FunctionalInterface
    interface Resolver {

        /** As {@link dev.hearth.services.registry.Registry#resolve}. */
        FunctionVersion resolve(String function, @Nullable String qualifier);
    }

    private final Resolver registry;
    private final Counting counting;
    private final Holder holder;
    private final Assignment assignment;
    private final Worker worker;
    private final Time time;
    private final InvocationListener listener;

    LocalFrontend(
            Resolver registry,
            Counting counting,
            Assignment assignment,
            Worker worker,
            Time time,
            InvocationListener listener) {
        this.registry = registry;
        this.counting = counting;
        this.holder = counting.enterResident("frontend");
        this.assignment = assignment;
        this.worker = worker;
        this.time = time;
        this.listener = listener;
    }

    @Override
    public CompletionStage<InvokeOutcome> invoke(InvokeCommand command) {
        CompletableFuture<InvokeOutcome> caller = new CompletableFuture<>();
        Observed observed = new Observed(command, listener, time);
        caller.whenComplete(observed);
        try {
            FunctionVersion version = registry.resolve(command.function(), command.qualifier());
            observed.resolved(version);
            FrontendDecisions.admit(command);
            if (command.type() == InvokeCommand.Type.DRY_RUN) {
                caller.complete(new InvokeOutcome.WouldRun());
            } else {
                reserve(command, version, caller);
            }
        } catch (FaultException refusal) {
            caller.complete(new InvokeOutcome.Refused(refusal.fault()));
        } catch (RuntimeException bug) {
            fail(caller, command.requestId(), bug);
        }
        return caller;
    }

    private void reserve(InvokeCommand command, FunctionVersion version, CompletableFuture<InvokeOutcome> caller) {
        Invocation invocation = FrontendDecisions.invocation(command, version);
        String qualifier = FrontendDecisions.qualifier(command.function(), command.qualifier());
        switch (counting.reserve(version.functionArn(), qualifier, holder)) {
            case Reservation.Granted granted -> {
                command.times().counted(time.nanos());
                caller.whenComplete((_, _) -> counting.release(granted));
                acquire(new Attempt(FrontendDecisions.spec(version), invocation, caller, 1));
            }
            case Reservation.Throttled throttled -> caller.complete(new InvokeOutcome.Refused(throttled.fault()));
            case Reservation.Lapsed _ -> caller.complete(new InvokeOutcome.Refused(FrontendDecisions.stopping()));
        }
    }

    /** One try to get an invocation into an environment. */
    private record Attempt(
            EnvironmentSpec spec, Invocation invocation, CompletableFuture<InvokeOutcome> caller, int number) {

        Attempt next() {
            return new Attempt(spec, invocation, caller, number + 1);
        }
    }

    private void acquire(Attempt attempt) {
        assignment.acquire(attempt.spec()).whenComplete((start, bug) -> {
            if (bug != null) {
                fail(attempt.caller(), attempt.invocation().requestId(), bug);
                return;
            }
            try {
                switch (start) {
                    case EnvironmentStart.Started s -> run(attempt, s.environmentId());
                    case EnvironmentStart.Refused r -> attempt.caller().complete(new InvokeOutcome.Refused(r.fault()));
                }
            } catch (RuntimeException unexpected) {
                fail(attempt.caller(), attempt.invocation().requestId(), unexpected);
            }
        });
    }

    private void run(Attempt attempt, String environmentId) {
        worker.invoke(environmentId, attempt.invocation()).whenComplete((result, bug) -> {
            if (bug != null) {
                assignment.release(attempt.spec(), environmentId, false);
                fail(attempt.caller(), attempt.invocation().requestId(), bug);
                return;
            }
            switch (result) {
                case InvocationResult.Answered a -> {
                    assignment.release(attempt.spec(), environmentId, a.reusable());
                    attempt.caller()
                            .complete(new InvokeOutcome.Answered(
                                    a.payload(),
                                    a.functionError(),
                                    attempt.spec().version(),
                                    a.logTail()));
                }
                case InvocationResult.NotDelivered _ -> {
                    assignment.release(attempt.spec(), environmentId, false);
                    retry(attempt);
                }
            }
        });
    }

    private void retry(Attempt attempt) {
        if (attempt.number() < DELIVERY_ATTEMPTS) {
            acquire(attempt.next());
        } else {
            attempt.caller().complete(new InvokeOutcome.Refused(FrontendDecisions.undeliverable()));
        }
    }

    private static void fail(CompletableFuture<InvokeOutcome> caller, String requestId, @Nullable Throwable bug) {
        LOG.error("invocation {} failed inside Hearth", requestId, bug);
        caller.complete(new InvokeOutcome.Refused(new Fault(Fault.Kind.INTERNAL, "An internal error occurred.")));
    }
}
