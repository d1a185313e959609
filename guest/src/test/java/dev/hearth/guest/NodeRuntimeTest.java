package dev.hearth.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.guest.FakeRuntimeApi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The Node.js runtime as a function and its caller see it. */
class NodeRuntimeTest {

    private static final String WITH_CALLBACKS = "AWS_Lambda_nodejs22.x";
    private static final String WITHOUT_CALLBACKS = "AWS_Lambda_nodejs24.x";

    private static final Path RUNTIME = RuntimeProcess.runtime("nodejs");

    private static RuntimeProcess start(String handler, String executionEnvironment) {
        return start("index.cjs", handler, executionEnvironment);
    }

    private static RuntimeProcess start(String bootstrap, String handler, String executionEnvironment) {
        List<String> command = List.of(
                Interpreters.node().toString(), RUNTIME.resolve(bootstrap).toString());
        return RuntimeProcess.start(
                command,
                RuntimeProcess.functions("nodejs"),
                handler,
                Map.of("AWS_EXECUTION_ENV", executionEnvironment));
    }

    private static RuntimeProcess startHooked(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
        variables.putAll(more);
        variables.put("AWS_EXECUTION_ENV", WITH_CALLBACKS);
        List<String> command = List.of(
                Interpreters.node().toString(), RUNTIME.resolve("index.cjs").toString());
        return RuntimeProcess.start(command, RuntimeProcess.functions("nodejs"), "hooked.handler", variables);
    }

