package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Asynchronous invocation and its destinations, with the AWS SDK for Java. */
@ExtendWith(SharedHearth.class)
class EventInvocationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String WORK = """
            def handler(event, context):
                print("run", context.aws_request_id, event)
                if event.get("fail"):
                    raise ValueError("as asked")
                return {"got": event}
            """;

    private static final String TOLD = """
            import json
            def handler(event, context):
                print("told", json.dumps(event))
            """;

    private final Hearth hearth;

    EventInvocationTest(Hearth hearth) {
        this.hearth = hearth;
    }

    private InvokeResponse send(Function function, String payload) {
        return hearth.lambda()
                .invoke(request -> request.functionName(function.name())
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(payload)));
    }

    private List<String> lines(Function function, String word) {
        return hearth.logs()
                        .describeLogGroups(request -> request.logGroupNamePrefix(function.logGroup()))
                        .logGroups()
                        .isEmpty()
                ? List.of()
                : hearth
                        .logs()
                        .filterLogEvents(request ->
                                request.logGroupName(function.logGroup()).filterPattern(word))
                        .events()
                        .stream()
                        .map(FilteredLogEvent::message)
                        .toList();
    }

    private List<String> awaitLines(Function function, String word, int count) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> lines(function, word), found -> found.size() >= count);
    }

    @Test
    void anEventIsAnsweredWith202AndRunsUnderItsRequestId() {
        try (Function function = Function.python(hearth, WORK)) {
            InvokeResponse response = send(function, "{\"name\":\"you\"}");
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.payload().asUtf8String()).isEmpty();
            assertThat(response.functionError()).isNull();
            assertThat(awaitLines(function, "run", 1))
                    .singleElement()
                    .asString()
                    .contains(response.responseMetadata().requestId(), "{'name': 'you'}");
        }
    }

    @Test
    void theInvocationRecordOfSuccessAndOfFailureReachesAFunction() {
        try (Function told = Function.python(hearth, TOLD);
                Function function = Function.python(hearth, WORK)) {
            String toldArn = arn(told);
            hearth.lambda()
                    .putFunctionEventInvokeConfig(config -> config.functionName(function.name())
                            .maximumRetryAttempts(0)
                            .destinationConfig(to -> to.onSuccess(success -> success.destination(toldArn))
                                    .onFailure(failure -> failure.destination(toldArn))));
            String failed = send(function, "{\"fail\":true}").responseMetadata().requestId();
            assertThat(awaitLines(told, "told", 1))
                    .singleElement()
                    .asString()
                    .contains(
                            "\"requestContext\": {\"requestId\": \"" + failed + "\", \"functionArn\": \""
                                    + arn(function) + ":$LATEST\", \"condition\": \"RetriesExhausted\","
                                    + " \"approximateInvokeCount\": 1}",
                            "\"requestPayload\": {\"fail\": true}",
                            "\"responseContext\": {\"statusCode\": 200, \"executedVersion\": \"$LATEST\","
                                    + " \"functionError\": \"Unhandled\"}",
                            "\"errorMessage\": \"as asked\"");
            send(function, "{\"n\":1}");
            assertThat(awaitLines(told, "told", 2))
                    .anyMatch(line -> line.contains("\"condition\": \"Success\"")
                            && line.contains("\"responsePayload\": {\"got\": {\"n\": 1}}"));
        }
    }

    @Test
    void aFunctionWithoutConcurrencyTellsAtOnce() {
        try (Function told = Function.python(hearth, TOLD);
                Function function = Function.python(hearth, WORK)) {
            hearth.lambda()
                    .putFunctionEventInvokeConfig(config -> config.functionName(function.name())
                            .destinationConfig(to -> to.onFailure(failure -> failure.destination(arn(told)))));
            hearth.lambda()
                    .putFunctionConcurrency(concurrency ->
                            concurrency.functionName(function.name()).reservedConcurrentExecutions(0));
            assertThat(send(function, "{}").statusCode()).isEqualTo(202);
            assertThat(awaitLines(told, "told", 1))
                    .singleElement()
                    .asString()
                    .contains("\"statusCode\": 429", "Rate Exceeded.");
            assertThat(lines(function, "run")).isEmpty();
        }
    }

    @Test
    void whatCannotBeAnEventIsRefusedInLambdasWords() {
        try (Function function = Function.python(hearth, WORK)) {
            String large = "\"" + "x".repeat(1 << 20) + "\"";
            assertThatThrownBy(() -> send(function, large))
                    .isInstanceOf(RequestTooLargeException.class)
                    .hasMessageContaining(
                            "byte payload is too large for the Event invocation type (limit 1048576 bytes)");
            assertThatThrownBy(() -> send(function, "{not json"))
                    .isInstanceOf(LambdaException.class)
                    .hasMessageContaining("Could not parse request body into json");
            assertThatThrownBy(() -> hearth.lambda()
                            .invoke(request ->
                                    request.functionName("no-such-function").invocationType(InvocationType.EVENT)))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    private String arn(Function function) {
        return hearth.lambda()
                .getFunctionConfiguration(get -> get.functionName(function.name()))
                .functionArn();
    }
}
