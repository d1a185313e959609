package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

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

    /** What the init phase drew is the same in all environments that woke from one snapshot, and in no others. */
    @Test
    void publishedVersionsWithSnapStartStartFromASnapshot() {
        String source = """
                import os, uuid
                born = str(uuid.uuid4())
                def handler(event, context):
                    if event.get("what") == "exit":
                        os._exit(3)
                    return born
                """;
        try (Function function = Function.python(
                hearth,
                source,
                request -> request.timeout(60).snapStart(snapStart -> snapStart.applyOn("PublishedVersions")))) {
            hearth.lambda().publishVersion(request -> request.functionName(function.name()));
            String first = invokeVersion(function, "{}");
            Awaitility.await("a snapshot").atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                String one = bornAnew(function);
                String other = bornAnew(function);
                assertThat(one).isEqualTo(other).isNotEqualTo(first);
            });
        }
    }

    /** From a new environment. */
    private static String bornAnew(Function function) {
        invokeVersion(function, "{\"what\":\"exit\"}");
        return invokeVersion(function, "{}");
    }

    private static String invokeVersion(Function function, String event) {
        return hearth.lambda()
                .invoke(request ->
                        request.functionName(function.name()).qualifier("1").payload(SdkBytes.fromUtf8String(event)))
                .payload()
                .asUtf8String();
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
