package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The life of functions of every runtime, with the AWS SDK for Java. */
@Tag("guests")
@ExtendWith(SharedHearth.class)
class FunctionTest {

    private static final String ECHO = """
            def handler(event, context):
                print("got", event)
                return {"event": event, "id": context.aws_request_id, "left": context.get_remaining_time_in_millis()}
            """;

    private final Hearth hearth;

    FunctionTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void aPythonFunctionAnswersAndItsLogIsLambdas() {
        try (Function function = Function.python(hearth, ECHO)) {
            Function.Answer answer = function.invoke("{\"name\":\"you\"}");

            assertThat(answer.error()).isNull();
            assertThat(answer.version()).isEqualTo("$LATEST");
            assertThat(answer.payload()).contains("\"event\": {\"name\": \"you\"}");
            assertThat(answer.log().lines().toList())
                    .anyMatch(line -> line.matches("START RequestId: [0-9a-f-]{36} Version: \\$LATEST\\s*"))
                    .anyMatch(line -> line.startsWith("got {'name': 'you'}"))
                    .anyMatch(line -> line.matches("END RequestId: [0-9a-f-]{36}\\s*"))
                    .anyMatch(line -> line.matches("REPORT RequestId: .*Duration: .* ms\\s+Billed Duration: .* ms\\s+"
                            + "Memory Size: 128 MB\\s+Max Memory Used: .* MB\\s+Init Duration: .* ms\\s*"));
            assertThat(function.invoke("{}").log()).contains("REPORT RequestId").doesNotContain("Init Duration");
        }
    }

    @Test
    void aNodeFunctionAnswers() {
        String source = """
                export const handler = async (event, context) => {
                  console.log("hello", event.name);
                  return {greeting: `hello ${event.name}`, fn: context.functionName};
                };
                """;
        try (Function function = Function.node(hearth, source)) {
            Function.Answer answer = function.invoke("{\"name\":\"you\"}");

            assertThat(answer.payload()).isEqualTo("{\"greeting\":\"hello you\",\"fn\":\"" + function.name() + "\"}");
            assertThat(answer.log()).contains("hello you");
        }
    }

    @Test
    void aProvidedFunctionInCAnswers() throws Exception {
        byte[] zip = Zip.executable("bootstrap", Examples.cBootstrap());
        try (Function function =
                Function.create(hearth, "provided.al2023", zip, request -> request.handler("unused"))) {
            Function.Answer answer = function.invoke("{\"name\":\"you\"}");

            assertThat(answer.error()).isNull();
            assertThat(answer.payload()).startsWith("{");
        }
    }

    @Test
    void anEnvironmentServesAgainAndKeepsItsState() {
        String source = "n = 0\ndef handler(e, c):\n    global n\n    n += 1\n    return n\n";
        try (Function function = Function.python(hearth, source)) {
            assertThat(function.invoke("{}").payload()).isEqualTo("1");
            assertThat(function.invoke("{}").payload()).isEqualTo("2");
        }
    }

    @Test
    void anUpdateOfTheCodeReachesTheNextInvocation() {
        try (Function function = Function.python(hearth, "def handler(e, c):\n    return 'old'\n")) {
            assertThat(function.invoke("{}").payload()).isEqualTo("\"old\"");
            function.updateCode(Zip.of("app.py", "def handler(e, c):\n    return 'new'\n"));
            assertThat(function.invoke("{}").payload()).isEqualTo("\"new\"");
        }
    }

    @Test
    void environmentVariablesAreLambdasAndTheUsers() {
        String source = "import os\ndef handler(e, c):\n    return dict(os.environ)\n";
        try (Function function = Function.python(hearth, source, UnaryOperator.identity())) {
            assertThat(function.invoke("{}").payload())
                    .contains("\"AWS_LAMBDA_FUNCTION_NAME\": \"" + function.name() + "\"")
                    .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\": \"128\"")
                    .contains("\"AWS_REGION\": \"us-east-1\"")
                    .contains("\"AWS_ENDPOINT_URL\": \"" + hearth.endpoint() + "\"")
                    .contains("\"LAMBDA_TASK_ROOT\": \"/var/task\"")
                    .contains("\"_HANDLER\": \"app.handler\"");
            function.updateEnvironment(Map.of("COLOUR", "red"));
            assertThat(function.invoke("{}").payload()).contains("\"COLOUR\": \"red\"");
        }
    }

    @Test
    void aDryRunRunsNothing() {
        try (Function function = Function.python(hearth, "raise Exception('must not run')\n")) {
            InvokeResponse response = hearth.lambda()
                    .invoke(request -> request.functionName(function.name()).invocationType(InvocationType.DRY_RUN));
            assertThat(response.statusCode()).isEqualTo(204);
        }
    }

    @Test
    void noPayloadIsTheEmptyObject() {
        try (Function function = Function.python(hearth, "def handler(e, c):\n    return e\n")) {
            InvokeResponse response = hearth.lambda().invoke(request -> request.functionName(function.name()));
            assertThat(response.payload().asUtf8String()).isEqualTo("{}");
        }
    }

    @Test
    void aDeletedFunctionIsGone() {
        Function function = Function.python(hearth, ECHO);
        function.close();
        assertThatThrownBy(() -> function.invoke("{}"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Function not found: arn:aws:lambda:us-east-1:000000000000:function:" + function.name());
    }

    @Test
    void theLogIsInItsGroupAndInAStreamOfLambdasForm() {
        try (Function function = Function.python(hearth, "def handler(e, c):\n    print('one')\n    print('two')\n")) {
            function.invoke("{}");
            List<FilteredLogEvent> events = await().atMost(Duration.ofSeconds(120))
                    .ignoreExceptionsInstanceOf(CloudWatchLogsException.class) // the group comes with the first line
                    .until(
                            () -> hearth.logs()
                                    .filterLogEvents(request -> request.logGroupName(function.logGroup()))
                                    .events(),
                            found -> found.stream()
                                    .anyMatch(event -> event.message().startsWith("REPORT")));

            assertThat(events)
                    .extracting(event -> event.message().strip().split(" ")[0])
                    .containsSubsequence("START", "one", "two", "END", "REPORT");
            assertThat(events.getFirst().logStreamName()).matches("\\d{4}/\\d{2}/\\d{2}/\\[\\$LATEST][0-9a-f]{32}");
        }
    }
}
