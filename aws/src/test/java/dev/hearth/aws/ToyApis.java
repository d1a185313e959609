package dev.hearth.aws;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;

/** Trivial handlers behind a real edge: what they answer says what the codec understood. */
final class ToyApis {

    private ToyApis() {}

    /** Answers with what came in; {@code missing} is a function that does not exist. */
    static final Frontend ECHO = command -> CompletableFuture.completedFuture(echo(command));

    static final AwsApi LAMBDA = new Toy(
            "lambda",
            List.of(
                    new Operation<>("GetFunction", GetFunctionRequest::builder, ToyApis::getFunction),
                    new Operation<>("ListFunctions", ListFunctionsRequest::builder, ToyApis::listFunctions),
                    new Operation<>("CreateFunction", CreateFunctionRequest::builder, ToyApis::createFunction),
                    new Operation<>("TagResource", TagResourceRequest::builder, ToyApis::tagResource),
                    new Operation<>("DeleteFunction", DeleteFunctionRequest::builder, ToyApis::deleteFunction)));

    static final AwsApi LOGS = new Toy(
            "logs",
            List.of(
                    new Operation<>("CreateLogGroup", CreateLogGroupRequest::builder, ToyApis::createLogGroup),
                    new Operation<>("PutLogEvents", PutLogEventsRequest::builder, ToyApis::putLogEvents)));

    private record Toy(String service, List<Operation<?, ?>> operations) implements AwsApi {

        @Override
        public AwsError error(Fault fault) {
            return switch (fault.kind()) {
                case NOT_FOUND -> new AwsError("ResourceNotFoundException", 404, fault.message(), "");
                case THROTTLED -> new AwsError("TooManyRequestsException", 429, fault.message(), fault.detail());
                case INTERNAL, UNAVAILABLE -> new AwsError("ServiceException", 500, fault.message(), "");
                default -> new AwsError("InvalidParameterValueException", 400, fault.message(), "");
            };
        }
    }

    private static InvokeOutcome echo(InvokeCommand command) {
        if (command.function().equals("missing")) {
            return new InvokeOutcome.Refused(
                    new Fault(Fault.Kind.NOT_FOUND, "Function not found: " + command.function()));
        }
        if (command.type() == InvokeCommand.Type.DRY_RUN) {
            return new InvokeOutcome.WouldRun();
        }
        byte[] tail = command.tail() ? "START\nEND\n".getBytes(StandardCharsets.UTF_8) : new byte[0];
        String error = command.function().equals("failing") ? "Unhandled" : "";
        return new InvokeOutcome.Answered(command.payload(), error, "$LATEST", tail);
    }

    private static GetFunctionResponse getFunction(Call call, GetFunctionRequest request) {
        if (request.functionName().equals("missing")) {
            throw new FaultException(new Fault(Fault.Kind.NOT_FOUND, "Function not found: missing"));
        }
        return GetFunctionResponse.builder()
                .configuration(c -> c.functionName(request.functionName())
                        .version(request.qualifier())
                        .memorySize(128))
                .build();
    }

    private static ListFunctionsResponse listFunctions(Call call, ListFunctionsRequest request) {
        return ListFunctionsResponse.builder()
                .functions(FunctionConfiguration.builder().functionName("one").build())
                .nextMarker(request.marker())
                .build();
    }

    private static CreateFunctionResponse createFunction(Call call, CreateFunctionRequest request) {
        if (request.code() == null || request.code().zipFile() == null || request.environment() == null) {
            throw new FaultException(new Fault(Fault.Kind.INVALID_PARAMETER, "Code and Environment, please"));
        }
        return CreateFunctionResponse.builder()
                .functionName(request.functionName())
                .codeSize((long) request.code().zipFile().asByteArrayUnsafe().length)
                .environment(e -> e.variables(request.environment().variables()))
                .build();
    }

    private static TagResourceResponse tagResource(Call call, TagResourceRequest request) {
        return TagResourceResponse.builder().build();
    }

    private static DeleteFunctionResponse deleteFunction(Call call, DeleteFunctionRequest request) {
        return DeleteFunctionResponse.builder().build();
    }

    private static CreateLogGroupResponse createLogGroup(Call call, CreateLogGroupRequest request) {
        return CreateLogGroupResponse.builder().build();
    }

    private static PutLogEventsResponse putLogEvents(Call call, PutLogEventsRequest request) {
        return PutLogEventsResponse.builder()
                .nextSequenceToken(
                        request.logGroupName() + "/" + request.logEvents().size())
                .build();
    }
}
