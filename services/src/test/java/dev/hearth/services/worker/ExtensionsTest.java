package dev.hearth.services.worker;

import static dev.hearth.services.worker.WorkerFixture.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FakeSandboxDriver.Guest;
import dev.hearth.sandbox.SandboxEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Extensions and Telemetry APIs as extensions find them. */
class ExtensionsTest {

    private static final Pattern HEAD = Pattern.compile("(?is)\\A.*?content-length: *(\\d+).*?\r\n\r\n");
    private static final String BOTH = "[\"INVOKE\",\"SHUTDOWN\"]";

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @TempDir
    private Path layer;

    private interface Body {
        void run(Guest guest, RuntimeApiClient runtime, ExtensionClient extension) throws Exception;
    }

    private WorkerFixture fixture(Body body) throws Exception {
        Files.createDirectories(layer.resolve("extensions"));
        Files.writeString(layer.resolve("extensions/agent"), "");
        return new WorkerFixture(
                guest -> {
                    try (RuntimeApiClient runtime = new RuntimeApiClient(guest.runtimeApi());
                            ExtensionClient extension = new ExtensionClient(guest.runtimeApi())) {
                        body.run(guest, runtime, extension);
                    }
                },
                layer,
                new RealPorts());
    }

    private static EnvironmentSpec spec(String format) {
        EnvironmentSpec plain = WorkerFixture.spec(Duration.ofSeconds(30));
        return new EnvironmentSpec(
                plain.functionArn(),
                plain.functionName(),
                plain.version(),
                plain.revision(),
                plain.runtime(),
                plain.handler(),
                plain.timeout(),
                plain.memoryMb(),
                plain.ephemeralStorageMb(),
                Map.of(),
                plain.codeDigest(),
                plain.logGroup(),
                List.of("layer"),
                new EnvironmentSpec.LogControls(format, "", ""),
                "",
                EnvironmentSpec.Initialization.ON_DEMAND);
    }

    private Object take() throws InterruptedException {
        Object first = seen.poll(60, TimeUnit.SECONDS);
        assertThat(first).as("nothing was seen in time").isNotNull();
        return first;
    }

