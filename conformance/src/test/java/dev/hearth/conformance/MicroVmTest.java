package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.server.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Functions in real guests through a whole server with {@code --sandbox qemu}. Needs QEMU and, in {@code
 * HEARTH_IMAGES}, a data folder with a kernel and an image that serves Python. The whole suite runs in guests with
 * {@code -Dhearth.sandbox=qemu -Dhearth.images=DIR}.
 */
@Tag("slow")
class MicroVmTest {

    private static final String IMAGES = System.getenv().getOrDefault("HEARTH_IMAGES", "");
    private static final String SOURCE = """
            import json, os, platform, urllib.request
            print("loading")
            def handler(event, context):
                what = event.get("what")
                print("asked for", what)
                if what == "memory":
                    return len(bytearray(1 << 30))
                if what == "endpoint":
                    with urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/metrics", timeout=20) as page:
                        return page.status
                return platform.release()
            """;

    private static Hearth hearth;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "qemu-system-x86_64"))),
                "qemu-system-x86 is not installed");
        Assumptions.assumeFalse(IMAGES.isEmpty(), "HEARTH_IMAGES names no data folder with an image and a kernel");
        Path data = Files.createTempDirectory("hearth-microvm-");
        for (String folder : new String[] {"images", "kernels"}) {
            Files.createSymbolicLink(data.resolve(folder), Path.of(IMAGES, folder));
        }
        hearth = Hearth.start(ServerOptions.on(data).withSandbox("qemu"));
    }

    @AfterAll
    static void stop() {
        if (hearth != null) {
            String mark = hearth.data() + "/cache/qemu/vm/";
            hearth.close();
            assertThat(ProcessHandle.allProcesses()
                            .flatMap(process -> process.info().commandLine().stream())
                            .filter(line -> line.contains(mark)))
                    .as("machines that outlived their server")
                    .isEmpty();
        }
    }

    @Test
    void aPythonFunctionRunsUnderAKernelOfItsOwn() {
        try (Function function = Function.python(hearth, SOURCE, Function.timeout(Duration.ofSeconds(60)))) {
            Function.Answer answer = function.invoke("{\"what\":\"kernel\"}");
            assertThat(answer.error()).isNull();
            assertThat(answer.payload()).contains("cloud").doesNotContain(System.getProperty("os.version"));
            assertThat(answer.log()).contains("asked for kernel").contains("Init Duration");
            assertThat(function.invoke("{\"what\":\"endpoint\"}").payload()).isEqualTo("200");

            Function.Answer full = function.invoke("{\"what\":\"memory\"}");
            assertThat(full.payload()).contains("Runtime.").contains("\"errorType\"");
            assertThat(function.invoke("{}").payload()).contains("cloud");
        }
    }

    /** What the init phase drew is the same in all environments that woke from one snapshot, and nothing else is. */
    @Test
    void aVersionWithSnapStartBecomesActiveWithItsSnapshotAndWhatWakesIsUniqueAgain() {
        String source = """
                import os, random, secrets, ssl, time, uuid
                from snapshot_restore_py import register_after_restore, register_before_snapshot
                born = str(uuid.uuid4())
                random.random()
                ssl.RAND_bytes(8)
                ran = []
                register_before_snapshot(ran.append, "before")
                register_after_restore(ran.append, "after")
                def handler(event, context):
                    if event.get("what") == "exit":
                        os._exit(3)
                    own = [random.random(), secrets.token_hex(8), str(uuid.uuid4()), ssl.RAND_bytes(8).hex()]
                    why = os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
                    return {"born": born, "own": own, "ran": ran, "time": time.time(), "why": why}
                """;
        try (Function function = Function.python(hearth, source, MicroVmTest::withSnapStart)) {
            PublishVersionResponse version =
                    hearth.lambda().publishVersion(request -> request.functionName(function.name()));
            assertThat(version.state()).isEqualTo(State.PENDING);
            GetFunctionConfigurationResponse active = settled(function);
            assertThat(active.state()).isEqualTo(State.ACTIVE);
            assertThat(active.snapStart().optimizationStatus()).isEqualTo(SnapStartOptimizationStatus.ON);

            InvokeResponse first = invokeVersion(function, "{}");
            assertThat(log(first)).containsPattern("Restore Duration: .* ms\tBilled Restore Duration: [0-9]+ ms");
            JsonNode one = json(first);
            double before = System.currentTimeMillis() / 1000.0;
            JsonNode other = assertUniqueAgain(function, one);
            assertThat(one.get("ran").toString()).isEqualTo("[\"before\",\"after\"]");
            assertThat(one.get("why").asString()).isEqualTo("snap-start");
            assertThat(other.get("time").asDouble()).isBetween(before - 2, System.currentTimeMillis() / 1000.0 + 2);
        }
    }

    /** What init drew is the same, what is drawn now is another in each environment. */
    private static JsonNode assertUniqueAgain(Function function, JsonNode one) {
        invokeVersion(function, "{\"what\":\"exit\"}");
        JsonNode other = json(invokeVersion(function, "{}"));
        assertThat(other.get("born")).isEqualTo(one.get("born"));
        assertThat(one.get("own").isEmpty()).isFalse();
        for (int i = 0; i < one.get("own").size(); i++) {
            assertThat(other.get("own").get(i))
                    .as("the %d.", i)
                    .isNotEqualTo(one.get("own").get(i));
        }
        return other;
    }

    @Test
    void whatWakesInNodeIsUniqueAgain() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of(IMAGES, "images/node/manifest.json")), "there is no image with Node.js");
        String source = """
                import crypto, { randomUUID } from 'node:crypto';
                const born = [randomUUID(), crypto.randomBytes(8).toString('hex'), Math.random()].join();
                export const handler = async (event) => {
                  if (event.what === 'exit') process.exit(3);
                  const values = globalThis.crypto ?? crypto.webcrypto;
                  return { born, own: [randomUUID(), crypto.randomBytes(8).toString('hex'), Math.random(),
                      values.randomUUID(), values.getRandomValues(new Uint32Array(2)).join()] };
                };
                """;
        byte[] zip = Zip.of("app.mjs", source);
        try (Function function = Function.create(hearth, "nodejs18.x", zip, MicroVmTest::withSnapStart)) {
            hearth.lambda().publishVersion(request -> request.functionName(function.name()));
            assertThat(settled(function).state()).isEqualTo(State.ACTIVE);
            assertUniqueAgain(function, json(invokeVersion(function, "{}")));
        }
    }

    /** A runtime that knows nothing of snapshots is taken while it waits for its first invocation. */
    @Test
    void whatAProgramInCDrawsFromTheKernelIsUniqueAgain() throws Exception {
        byte[] zip = Zip.executable("bootstrap", Examples.cRandomBootstrap());
        try (Function function = Function.create(hearth, "provided.al2023", zip, MicroVmTest::withSnapStart)) {
            hearth.lambda().publishVersion(request -> request.functionName(function.name()));
            assertThat(settled(function).state()).isEqualTo(State.ACTIVE);
            assertUniqueAgain(function, json(invokeVersion(function, "{}")));
        }
    }

    /**
     * Hearth's own default, where functions reach nothing but Hearth; the snapshot is made beside the first start. Only
     * what init drew tells it from a start on demand.
     */
    @Test
    void aPublishedVersionStartsFromASnapshotThoughItDidNotAsk() {
        String source = """
                import os, uuid
                born = str(uuid.uuid4())
                def handler(event, context):
                    if event.get("what") == "exit":
                        os._exit(3)
                    kind = os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
                    stream = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
                    return [born, kind, stream, context.log_stream_name]
                """;
        try (Function function = Function.python(hearth, source, request -> request.timeout(60))) {
            hearth.lambda().publishVersion(request -> request.functionName(function.name()));
            assertThat(settled(function).snapStart().optimizationStatus()).isEqualTo(SnapStartOptimizationStatus.OFF);
            JsonNode cold = json(invokeVersion(function, "{}"));
            AtomicReference<JsonNode> before = new AtomicReference<>(cold.get(0));
            JsonNode woken = Awaitility.await("a snapshot")
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> nextEnvironment(function), next -> next.get(0).equals(before.getAndSet(next.get(0))));
            assertThat(woken.get(0)).isNotEqualTo(cold.get(0));
            assertThat(woken.get(1).asString()).isEqualTo("on-demand");
            assertThat(woken.get(2)).isNotEqualTo(cold.get(2)).isEqualTo(woken.get(3));
        }
    }

    /** What a new environment answers, whose log must be that of a start on demand and lie where the function says. */
    private static JsonNode nextEnvironment(Function function) {
        invokeVersion(function, "{\"what\":\"exit\"}");
        InvokeResponse response = invokeVersion(function, "{}");
        assertThat(log(response)).contains("Init Duration").doesNotContain("Restore Duration");
        JsonNode answer = json(response);
        Awaitility.await("its log stream")
                .atMost(Duration.ofMinutes(1))
                .until(() -> hearth
                        .logs()
                        .getLogEvents(get -> get.logGroupName("/aws/lambda/" + function.name())
                                .logStreamName(answer.get(2).asString()))
                        .events()
                        .stream()
                        .anyMatch(event -> event.message().contains("INIT_START")));
        return answer;
    }

    @Test
    void aVersionWhoseInitFailsBeforeItsSnapshotIsFailed() {
        String source = "import os\nif os.environ['AWS_LAMBDA_FUNCTION_VERSION'] != '$LATEST': raise ValueError('no')\n"
                + "def handler(event, context): pass\n";
        try (Function function = Function.python(hearth, source, MicroVmTest::withSnapStart)) {
            hearth.lambda().publishVersion(request -> request.functionName(function.name()));
            GetFunctionConfigurationResponse failed = settled(function);
            assertThat(failed.state()).isEqualTo(State.FAILED);
            assertThat(failed.stateReasonCodeAsString()).isEqualTo("FunctionError.RuntimeInitError");
            assertThat(failed.stateReason()).contains("ValueError", "no");
        }
    }

    private static CreateFunctionRequest.Builder withSnapStart(CreateFunctionRequest.Builder request) {
        return request.timeout(60).snapStart(snapStart -> snapStart.applyOn("PublishedVersions"));
    }

    private static GetFunctionConfigurationResponse settled(Function function) {
        return Awaitility.await("the end of Pending")
                .atMost(Duration.ofMinutes(5))
                .until(
                        () -> hearth.lambda()
                                .getFunctionConfiguration(request ->
                                        request.functionName(function.name()).qualifier("1")),
                        configuration -> configuration.state() != State.PENDING);
    }

    private static InvokeResponse invokeVersion(Function function, String event) {
        return hearth.lambda()
                .invoke(request -> request.functionName(function.name())
                        .qualifier("1")
                        .logType("Tail")
                        .payload(SdkBytes.fromUtf8String(event)));
    }

    private static String log(InvokeResponse response) {
        return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
    }

    private static JsonNode json(InvokeResponse response) {
        return new JsonMapper().readTree(response.payload().asUtf8String());
    }

    @Test
    void aStaticFunctionRunsInAGuest() throws IOException, InterruptedException {
        byte[] zip = Zip.executable("bootstrap", Examples.cBootstrap());
        try (Function function = Function.create(hearth, "provided.al2023", zip, UnaryOperator.identity())) {
            String word = UUID.randomUUID().toString();
            assertThat(function.invoke("\"" + word + "\"").payload()).contains("Hello from C!", word);
        }
    }
}