    /**
     * The client of Logs is not in the function's package, and the answer's URL has lost its scheme and port; an API's
     * name stands for Hearth.
     */
    @Test
    void helpersOfDeploymentToolsFindTheirNeighbours() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer neighbour = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        neighbour.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String host = exchange.getRequestHeaders().getFirst("Host").replaceFirst("^127.*", "");
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + target + " " + body + host);
            byte[] answer = "{\"__type\":\"ResourceAlreadyExistsException\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(target == null ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        neighbour.start();
        String endpoint = "http://127.0.0.1:" + neighbour.getAddress().getPort();
        Map<String, String> variables = Map.of(
                "AWS_EXECUTION_ENV",
                WITH_CALLBACKS,
                "AWS_ENDPOINT_URL",
                endpoint,
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "key",
                "AWS_SECRET_ACCESS_KEY",
                "secret");
        List<String> command = List.of(
                Interpreters.node().toString(), RUNTIME.resolve("index.cjs").toString());
        try (RuntimeProcess process =
                RuntimeProcess.start(command, RuntimeProcess.functions("nodejs"), "neighbour.handler", variables)) {
            JsonNode answer = process.respond("{\"group\":\"g\",\"answer\":\"" + endpoint + "/here\"}");

            assertThat(answer.toString()).isEqualTo("{\"refused\":\"ResourceAlreadyExistsException\",\"status\":200}");
            assertThat(seen)
                    .containsExactly(
                            "POST / Logs_20140328.CreateLogGroup {\"logGroupName\":\"g\"}",
                            "PUT /here null done",
                            "POST /prod/x?y=1 null abc.execute-api.us-east-1.localhost");
        } finally {
            neighbour.stop(0);
        }
    }

    @Test
    void hooksRunAroundTheSnapshotAndRandomNumbersAreRenewed() {
        try (RuntimeProcess process = startHooked(Map.of())) {
            process.api.awaitRestoreNext();
            process.api.wake();
            JsonNode answer = process.respond("{}");
            assertThat(answer.get("ran").toString()).isEqualTo("[\"before 2\",\"before 1\",\"after 1\",\"after 2\"]");
            double one = answer.get("numbers").get(0).asDouble();
            double other = answer.get("numbers").get(1).asDouble();
            assertThat(one).isBetween(0.0, 1.0).isNotEqualTo(other);
            assertThat(other).isBetween(0.0, 1.0);
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
        try (RuntimeProcess process = startHooked(variables)) {
            process.api.awaitRestoreNext();
            process.api.wake();
            JsonNode answer = process.respond("{}");
            assertThat(answer.get("ran")).hasSize(4);
            assertThat(answer.get("log").toString()).isEqualTo("[\"its own stream\",\"its own stream\"]");
            assertThat(answer.get("key").asString()).isEqualTo("of what woke");
            assertThat(answer.get("hearth").toString()).isEqualTo("[]");
        }
    }

    @Test
    void aHookThatFailsIsToldAndEndsTheRuntime() {
        try (RuntimeProcess process = startHooked(Map.of("HOOK", "fails"))) {
            process.api.awaitRestoreNext();
            process.api.wake();
            Answer error = process.api.answer();
            assertThat(error.path()).isEqualTo("restore/error");
            assertThat(error.errorType()).isEqualTo("Runtime.AfterRestoreError");
            assertThat(error.text()).contains("no connection");
            assertThat(process.exit()).isEqualTo(65);
        }
    }

    private static void assertError(Answer answer, String type, String message) {
        assertThat(answer.path()).endsWith("/error");
        assertThat(answer.errorType()).isEqualTo(type);
        JsonNode error = RuntimeProcess.json(answer);
        assertThat(error.get("errorType").asString()).isEqualTo(type);
        assertThat(error.get("errorMessage").asString()).startsWith(message);
        assertThat(error.get("trace").toString()).doesNotContain("at " + RUNTIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_CALLBACKS, WITHOUT_CALLBACKS})
    void oneProcessServesManyInvocationsWhateverTheyEndWith(String executionEnvironment) {
        try (RuntimeProcess process = start("app.handler", executionEnvironment)) {
            assertThat(process.respond("{\"do\":\"echo\",\"x\":[1,2.5,null,\"caf\\u00e9\"]}")
                            .toString())
                    .isEqualTo("{\"do\":\"echo\",\"x\":[1,2.5,null,\"café\"]}");
            assertError(process.api.invoke("{\"do\":\"throw\",\"message\":\"bad\"}"), "TypeError", "bad");
            assertError(process.api.invoke("{\"do\":\"reject\"}"), "RangeError", "out of it");
            assertError(process.api.invoke("{\"do\":\"rejectText\"}"), "string", "only text");
            assertError(process.api.invoke("{\"do\":\"custom\"}"), "CustomError", "mine");
            assertError(process.api.invoke("{\"do\":\"never\"}"), "Runtime.NodeJsExit", "The Lambda runtime client");
            assertThat(process.respond("{\"do\":\"nothing\"}").isNull()).isTrue();
            String size = "{\"do\":\"size\",\"text\":\"" + "é".repeat(500_000) + "\"}";
            assertThat(process.respond(size).asInt()).isEqualTo(500_000);
            process.api.chunked();
            assertThat(process.respond(size).asInt()).isEqualTo(500_000);
            assertThat(process.respond("{\"do\":\"large\",\"size\":6000000}")
                            .asString()
                            .length())
                    .isEqualTo(6_000_000);
            assertThat(process.respond("{\"do\":\"calls\"}").asInt()).isEqualTo(11);
        }
    }

    @Test
    void theErrorsShapeAndLogLineAreLambdas() {
        try (RuntimeProcess process = start("app.handler", WITH_CALLBACKS)) {
            Answer answer = process.api.invoke("{\"do\":\"custom\"}");
            JsonNode error = RuntimeProcess.json(answer);
            assertThat(error.propertyNames()).containsExactly("errorType", "errorMessage", "trace");
            assertThat(error.get("trace").get(0).asString()).endsWith("Error: mine");
            assertThat(error.get("trace").get(1).asString()).contains("/nodejs/app.js:");
            assertThat(process.output())
                    .containsPattern(
                            "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\trequest-1\tERROR\tInvoke Error \t"
                                    + "\\{\"errorType\":\"CustomError\",\"errorMessage\":\"mine\",\"code\":\"E_MINE\"")
                    .containsOnlyOnce("\n");
            assertError(process.api.invoke("{\"do\":\"rejectNothing\"}"), "string", "handled");
            assertError(process.api.invoke("{\"do\":\"unwritable\"}"), "Error", "Unable to stringify response body");
        }
    }

    @Test
    void theContextHasItsDocumentedFields() {
        try (RuntimeProcess process = start("app.handler", WITH_CALLBACKS)) {
            Answer answer = process.api.invoke(
                    "{\"do\":\"context\"}",
                    Map.of(
                            "Lambda-Runtime-Trace-Id", "Root=1-5e1b4151-5ac6c58f3f4f0e2b1e9c6b1a",
                            "Lambda-Runtime-Client-Context", "{\"custom\":{\"k\":\"v\"}}",
                            "Lambda-Runtime-Cognito-Identity", "{\"cognitoIdentityId\":\"one\"}"));
            JsonNode fields = RuntimeProcess.json(answer);
            assertThat(fields.get("functionName").asString()).isEqualTo("tested");
            assertThat(fields.get("functionVersion").asString()).isEqualTo("$LATEST");
            assertThat(fields.get("invokedFunctionArn").asString()).isEqualTo(FakeRuntimeApi.FUNCTION_ARN);
            assertThat(fields.get("memoryLimitInMB").asString()).isEqualTo("128");
            assertThat(fields.get("awsRequestId").asString()).isEqualTo("request-1");
            assertThat(fields.get("logGroupName").asString()).isEqualTo("/aws/lambda/tested");
            assertThat(fields.get("logStreamName").asString()).startsWith("2026/01/01/[$LATEST]");
            assertThat(fields.get("remaining").asInt()).isBetween(1, 30_000);
            assertThat(fields.get("identity").get("cognitoIdentityId").asString())
                    .isEqualTo("one");
            assertThat(fields.get("clientContext").get("custom").get("k").asString())
                    .isEqualTo("v");
            assertThat(fields.get("callbackWaitsForEmptyEventLoop").asBoolean()).isTrue();
            assertThat(fields.get("trace").asString()).startsWith("Root=1-");
            JsonNode bare = process.respond("{\"do\":\"context\"}");
            assertThat(bare.get("trace").isNull()).isTrue();
            assertThat(bare.has("clientContext")).isFalse();
        }
        try (RuntimeProcess process = start("app.handler", WITHOUT_CALLBACKS)) {
            assertThat(process.respond("{\"do\":\"context\"}").has("callbackWaitsForEmptyEventLoop"))
                    .isFalse();
        }
    }

    @Test
    void theConsoleWritesLambdasLines() {
        try (RuntimeProcess process = start("app.handler", WITH_CALLBACKS)) {
            process.respond("{\"do\":\"log\"}");
            String[] lines = process.output().split("\n");
            assertThat(lines).hasSize(6);
            assertThat(lines[0])
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
                            + "\trequest-1\tINFO\ttwo\\rlines 2 \\{ a: 1 }");
            assertThat(lines[1]).endsWith("\trequest-1\tINFO\ti");
            assertThat(lines[2]).endsWith("\trequest-1\tWARN\tw");
            assertThat(lines[3]).endsWith("\trequest-1\tERROR\te");
            assertThat(lines[4]).endsWith("\trequest-1\tDEBUG\td");
            assertThat(lines[5]).isEqualTo("raw line");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "app.handler,         '{\"do\":\"echo\"}', '{\"do\":\"echo\"}'",
        "app.promise,         '{\"a\":1}',         '{\"a\":1}'",
        "app.done,            '{\"a\":1}',         '{\"a\":1}'",
        "app.sync,            '{\"a\":1}',         null",
        "app.callback,        '{\"a\":1}',         '{\"a\":1}'",
        "app.deep.er.handler, '{}',                '\"deeper\"'",
        "dir/nested.sub.handler, '{}',             '\"from dir\"'",
        "esm.handler,         '{}',                '\"function\"'",
        "package/app.handler, '{}',                '\"undefined\"'",
        "common.handler,      '{}',                '\"function\"'",
        "esm.callback,        '{}',                1"
    })
    void everyFormOfHandlerServes(String handler, String event, String response) {
        try (RuntimeProcess process = start(handler, WITH_CALLBACKS)) {
            assertThat(process.api.invoke(event).text()).isEqualTo(response);
            assertThat(process.api.invoke(event).text()).isEqualTo(response);
        }
    }

    @Test
    void lambdasOwnNameForTheBootstrapWorksToo() {
        try (RuntimeProcess process = start("index.mjs", "app.handler", WITH_CALLBACKS)) {
            assertThat(process.respond("{\"do\":\"calls\"}").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aCallbackWaitsForAnEmptyEventLoopUnlessToldNotTo() {
        try (RuntimeProcess process = start("app.callback", WITH_CALLBACKS)) {
            process.respond("{}");
            assertThat(process.output()).endsWith("\trequest-1\tINFO\tafterwards\n");
            assertError(process.api.invoke("{\"fail\":\"no\"}"), "Error", "no");
            process.respond("{\"immediately\":true}");
        }
        try (RuntimeProcess process = start("app.callback", WITH_CALLBACKS)) {
            process.respond("{\"immediately\":true}");
            assertThat(process.output()).isEmpty();
        }
    }

    @Test
    void withoutCallbacksAPlainReturnValueIsTheResponse() {
        try (RuntimeProcess process = start("app.sync", WITHOUT_CALLBACKS)) {
            assertThat(process.respond("{\"a\":1}").toString()).isEqualTo("{\"a\":1}");
        }
        try (RuntimeProcess process = start("app.syncThrow", WITHOUT_CALLBACKS)) {
            assertError(process.api.invoke("{}"), "TypeError", "at once");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nope.handler,               Runtime.ImportModuleError,    Error: Cannot find module 'nope'",
        "missing-dependency.handler, Runtime.ImportModuleError,    Error: Cannot find module 'no-such-package'",
        "app.nope,                   Runtime.HandlerNotFound,      app.nope is undefined or not exported",
        "app.notAFunction,           Runtime.HandlerNotFound,      app.notAFunction is not a function",
        "app.deep.nope.handler,      Runtime.HandlerNotFound,      app.deep.nope.handler is undefined or not exported",
        "syntax.handler,             Runtime.UserCodeSyntaxError,  SyntaxError: ",
        "syntax-esm.handler,         Runtime.UserCodeSyntaxError,  SyntaxError: ",
        "app,                        Runtime.MalformedHandlerName, Bad handler",
        "../app.handler,             Runtime.MalformedHandlerName, '''../app.handler'' is not a valid handler name.'",
        "throws-at-load.handler,     RangeError,                   not configured"
    })
    void anInitErrorIsReportedAndEndsTheProcess(String handler, String type, String message) {
        try (RuntimeProcess process = start(handler, WITH_CALLBACKS)) {
            Answer answer = process.api.answer();
            assertThat(answer.path()).isEqualTo("init/error");
            assertError(answer, type, message);
            assertThat(process.exit()).isEqualTo(129);
            assertThat(process.output()).contains("\tundefined\tERROR\tUncaught Exception \t{\"errorType\":\"" + type);
        }
    }

    @Test
    void aPromiseRejectedDuringInitIsAnInitError() {
        try (RuntimeProcess process = start("rejects-at-load.handler", WITH_CALLBACKS)) {
            Answer answer = process.api.answer();
            assertThat(answer.path()).isEqualTo("init/error");
            assertError(answer, "Runtime.UnhandledPromiseRejection", "Error: at load");
            assertThat(process.exit()).isEqualTo(128);
        }
    }

    @Test
    void aCallbackHandlerIsRefusedWhereLambdaNoLongerHasCallbacks() {
        try (RuntimeProcess process = start("app.callback", WITHOUT_CALLBACKS)) {
            assertError(
                    process.api.answer(),
                    "Runtime.CallbackHandlerDeprecated",
                    "ERROR: AWS Lambda has removed support for callback-based function handlers");
            assertThat(process.exit()).isEqualTo(129);
        }
    }

    @Test
    void whatNobodyCatchesEndsTheInvocationAndTheProcess() {
        try (RuntimeProcess process = start("app.handler", WITH_CALLBACKS)) {
            assertError(process.api.invoke("{\"do\":\"lateThrow\"}"), "TypeError", "late");
            assertThat(process.exit()).isEqualTo(129);
            assertThat(process.output()).contains("\trequest-1\tERROR\tUncaught Exception \t");
        }
        try (RuntimeProcess process = start("app.handler", WITH_CALLBACKS)) {
            Answer answer = process.api.invoke("{\"do\":\"forgotten\"}");
            assertError(answer, "Runtime.UnhandledPromiseRejection", "Error: nobody waited");
            assertThat(process.exit()).isEqualTo(128);
            assertThat(process.output()).contains("\trequest-1\tERROR\tUnhandled Promise Rejection \t");
        }
    }

    @Test
    void nothingWrittenIsLostWhenTheFunctionExitsWhileItsPipeIsFull() {
        String node = Interpreters.node().toString();
        String bootstrap = RUNTIME.resolve("index.cjs").toString();
        List<String> command = List.of("/bin/sh", "-c", "\"$0\" \"$1\" | dd bs=512 2>/dev/null", node, bootstrap);
        Path functions = RuntimeProcess.functions("nodejs");
        try (RuntimeProcess process = RuntimeProcess.start(command, functions, "app.handler", Map.of())) {
            process.api.offer("{\"do\":\"big\"}");
            assertThat(process.exit()).isZero();
            assertThat(process.output()).hasSize(300_001);
        }
    }
}
