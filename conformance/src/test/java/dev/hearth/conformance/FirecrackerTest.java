package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.drivers.firecracker.ConfigureBy;
import dev.hearth.drivers.firecracker.FakeFirecrackerProgram;
import dev.hearth.drivers.firecracker.RateLimits;
import dev.hearth.drivers.image.ImageManifest;
import dev.hearth.drivers.image.KernelManifest;
import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.server.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Functions through the AWS SDK on a whole server with {@code --sandbox firecracker}. Firecracker and its jailer are
 * fakes that run as processes of their own and play the guest by an ordinary process; with {@code HEARTH_FIRECRACKER}
 * and {@code HEARTH_JAILER} in the environment they are real ones, and {@code HEARTH_IMAGES} is a data folder with an
 * image and a kernel ({@code hearth image build}).
 */
@Tag("slow")
class FirecrackerTest {

    private static final String BINARY = System.getenv().getOrDefault("HEARTH_FIRECRACKER", "");
    private static final String JAILER = System.getenv().getOrDefault("HEARTH_JAILER", "");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The data folders of this run begin so. */
    private static final String DATA = "/tmp/hfc-" + ProcessHandle.current().pid() + "-";

    private static final String IMAGES = System.getenv().getOrDefault("HEARTH_IMAGES", "");

    private static final String SOURCE = """
            import os, time
            count = 0
            print("loading")
            def handler(event, context):
                global count
                count += 1
                print("handling", event["n"])
                if event["n"] < 0:
                    os._exit(7)
                return {"twice": 2 * event["n"], "count": count}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(ConfigureBy.class)
    void functionsRunInMicroVms(ConfigureBy by) throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "the jailer needs root");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/unsquashfs")), "squashfs-tools is not installed");
        try (Hearth hearth = Hearth.start(options(by));
                Function function = Function.python(hearth, SOURCE)) {
            Function.Answer first = function.invoke("{\"n\":21}");
            assertThat(first.payload()).as(() -> allLogs(hearth, function)).isEqualTo("{\"twice\": 42, \"count\": 1}");
            Function.Answer warm = function.invoke("{\"n\":4}");
            assertThat(warm.payload()).as("the same environment").isEqualTo("{\"twice\": 8, \"count\": 2}");
            assertThat(warm.log()).contains("handling 4");

            Function.Answer crashed = function.invoke("{\"n\":-1}");
            assertThat(crashed.failed()).isTrue();
            assertThat(crashed.payload()).contains("Runtime.ExitError");
            Function.Answer next = function.invoke("{\"n\":1}");
            assertThat(next.payload()).as(() -> allLogs(hearth, function)).isEqualTo("{\"twice\": 2, \"count\": 1}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(jails(hearth)).hasSize(1));
        }
        assertNothingIsLeft();
    }

    @Test
    void aVersionWithSnapStartWakesFromASnapshot() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "the jailer needs root");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/unsquashfs")), "squashfs-tools is not installed");
        try (Hearth hearth = Hearth.start(options(ConfigureBy.API));
                Function function = Function.python(
                        hearth,
                        SOURCE,
                        request -> request.snapStart(snapStart -> snapStart.applyOn("PublishedVersions")))) {
            hearth.lambda().publishVersion(request -> request.functionName(function.name()));
            hearth.lambda()
                    .waiter()
                    .waitUntilPublishedVersionActive(
                            request -> request.functionName(function.name()).qualifier("1"));
            InvokeResponse answer = hearth.lambda()
                    .invoke(request -> request.functionName(function.name())
                            .qualifier("1")
                            .logType("Tail")
                            .payload(SdkBytes.fromUtf8String("{\"n\":21}")));
            assertThat(answer.payload().asUtf8String())
                    .as(() -> allLogs(hearth, function))
                    .isEqualTo("{\"twice\": 42, \"count\": 1}");
            assertThat(new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8))
                    .contains("Restore Duration: ");
            await("the template is gone")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(jails(hearth)).hasSize(1));
        }
        assertNothingIsLeft();
    }

    /** What an unexpected end has to say is not always within the invocation that met it. */
    private static String allLogs(Hearth hearth, Function function) {
        return hearth.logs().filterLogEvents(request -> request.logGroupName(function.logGroup())).events().stream()
                .map(FilteredLogEvent::message)
                .collect(Collectors.joining("\n"));
    }

    private static List<Path> jails(Hearth hearth) throws IOException {
        try (Stream<Path> all = Files.list(hearth.data().resolve("cache/firecracker/j/fc"))) {
            return all.toList();
        }
    }

    private void assertNothingIsLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(processes()).isEmpty());
    }

    /** Processes that are microVMs of a Hearth of this test, or their guests. */
    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(folder.toString()) || line.contains(DATA))
                .toList();
    }

    private ServerOptions options(ConfigureBy by) throws IOException {
        Path data = Files.createDirectory(Path.of(DATA + by));
        ServerOptions.Firecracker choice;
        if (BINARY.isEmpty()) {
            FakeFirecrackerProgram.install(folder);
            choice = new ServerOptions.Firecracker(
                    folder.resolve("firecracker").toString(),
                    folder.resolve("jailer").toString(),
                    by,
                    RateLimits.NONE);
            emptyImages(data);
        } else {
            choice = new ServerOptions.Firecracker(BINARY, JAILER, by, RateLimits.NONE);
            for (String kind : List.of("images", "kernels")) {
                Files.createSymbolicLink(data.resolve(kind), Path.of(IMAGES, kind));
            }
        }
        return ServerOptions.on(data).withSandbox("firecracker").withFirecracker(choice);
    }

    /** The fake guest runs the host's own Python, so nothing needs to be in its image. */
    private static void emptyImages(Path data) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        Path image = Files.createDirectories(data.resolve("images/fake"));
        Files.writeString(image.resolve("rootfs.squashfs"), "nothing");
        ImageManifest manifest = new ImageManifest(
                "fake",
                "0".repeat(64),
                7,
                machine,
                "nothing",
                List.of(new GuestImage.Interpreter("python3.11", "/usr/bin/python3")),
                Map.of(),
                Optional.empty());
        Files.writeString(image.resolve("manifest.json"), manifest.json());
        Path kernel = Files.createDirectories(data.resolve("kernels/fake"));
        Files.writeString(kernel.resolve("vmlinux"), "nothing");
        KernelManifest kernelManifest =
                new KernelManifest("fake", "1".repeat(64), machine, "0", "nothing", "vmlinux", 7, List.of());
        Files.writeString(kernel.resolve("manifest.json"), kernelManifest.json());
    }
}
