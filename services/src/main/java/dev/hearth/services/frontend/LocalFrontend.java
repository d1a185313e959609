package dev.hearth.services.frontend;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Time;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentOutcome;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
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

    /** Gets units back that are lent and may be idle; null when there are none. */
    @FunctionalInterface
    interface Relief {
        @Nullable
        CompletionStage<Void> relieve();
    }

    private final Resolver registry;
    private final Counting counting;
    private final Holder holder;
    private final Assignment assignment;
    private final EventDoor events;
    private final Relief relief;
    private final Time time;
    private final InvocationListener listener;

    /** Without anything lent. */
    LocalFrontend(
            Resolver registry,
            Counting counting,
            Assignment assignment,
            EventDoor events,
            Time time,
            InvocationListener listener) {
        this(registry, counting, assignment, events, () -> null, time, listener);
    }

    LocalFrontend(
            Resolver registry,
            Counting counting,
            Assignment assignment,
            EventDoor events,
            Relief relief,
            Time time,
            InvocationListener listener) {
        this.registry = registry;
        this.counting = counting;
        this.holder = counting.enterResident("frontend");
        this.assignment = assignment;
        this.events = events;
        this.relief = relief;
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
            FrontendDecisions.admit(command, version);
            switch (command.type()) {
                case DRY_RUN -> caller.complete(new InvokeOutcome.WouldRun());
                case EVENT -> accept(command, version, caller);
                case REQUEST_RESPONSE -> reserve(chained(command, version), version, caller, true);
            }
        } catch (FaultException refusal) {
            caller.complete(new InvokeOutcome.Refused(refusal.fault()));
        } catch (RuntimeException bug) {
            LOG.error("invocation {} failed inside Hearth", command.requestId(), bug);
            caller.complete(new InvokeOutcome.Refused(FrontendDecisions.internal()));
        }
        return caller;
    }

    /** An event is counted in its chain when it runs, not when it is accepted. */
    private InvokeCommand chained(InvokeCommand command, FunctionVersion version) {
        Lineage lineage = Lineage.entered(Lineage.of(command.traceHeader()), version.functionArn());
        if (lineage.isTooLong(version.functionArn()) && !registry.mayRecur(version)) {
            LOG.warn(
                    "RecursiveInvocationsDropped: {} reached itself {} times in one chain; invocation {} is stopped",
                    version.functionArn(),
                    lineage.loops(),
                    command.requestId());
            throw FrontendDecisions.recursive();
        }
        return command.tracedAs(lineage.in(command.traceHeader()));
    }

    private void accept(InvokeCommand command, FunctionVersion version, CompletableFuture<InvokeOutcome> caller) {
        events.accept(FrontendDecisions.event(command, version, time.instant()))
                .whenComplete((_, thrown) -> caller.complete(
                        thrown == null
                                ? new InvokeOutcome.Accepted()
                                : new InvokeOutcome.Refused(FrontendDecisions.notAccepted(thrown))));
    }

    private void reserve(
            InvokeCommand command, FunctionVersion version, CompletableFuture<InvokeOutcome> caller, boolean first) {
        Invocation invocation = FrontendDecisions.invocation(command, version);
        EnvironmentSpec spec = FrontendDecisions.spec(version, command.tenantId());
        String qualifier = FrontendDecisions.qualifier(command.function(), command.qualifier());
        switch (counting.reserve(version.functionArn(), qualifier, holder)) {
            case Reservation.Granted granted -> {
                command.times().counted(time.nanos());
                String provisionedFor = FrontendDecisions.provisionedFor(granted.kind(), qualifier);
                new Running(granted, spec, provisionedFor, invocation, caller).tryNext();
            }
            case Reservation.Throttled throttled -> {
                CompletionStage<Void> back = first ? relief.relieve() : null;
                if (back == null) {
                    caller.complete(new InvokeOutcome.Refused(throttled.fault()));
                } else {
                    back.whenComplete((_, _) -> again(command, version, caller));
                }
            }
            case Reservation.Lapsed _ -> caller.complete(new InvokeOutcome.Refused(FrontendDecisions.stopping()));
        }
    }

    private void again(InvokeCommand command, FunctionVersion version, CompletableFuture<InvokeOutcome> caller) {
        try {
            reserve(command, version, caller, false);
        } catch (FaultException refusal) {
            caller.complete(new InvokeOutcome.Refused(refusal.fault()));
        } catch (RuntimeException bug) {
            LOG.error("invocation {} failed inside Hearth", command.requestId(), bug);
            caller.complete(new InvokeOutcome.Refused(FrontendDecisions.internal()));
        }
    }

    /** An invocation that holds a unit of concurrency, until it is answered. */
    private final class Running implements Assignment.Caller {
        private final Reservation.Granted granted;
        private final EnvironmentSpec spec;
        private final String provisionedFor;
        private final Invocation invocation;
        private final CompletableFuture<InvokeOutcome> caller;
        private int attempts;

        Running(
                Reservation.Granted granted,
                EnvironmentSpec spec,
                String provisionedFor,
                Invocation invocation,
                CompletableFuture<InvokeOutcome> caller) {
            this.granted = granted;
            this.spec = spec;
            this.provisionedFor = provisionedFor;
            this.invocation = invocation;
            this.caller = caller;
        }

        void tryNext() {
            if (attempts == DELIVERY_ATTEMPTS) {
                refuse(FrontendDecisions.undeliverable());
                return;
            }
            attempts++;
            try {
                assignment.acquire(spec, provisionedFor, this);
            } catch (RuntimeException bug) {
                fail(bug);
            }
        }

        @Override
        public void assigned(AssignmentOutcome outcome) {
            switch (outcome) {
                case Assigned environment -> deliver(environment);
                case AssignmentOutcome.Refused refused -> refuse(refused.fault());
            }
        }

        private void deliver(Assigned environment) {
            CompletionStage<InvocationResult> end;
            try {
                end = environment.worker().invoke(environment.environmentId(), invocation);
            } catch (RuntimeException bug) {
                ended(environment, null, bug);
                return;
            }
            end.whenComplete((result, bug) -> ended(environment, result, bug));
        }

        private void ended(Assigned environment, @Nullable InvocationResult result, @Nullable Throwable bug) {
            try {
                switch (result) {
                    case InvocationResult.Answered a -> {
                        assignment.release(environment, a.reusable());
                        answer(new InvokeOutcome.Answered(a.payload(), a.functionError(), spec.version(), a.logTail()));
                    }
                    case InvocationResult.NotDelivered _ -> {
                        assignment.release(environment, false);
                        tryNext();
                    }
                    case InvocationResult.Lost _ -> {
                        assignment.release(environment, false);
                        refuse(FrontendDecisions.lost());
                    }
                    case null -> {
                        assignment.release(environment, false);
                        fail(bug);
                    }
                }
            } catch (RuntimeException unexpected) {
                fail(unexpected);
            }
        }

        private void fail(@Nullable Throwable bug) {
            LOG.error("invocation {} failed inside Hearth", invocation.requestId(), bug);
            refuse(FrontendDecisions.internal());
        }

        private void refuse(Fault fault) {
            answer(new InvokeOutcome.Refused(fault));
        }

        /** The unit goes back first: whoever has the answer may count on it. */
        private void answer(InvokeOutcome outcome) {
            counting.release(granted);
            caller.complete(outcome);
        }
    }
}
