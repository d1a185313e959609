package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.neighbours.apigateway.Functions;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** API Gateway's way to functions: the frontend, as for every other invocation. */
record FunctionCalls(Frontend frontend, FunctionPermission permission) implements Functions {

    private static final String PRINCIPAL = "apigateway.amazonaws.com";

    @Override
    public CompletionStage<Result> call(
            String function, byte[] event, boolean asynchronous, String requestId, @Nullable String trace) {
        InvokeCommand command = new InvokeCommand(
                requestId,
                function,
                null,
                asynchronous ? InvokeCommand.Type.EVENT : InvokeCommand.Type.REQUEST_RESPONSE,
                ByteBuffer.wrap(event).asReadOnlyBuffer(),
                null,
                trace,
                false);
        return frontend.invoke(command).thenApply(FunctionCalls::result);
    }

    private static Result result(InvokeOutcome outcome) {
        return switch (outcome) {
            case InvokeOutcome.Answered answered -> new Result.Returned(answered.payload(), answered.functionError());
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ -> new Result.Accepted();
            case InvokeOutcome.Refused(Fault fault) -> new Result.Refused(why(fault.kind()), fault.message());
        };
    }

    private static Result.Why why(Fault.Kind kind) {
        return switch (kind) {
            case THROTTLED -> Result.Why.THROTTLED;
            case NOT_FOUND, ACCESS_DENIED -> Result.Why.MISSING;
            case VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    ALREADY_EXISTS,
                    CONFLICT,
                    PRECONDITION_FAILED,
                    LIMIT_EXCEEDED,
                    CODE_STORAGE_EXCEEDED,
                    REQUEST_TOO_LARGE,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT,
                    NOT_READY,
                    UNAVAILABLE,
                    INTERNAL -> Result.Why.FAILED;
        };
    }

    @Override
    public boolean permits(String function, String sourceArn) {
        return permission.allows(PRINCIPAL, function, sourceArn);
    }
}