    @Test
    void anExternalExtensionHearsOfInvocationsAndOfTheShutdown() throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        try (WorkerFixture fixture = fixture((guest, runtime, extension) -> {
            seen.add(extension.register("agent", BOTH));
            Thread.ofVirtual().start(() -> {
                try {
                    seen.add(extension.next());
                    back.await();
                    seen.add(extension.next());
                    guest.end(new SandboxEnd(0, 0, false));
                } catch (Exception failed) {
                    seen.add(failed);
                }
            });
            RuntimeApiClient.Reply event = runtime.next();
            runtime.respond(event.requestId(), "1");
            runtime.sendNext();
            guest.hang();
        })) {
            String id = fixture.started(spec("Text")).environmentId();
            RuntimeApiClient.Reply registered = (RuntimeApiClient.Reply) take();
            assertThat(registered.status()).isEqualTo(200);
            assertThat(registered.body())
                    .isEqualTo("{\"functionName\":\"hello\",\"functionVersion\":\"$LATEST\","
                            + "\"handler\":\"app.handler\",\"accountId\":\"000000000000\"}");
            assertThat(WorkerFixture.text(fixture.invoke(id, REQUEST_ID, "{}").payload()))
                    .isEqualTo("1");
            RuntimeApiClient.Reply invoke = (RuntimeApiClient.Reply) take();
            assertThat(invoke.body())
                    .startsWith("{\"eventType\":\"INVOKE\",\"deadlineMs\":")
                    .contains("\"requestId\":\"" + REQUEST_ID + "\",\"invokedFunctionArn\":\"arn:aws:lambda")
                    .contains("\"tracing\":{\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1-");
            assertThat(fixture.worker.report().getFirst().state()).isEqualTo("busy");
            back.countDown();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> fixture.worker.report().getFirst().state().equals("idle"));
            fixture.worker.destroy(id);
            assertThat(((RuntimeApiClient.Reply) take()).body())
                    .startsWith("{\"eventType\":\"SHUTDOWN\",\"shutdownReason\":\"spindown\",\"deadlineMs\":");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> fixture.worker.report().isEmpty());
        }
    }

    @Test
    void whoDoesNotEndAfterTheShutdownIsKilled() throws Exception {
        try (WorkerFixture fixture = fixture((guest, runtime, extension) -> {
            extension.register("agent", "[\"SHUTDOWN\"]");
            Thread.ofVirtual().start(() -> {
                try {
                    extension.next();
                } catch (Exception closed) {
                    seen.add(closed);
                }
            });
            runtime.sendNext();
            guest.awaitStop();
            seen.add("SIGTERM");
            guest.hang();
        })) {
            String id = fixture.started(spec("Text")).environmentId();
            long before = System.nanoTime();
            fixture.worker.destroy(id);
            assertThat(take()).isEqualTo("SIGTERM");
            assertThat(fixture.driver.running()).isEqualTo(1);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fixture.driver.running() == 0);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Limits.SHUTDOWN_EXTERNAL);
        }
    }

    @Test
    void anExtensionThatCrashesEndsTheInvocation() throws Exception {
        try (WorkerFixture fixture = fixture((guest, runtime, extension) -> {
            extension.register("agent", "[\"INVOKE\"]");
            Thread.ofVirtual().start(() -> {
                try {
                    extension.next();
                    guest.endExtension("agent", new SandboxEnd(7, 0, false));
                } catch (Exception failed) {
                    seen.add(failed);
                }
            });
            runtime.next();
            guest.hang();
        })) {
            String id = fixture.started(spec("Text")).environmentId();
            InvocationResult.Answered answer = fixture.invoke(id, REQUEST_ID, "{}");
            assertThat(WorkerFixture.text(answer.payload()))
                    .isEqualTo("{\"errorType\":\"Extension.Crash\",\"errorMessage\":\"RequestId: " + REQUEST_ID
                            + " Error: exit status 7\"}");
            assertThat(answer.reusable()).isFalse();
        }
    }

    @Test
    void anExtensionThatGivesUpInItsInitFailsTheInit() throws Exception {
        try (WorkerFixture fixture = fixture((guest, _, extension) -> {
            extension.register("agent", "[\"INVOKE\"]");
            seen.add(extension
                    .call(
                            "POST",
                            "/2020-01-01/extension/init/error",
                            "Lambda-Extension-Function-Error-Type: Extension.NoConfig\r\n",
                            "{}")
                    .status());
            guest.awaitStop();
        })) {
            EnvironmentStart.Started start = fixture.started(spec("Text"));
            assertThat(start.healthy()).isFalse();
            assertThat(take()).isEqualTo(202);
            assertThat(WorkerFixture.text(fixture.invoke(start.environmentId(), REQUEST_ID, "{}")
                            .payload()))
                    .contains("\"errorType\":\"Extension.InitError\"");
        }
    }

    @Test
    void refusalsAreLambdas() throws Exception {
        try (WorkerFixture fixture = fixture((guest, runtime, extension) -> {
            seen.add(extension.next());
            seen.add(extension.register("", BOTH));
            seen.add(extension.register("internal", BOTH));
            seen.add(extension.register("agent", "x"));
            seen.add(extension.call("PUT", "/2020-08-15/logs", "", "{}"));
            extension.register("agent", "[]");
            seen.add(extension.subscribe("{}"));
            seen.add(extension.exitError(""));
            Thread.ofVirtual().start(() -> {
                try {
                    extension.next();
                } catch (Exception closed) {
                    seen.add(closed);
                }
            });
            runtime.next();
            guest.hang();
        })) {
            fixture.started(spec("Text"));
            for (String type : List.of(
                    "Extension.MissingHeader",
                    "Extension.InvalidExtensionName",
                    "Extension.InvalidEventType",
                    "InvalidRequestFormat",
                    "Logs.NotSupported",
                    "ValidationError",
                    "Extension.MissingHeader")) {
                assertThat(((RuntimeApiClient.Reply) take()).body()).contains("\"errorType\":\"" + type + "\"");
            }
        }
    }

    @Test
    void telemetryIsPostedToThePortInside() throws Exception {
        try (ServerSocket inside = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                WorkerFixture fixture = fixture((guest, runtime, extension) -> {
                    extension.register("agent", "[]");
                    seen.add(extension.subscribe(
                            "{\"schemaVersion\":\"2022-12-13\",\"types\":[\"platform\",\"function\"],"
                                    + "\"buffering\":{\"timeoutMs\":25,\"maxBytes\":262144,\"maxItems\":1000},"
                                    + "\"destination\":{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox.localdomain:"
                                    + inside.getLocalPort() + "/events\"}}"));
                    Thread.ofVirtual().start(() -> {
                        try {
                            extension.next();
                        } catch (Exception closed) {
                            seen.add(closed);
                        }
                    });
                    RuntimeApiClient.Reply event = runtime.next();
                    guest.print("a \"line\"\n");
                    runtime.respond(event.requestId(), "1");
                    runtime.next();
                })) {
            StringBuilder all = new StringBuilder();
            Thread.ofVirtual().start(() -> gather(inside, all));
            String id = fixture.started(spec("Text")).environmentId();
            assertThat(((RuntimeApiClient.Reply) take()).status()).isEqualTo(200);
            fixture.invoke(id, REQUEST_ID, "{}");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> text(all).contains("platform.report"));
            assertThat(text(all))
                    .contains("POST /events HTTP/1.1")
                    .contains("\"type\":\"platform.initStart\"")
                    .contains("\"type\":\"platform.telemetrySubscription\"")
                    .contains("\"type\":\"platform.start\",\"record\":{\"requestId\":\"" + REQUEST_ID)
                    .contains("\"type\":\"function\",\"record\":\"a \\\"line\\\"\"}")
                    .contains("\"type\":\"platform.runtimeDone\"")
                    .contains("\"status\":\"success\"");
        }
    }

    private static String text(StringBuilder all) {
        synchronized (all) {
            return all.toString();
        }
    }

    private static void gather(ServerSocket inside, StringBuilder all) {
        while (true) {
            try (Socket socket = inside.accept()) {
                String request = whole(socket.getInputStream());
                synchronized (all) {
                    all.append(request);
                }
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Head and body may come in pieces. */
    private static String whole(InputStream in) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        int wanted = Integer.MAX_VALUE;
        byte[] piece = new byte[64 * 1024];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            got.write(piece, 0, count);
            Matcher head = HEAD.matcher(got.toString(StandardCharsets.ISO_8859_1));
            wanted = head.find() ? head.end() + Integer.parseInt(head.group(1)) : wanted;
            if (got.size() >= wanted) {
                break;
            }
        }
        return got.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFunctionWithJsonLogsHasJsonSystemLines() throws Exception {
        try (WorkerFixture fixture = fixture((guest, runtime, extension) -> {
            extension.register("agent", "[]");
            Thread.ofVirtual().start(() -> {
                try {
                    extension.next();
                } catch (Exception closed) {
                    seen.add(closed);
                }
            });
            RuntimeApiClient.Reply event = runtime.next();
            runtime.respond(event.requestId(), "1");
            runtime.next();
        })) {
            assertThat(guestVariables()).containsEntry("AWS_LAMBDA_LOG_FORMAT", "JSON");
            String id = fixture.started(spec("JSON")).environmentId();
            String log = new String(fixture.invokeWithTail(id, REQUEST_ID).logTail(), StandardCharsets.UTF_8);
            assertThat(log.lines()).hasSize(2);
            assertThat(log)
                    .contains("\"type\":\"platform.start\",\"record\":{\"requestId\":\"" + REQUEST_ID
                            + "\",\"version\":\"$LATEST\"}}\n")
                    .contains("\"type\":\"platform.report\"")
                    .contains("\"maxMemoryUsedMB\":32,\"initDurationMs\":")
                    .contains("\"status\":\"success\"}}\n");
        }
    }

    private static Map<String, String> guestVariables() {
        WorkerOptions options = new WorkerOptions(
                new dev.hearth.core.AwsScope("000000000000", "us-east-1"),
                1,
                new dev.hearth.sandbox.SandboxSpec.Network.EndpointOnly(1),
                new FixedCredentials(),
                "host",
                HostMeter.of(16_384, 4_000));
        return EnvironmentVariables.of(spec("JSON"), options, "stream");
    }
}
