package dev.hearth.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.guest.FakeRuntimeApi.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The Python runtime as a function and its caller see it, on every interpreter of this machine. */
class PythonRuntimeTest {

    private static final Path RUNTIME = RuntimeProcess.runtime("python");

    private static final Map<String, String> SNAP_START = Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

    static List<Path> interpreters() {
        return Interpreters.pythons();
    }

    private static RuntimeProcess start(Path python, String handler, Map<String, String> more) {
        String bootstrap = RUNTIME.resolve("bootstrap.py").toString();
        return RuntimeProcess.start(
                List.of(python.toString(), bootstrap), RuntimeProcess.functions("python"), handler, more);
    }

    private static RuntimeProcess start(String handler) {
        return start(Interpreters.python(), handler, Map.of());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("interpreters")
    void everyInterpreterServesTheWholeContract(Path python) {
        try (RuntimeProcess process = start(python, "app.handler", Map.of())) {
            assertThat(process.respond("{\"do\":\"echo\",\"x\":[1,2.5,null,\"caf\\u00e9\"]}")
                            .toString())
                    .isEqualTo("{\"do\":\"echo\",\"x\":[1,2.5,null,\"café\"]}");
            context(process);
            Answer decimal = process.api.invoke("{\"do\":\"decimal\"}");
            assertThat(decimal.text()).isEqualTo("{\"price\": 1.10, \"list\": [1E+2, NaN]}");
            error(process.api.invoke("{\"do\":\"raise\"}"));
            assertThat(process.respond("{\"do\":\"size\",\"text\":\"" + "é".repeat(500_000) + "\"}")
                            .asInt())
                    .isEqualTo(500_000);
            logs(process);
        }
    }

    @Test
    void anApisNameStandsForHearth() {
        Map<String, String> variables = Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        try (RuntimeProcess process = start(Interpreters.python(), "calls_api.handler", variables)) {
            assertThat(process.respond("[\"https://abc1.execute-api.eu-west-1.localhost/prod/@connections/x\","
                                    + "\"https://abc1.execute-api.eu-west-1.amazonaws.com\",\"https://example.com/a\"]")
                            .toString())
                    .isEqualTo("[{\"url\":\"http://127.0.0.1:4566/prod/@connections/x\","
                            + "\"host\":\"abc1.execute-api.eu-west-1.localhost\"},"
                            + "{\"url\":\"http://127.0.0.1:4566/\","
                            + "\"host\":\"abc1.execute-api.eu-west-1.amazonaws.com\"},"
                            + "{\"url\":\"https://example.com/a\",\"host\":null}]");
        }
    }

    @Test
    void hooksRunAroundTheSnapshotInLambdasOrderAndRandomNumbersAreRenewed() {
        try (RuntimeProcess process = start(Interpreters.python(), "hooked.handler", SNAP_START)) {
            process.api.awaitRestoreNext();
            process.api.wake();
            JsonNode answer = process.respond("{}");
            assertThat(answer.get("ran").toString())
                    .isEqualTo("[\"before 2 (5,) {'by': 'name'}\",\"before 1\",\"after 1\",\"after 2\"]");
            assertThat(answer.get("random").asDouble())
                    .isNotEqualTo(answer.get("of_seed_1").asDouble());
        }
    }

    @Test
    void aHookThatFailsIsToldWithLambdasTypeAndEndsTheRuntime() {
        try (RuntimeProcess process = start(
                Interpreters.python(),
                "hooked.handler",
                Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", "HOOK", "fails"))) {
            process.api.awaitRestoreNext();
            process.api.wake();
            Answer error = process.api.answer();
            assertThat(error.path()).isEqualTo("restore/error");
            assertThat(error.errorType()).isEqualTo("Runtime.AfterRestoreError");
            assertThat(error.text()).contains("\"errorMessage\": \"no connection\"", "ValueError");
            assertThat(process.exit()).isEqualTo(65);
        }
        try (RuntimeProcess process = start(
                Interpreters.python(),
                "hooked.handler",
                Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", "HOOK", "fails before"))) {
            Answer error = process.api.answer();
            assertThat(error.path()).isEqualTo("init/error");
            assertThat(error.errorType()).isEqualTo("Runtime.BeforeSnapshotError");
            assertThat(process.exit()).isEqualTo(64);
        }
    }

    /** The function reads what one reads that is started on demand, its own log stream's name too. */
    @Test
    void aSnapshotByHearthsOwnChoiceIsNotSeenInside() {
        Map<String, String> variables = Map.of(
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                "on-demand",
                "_HEARTH_SNAPSHOT",
                "1",
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "the template's");
        try (RuntimeProcess process = start(Interpreters.python(), "hooked.handler", variables)) {
            process.api.awaitRestoreNext();
            process.api.wake();
            JsonNode answer = process.respond("{}");
            assertThat(answer.get("ran")).hasSize(4);
            assertThat(answer.get("log").asString()).isEqualTo("its own stream");
            assertThat(answer.get("key").asString()).isEqualTo("of what woke");
            assertThat(answer.get("hearth").toString()).isEqualTo("[]");
        }
    }

    @Test
    void withoutSnapStartTheHooksAreNeverRun() {
        try (RuntimeProcess process = start("hooked.handler")) {
            assertThat(process.respond("{}").get("ran").toString()).isEqualTo("[]");
        }
    }

    private static void context(RuntimeProcess process) {
        Answer answer = process.api.invoke(
                "{\"do\":\"context\"}",
                Map.of(
                        "Lambda-Runtime-Trace-Id", "Root=1-5e1b4151-5ac6c58f3f4f0e2b1e9c6b1a",
                        "Lambda-Runtime-Client-Context",
                                "{\"client\":{\"app_title\":\"T\"},"
                                        + "\"custom\":{\"k\":\"v\"},\"env\":{\"locale\":\"de\"}}",
                        "Lambda-Runtime-Cognito-Identity",
                                "{\"cognitoIdentityId\":\"one\",\"cognitoIdentityPoolId\":\"two\"}"));
        JsonNode fields = RuntimeProcess.json(answer);
        assertThat(fields.get("function_name").asString()).isEqualTo("tested");
        assertThat(fields.get("function_version").asString()).isEqualTo("$LATEST");
        assertThat(fields.get("invoked_function_arn").asString()).isEqualTo(FakeRuntimeApi.FUNCTION_ARN);
        assertThat(fields.get("memory_limit_in_mb").asString()).isEqualTo("128");
        assertThat(fields.get("memory_limit_in_mb").isString()).isTrue();
        assertThat(fields.get("aws_request_id").asString()).isEqualTo("request-2");
        assertThat(fields.get("log_group_name").asString()).isEqualTo("/aws/lambda/tested");
        assertThat(fields.get("log_stream_name").asString()).startsWith("2026/01/01/[$LATEST]");
        assertThat(fields.get("tenant_id").isNull()).isTrue();
        assertThat(fields.get("remaining").asInt()).isBetween(1, 30_000);
        assertThat(fields.get("identity").toString()).isEqualTo("[\"one\",\"two\"]");
        assertThat(fields.get("client").toString()).isEqualTo("[\"T\",null,{\"k\":\"v\"},{\"locale\":\"de\"}]");
        assertThat(fields.get("trace").asString()).startsWith("Root=1-");
        JsonNode bare = process.respond("{\"do\":\"context\"}");
        assertThat(bare.get("trace").isNull()).isTrue();
        assertThat(bare.has("client")).isFalse();
        assertThat(bare.get("identity").toString()).isEqualTo("[null,null]");
    }

    private static void error(Answer answer) {
        assertThat(answer.path()).isEqualTo("invocation/request-5/error");
        assertThat(answer.errorType()).isEqualTo("ValueError");
        JsonNode error = RuntimeProcess.json(answer);
        assertThat(error.get("errorMessage").asString()).isEqualTo("that did not work");
        assertThat(error.get("errorType").asString()).isEqualTo("ValueError");
        assertThat(error.get("requestId").asString()).isEqualTo("request-5");
        List<String> frames = new ArrayList<>();
        error.get("stackTrace").forEach(frame -> frames.add(frame.asString()));
        assertThat(frames).hasSize(3);
        assertThat(frames.getFirst()).contains("/app.py\", line 21, in handler\n");
        assertThat(frames.getLast()).contains("/helper.py\", line 2, in fail\n    raise ValueError(message)\n");
    }

    private static void logs(RuntimeProcess process) {
        assertThat(process.output())
                .startsWith("[ERROR] ValueError: that did not work\rTraceback (most recent call last):\r"
                        + "\u00a0\u00a0File \"")
                .contains("\r\u00a0\u00a0\u00a0\u00a0raise ValueError(message)")
                .containsOnlyOnce("\n");
        process.respond("{\"do\":\"print\"}");
        assertThat(process.output())
                .contains("one line\ntwo words café\n")
                .contains("no end")
                .contains("to stderr\n");
        process.respond("{\"do\":\"log\"}");
        assertThat(process.output())
                .containsPattern("\\[WARNING\\]\t\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
                        + "\trequest-8\tcareful with this\n")
                .containsPattern("\\[INFO\\]\t[^\t]+Z\trequest-8\tnow shown\n")
                .doesNotContain("not shown");
        process.respond("{\"do\":\"context_log\"}");
        assertThat(process.output()).endsWith("as it is\n");
    }

    @Test
    void oneProcessServesManyInvocationsWhateverTheyEndWith() {
        try (RuntimeProcess process = start("app.handler")) {
            Answer unwritable = process.api.invoke("{\"do\":\"unwritable\"}");
            assertThat(unwritable.errorType()).isEqualTo("Runtime.MarshalError");
            assertThat(RuntimeProcess.json(unwritable).get("errorMessage").asString())
                    .isEqualTo("Unable to marshal response: Object of type Unwritable is not JSON serializable");
            Answer bytes = process.api.invoke("{\"do\":\"bytes\"}");
            assertThat(bytes.contentType()).isEqualTo("application/unknown");
            assertThat(bytes.body()).containsExactly(0, 'r', 'a', 'w', 0xff);
            assertThat(process.respond("{\"do\":\"bytes_within\"}").get("text").asString())
                    .isEqualTo("café");
            assertThat(process.respond("{\"do\":\"nothing\"}").isNull()).isTrue();
            assertThat(process.respond("{\"do\":\"large\",\"size\":6000000}")
                            .asString()
                            .length())
                    .isEqualTo(6_000_000);
            Answer notJson = process.api.invoke("not json");
            assertThat(notJson.errorType()).isEqualTo("Runtime.UnmarshalError");
            assertThat(notJson.text()).contains("Unable to unmarshal input: Expecting value");
            Answer badContext = process.api.invoke("{\"do\":\"calls\"}", Map.of("Lambda-Runtime-Client-Context", "{"));
            assertThat(badContext.errorType()).isEqualTo("Runtime.LambdaContextUnmarshalError");
            process.api.chunked();
            assertThat(process.respond("{\"do\":\"size\",\"text\":\"" + "x".repeat(200_000) + "\"}")
                            .asInt())
                    .isEqualTo(200_000);
            assertThat(process.respond("{\"do\":\"calls\"}").asInt()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_Lambda_python3.11, '{\"do\": \"echo\", \"x\": \"caf\\u00e9\"}'",
        "AWS_Lambda_python3.12, '{\"do\": \"echo\", \"x\": \"café\"}'"
    })
    void theRuntimeAskedForDecidesHowTextIsEncoded(String executionEnvironment, String expected) {
        try (RuntimeProcess process =
                start(Interpreters.python(), "app.handler", Map.of("AWS_EXECUTION_ENV", executionEnvironment))) {
            assertThat(process.api.invoke("{\"do\":\"echo\",\"x\":\"café\"}").text())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"pkg/inner.handler", "pkg.inner.handler"})
    void aHandlerMayBeInAPackage(String handler) {
        try (RuntimeProcess process = start(handler)) {
            assertThat(process.respond("{}").asString()).isEqualTo("from pkg/inner");
        }
    }

    @Test
    void theFunctionsFolderComesFirstAndTheRuntimesFolderIsNotOnThePath() {
        try (RuntimeProcess process = start(Interpreters.python(), "app.handler", Map.of("PYTHONSAFEPATH", "1"))) {
            JsonNode path = process.respond("{\"do\":\"path\"}");
            assertThat(path.get(0).asString())
                    .isEqualTo(RuntimeProcess.functions("python").toString());
            assertThat(path.toString()).doesNotContain(RUNTIME + "\"");
        }
    }

    @Test
    void loggingIsNotLoadedForAFunctionThatDoesNotAskForIt() {
        try (RuntimeProcess process = start("quiet.handler")) {
            assertThat(process.respond("{}").asBoolean()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nope.handler,            Runtime.ImportModuleError,     "
                + "Unable to import module 'nope': No module named 'nope'",
        "missing_dependency.handler, Runtime.ImportModuleError,  "
                + "Unable to import module 'missing_dependency': No module named 'no_such_package'",
        "app.nope,                Runtime.HandlerNotFound,       Handler 'nope' missing on module 'app'",
        "syntax_error.handler,    Runtime.UserCodeSyntaxError,   Syntax error in module 'syntax_error'",
        "app,                     Runtime.MalformedHandlerName,  "
                + "'Bad handler ''app'': not enough values to unpack (expected 2, got 1)'",
        "sys.handler,             Runtime.BuiltInModuleConflict, Cannot use built-in module sys as a handler module",
        "fails_at_import.handler, ValueError,                    not configured"
    })
    void anInitErrorIsReportedAndEndsTheProcess(String handler, String type, String message) {
        try (RuntimeProcess process = start(handler.strip())) {
            Answer answer = process.api.answer();
            assertThat(answer.path()).isEqualTo("init/error");
            assertThat(answer.errorType()).isEqualTo(type);
            JsonNode error = RuntimeProcess.json(answer);
            assertThat(error.get("errorType").asString()).isEqualTo(type);
            assertThat(error.get("errorMessage").asString()).startsWith(message);
            assertThat(error.get("stackTrace").toString()).doesNotContain(RUNTIME.toString());
            assertThat(process.exit()).isEqualTo(1);
            assertThat(process.output()).startsWith("[ERROR] " + type + ": " + message);
        }
    }

    @Test
    void anExitIsTheProcessesOwn() {
        try (RuntimeProcess process = start("exits_at_import.handler")) {
            assertThat(process.exit()).isEqualTo(7);
        }
        try (RuntimeProcess process = start("app.handler")) {
            process.respond("{\"do\":\"echo\"}");
            process.api.offer("{\"do\":\"exit\",\"status\":5}");
            assertThat(process.exit()).isEqualTo(5);
        }
    }
}
