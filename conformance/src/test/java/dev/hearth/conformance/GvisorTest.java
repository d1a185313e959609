package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Functions under gVisor: what holds for every sandbox holds there too, and the kernel they see is not the host's. */
@Tag("slow")
class GvisorTest {

    private static Hearth hearth;

    @BeforeAll
    static void start() {
        needGvisor();
        hearth = Hearth.startWith("gvisor");
    }

    private static void needGvisor() {
        assumeTrue(System.getProperty("user.name").equals("root"), "gVisor's cells need root");
        assumeTrue(
                Stream.of("/usr/bin/runsc", "/usr/local/bin/runsc")
                        .map(Path::of)
                        .anyMatch(Files::isExecutable),
                "needs the package runsc");
    }

    @AfterAll
    static void close() {
        if (hearth != null) {
            hearth.close();
        }
    }

    @Test
    void aPythonFunctionRunsOnGvisorsKernelAsAnUnprivilegedUserBesideNothingElse() {
        String source = """
                import os, socket
                def reach(address, seconds):
                    try:
                        socket.create_connection(address, seconds).close()
                        return True
                    except OSError:
                        return False
                def handler(event, context):
                    port = int(os.environ["AWS_ENDPOINT_URL"].rsplit(":", 1)[1])
                    return {"kernel": open("/proc/version").read().split()[2], "uid": os.getuid(),
                            "processes": len([p for p in os.listdir("/proc") if p.isdigit()]),
                            "endpoint": reach(("127.0.0.1", port), 20), "outside": reach(("8.8.8.8", 53), 0.3),
                            "hidden": os.path.exists("/root/.ssh") or os.path.exists("/etc/shadow"),
                            "writable": os.access("/var/task", os.W_OK) or os.access("/usr", os.W_OK),
                            "remaining": context.get_remaining_time_in_millis() > 1000}
                """;
        try (Function function = Function.python(hearth, source, Function.timeout(Duration.ofSeconds(30)))) {
            Function.Answer answer = function.invoke("{}");

            assertThat(answer.failed()).as(answer.payload()).isFalse();
            assertThat(answer.payload())
                    .contains("\"kernel\": \"4.4.0\"", "\"uid\": 993", "\"endpoint\": true", "\"outside\": false")
                    .contains("\"hidden\": false", "\"writable\": false", "\"remaining\": true")
                    .contains("\"processes\": 2");
            assertThat(answer.log()).contains("START RequestId", "REPORT RequestId", "Init Duration");
            assertThat(function.invoke("{}").log()).doesNotContain("Init Duration");
        }
    }

    @Test
    void aFunctionInCIsServed() throws Exception {
        byte[] zip = Zip.executable("bootstrap", Examples.cBootstrap());
        try (Function function = Function.create(hearth, "provided.al2023", zip, UnaryOperator.identity())) {
            assertThat(function.invoke("{\"a\":1}").payload()).contains("{\"a\":1}");
        }
    }

    @Test
    void anErrorATimeoutAndAnExitAreLambdasAndTheNextInvocationIsServed() {
        String source = """
                import os, time
                def handler(event, context):
                    if event == "raise":
                        raise ValueError("no")
                    if event == "sleep":
                        time.sleep(60)
                    if event == "exit":
                        os._exit(3)
                    print("said", event)
                    return event
                """;
        try (Function function = Function.python(hearth, source, Function.timeout(Duration.ofSeconds(5)))) {
            assertThat(function.invoke("\"raise\"").payload()).contains("ValueError");
            assertThat(function.invoke("\"sleep\"").payload()).contains("Task timed out after 5.00 seconds");
            assertThat(function.invoke("\"exit\"").payload()).contains("Runtime.ExitError", "exit status 3");
            Function.Answer last = function.invoke("\"well\"");
            assertThat(last.payload()).isEqualTo("\"well\"");
            assertThat(last.log()).contains("said well");
        }
    }

    @Test
    void memoryAndTmpAreLimited() {
        String source = """
                def handler(event, context):
                    if event == "memory":
                        return len(bytearray(600 << 20))
                    written = 0
                    try:
                        with open("/tmp/file", "wb") as file:
                            while written < 900:
                                file.write(bytes(1 << 20))
                                file.flush()
                                written += 1
                    except OSError as error:
                        return [written, error.errno]
                    return [written, 0]
                """;
        try (Function function = Function.python(hearth, source, Function.timeout(Duration.ofSeconds(300)))) {
            assertThat(function.invoke("\"memory\"").payload()).contains("Runtime.OutOfMemory");
            String[] answer = function.invoke("\"disk\"")
                    .payload()
                    .replaceAll("[\\[\\] ]", "")
                    .split(",");
            assertThat(Integer.parseInt(answer[0])).isBetween(500, 560);
            assertThat(answer[1]).isEqualTo("28");
        }
    }

    @Test
    void anEnvironmentsVariablesAndLayersArrive() {
        String arn = hearth.lambda()
                .publishLayerVersion(request -> request.layerName("gvisor-layer")
                        .content(content -> content.zipFile(
                                SdkBytes.fromByteArray(Zip.of("python/extra.py", "WORD = 'from the layer'")))))
                .layerVersionArn();
        String source = """
                import os, extra
                def handler(event, context):
                    return [extra.WORD, os.environ["COLOUR"]]
                """;
        try (Function function = Function.python(
                hearth,
                source,
                request -> request.timeout(30)
                        .layers(arn)
                        .environment(environment -> environment.variables(Map.of("COLOUR", "red"))))) {
            assertThat(function.invoke("{}").payload()).isEqualTo("[\"from the layer\", \"red\"]");
        }
    }

    @Test
    void afterAKillNothingRunsOnAndTheNextStartClearsAway(@TempDir Path home) throws Exception {
        ChildHearth killed = ChildHearth.start(home, "--sandbox", "gvisor");
        try (LambdaClient lambda = new Clients(killed.endpoint(), killed.keys()).lambda()) {
            lambda.createFunction(request -> request.functionName("left")
                    .runtime("python3.11")
                    .handler("app.handler")
                    .timeout(30)
                    .role(Function.ROLE)
                    .code(code -> code.zipFile(
                            SdkBytes.fromByteArray(Zip.of("app.py", "def handler(event, context):\n    return 1\n")))));
            lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName("left"));
            assertThat(lambda.invoke(request -> request.functionName("left"))
                            .payload()
                            .asUtf8String())
                    .isEqualTo("1");
        }
        assertThat(processes(home)).isNotEmpty();
        killed.kill();
        await().atMost(Duration.ofSeconds(120)).until(() -> processes(home).isEmpty());

        try (ChildHearth again = ChildHearth.start(home, "--sandbox", "gvisor")) {
            assertThat(again.stop()).isZero();
        }
        assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
                .noneMatch(line -> line.contains(home.toString()));
        try (Stream<Path> cells = Files.list(home.resolve(".hearth/cache/gvisor/cells"))) {
            assertThat(cells).isEmpty();
        }
        assertThat(processes(home)).isEmpty();
    }

    /** Those of gVisor that name a file below {@code home}. */
    private static List<String> processes(Path home) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .map(path -> commandLine(path.resolve("cmdline")))
                    .filter(line -> line.contains("runsc") && line.contains(home.toString()))
                    .toList();
        }
    }

    private static String commandLine(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException goneMeanwhile) {
            return "";
        }
    }
}
