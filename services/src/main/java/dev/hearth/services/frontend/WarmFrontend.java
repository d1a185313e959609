package dev.hearth.services.frontend;

import dev.hearth.core.FaultException;
import dev.hearth.core.InvocationTimes;
import dev.hearth.core.InvocationTimes.Phase;
import dev.hearth.core.Time;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.ServedInvocation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@link LentFrontend} that does what {@link LocalFrontend} does behind counting and assignment. Whatever would be
 * refused is whoever decides' to refuse.
 */
record WarmFrontend(LentEnvironments environments, Time time) implements LentFrontend {

    private static final CompletionStage<Optional<InvokeOutcome>> NOT_HERE =
            CompletableFuture.completedStage(Optional.empty());

    @Override
    public boolean knows(String function, String qualifier) {
        return environments.knows(function, qualifier);
    }

    @Override
    public void want(String function, String qualifier) {
        environments.want(function, qualifier);
    }

    @Override
    public void await(Duration longest) {
        environments.await(longest);
    }

    @Override
    public CompletionStage<Optional<InvokeOutcome>> invoke(InvokeCommand command) {
        command.times().entered(time.nanos());
        String qualifier = command.qualifier() == null ? "" : command.qualifier();
        LentEnvironments.Taken taken =
                environments.take(command.function(), qualifier).orElse(null);
        if (taken == null) {
            return NOT_HERE;
        }
        Invocation invocation = admitted(command, taken.spec());
        if (invocation == null) {
            environments.back(taken);
            return NOT_HERE;
        }
        command.times().counted(time.nanos());
        return environments.invoke(taken, invocation).thenCompose(result -> switch (result) {
            case InvocationResult.Answered answered ->
                CompletableFuture.completedStage(Optional.of(answer(command, taken.spec(), answered)));
            case InvocationResult.NotDelivered() -> invoke(command);
            case InvocationResult.Lost() ->
                CompletableFuture.completedStage(Optional.of(new InvokeOutcome.Refused(FrontendDecisions.lost())));
        });
    }

    private @Nullable Invocation admitted(InvokeCommand command, EnvironmentSpec spec) {
        Lineage lineage = Lineage.entered(Lineage.of(command.traceHeader()), spec.functionArn());
        if (command.type() != InvokeCommand.Type.REQUEST_RESPONSE
                || command.sink() != null
                || command.tenantId() != null
                || command.payload().remaining() > FrontendDecisions.PAYLOAD_BYTES
                || lineage.isTooLong(spec.functionArn())) {
            return null;
        }
        try {
            return FrontendDecisions.invocation(
                    command.tracedAs(lineage.in(command.traceHeader())), spec.functionArn());
        } catch (FaultException refused) {
            return null;
        }
    }

    private InvokeOutcome answer(InvokeCommand command, EnvironmentSpec spec, InvocationResult.Answered answered) {
        InvocationTimes times = command.times();
        long end = time.nanos();
        environments.served(new ServedInvocation(
                spec.functionArn(),
                spec.functionName(),
                spec.version(),
                !answered.functionError().isEmpty(),
                times.nanos(Phase.QUEUED, end) + times.nanos(Phase.COUNTED, end),
                times.nanos(Phase.ASSIGNED, end),
                times.nanos(Phase.RUN, end),
                times.nanos(Phase.RETURNED, end)));
        return new InvokeOutcome.Answered(
                answered.payload(), answered.functionError(), spec.version(), answered.logTail());
    }
}
