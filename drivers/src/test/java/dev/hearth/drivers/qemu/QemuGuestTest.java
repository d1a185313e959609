package dev.hearth.drivers.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Ports;
import dev.hearth.drivers.image.Drives;
import dev.hearth.drivers.image.Kernels;
import dev.hearth.drivers.microvm.RealPorts;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.NetworkOptions;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real guests under QEMU. Needs {@code qemu-system-x86} and, in {@code HEARTH_IMAGES}, a data folder with a kernel
 * and an image that serves Python ({@code ./hearth image kernel build}, {@code ./hearth image build python --runtime
 * python3.11}).
 */
@Tag("slow")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QemuGuestTest {

    private static final String IMAGES = System.getenv().getOrDefault("HEARTH_IMAGES", "");

    /** What a guest's clock may be wrong by. */
    private static final Duration CLOCK = Duration.ofSeconds(5);

    private static final String SOURCE = """
            import os, time, uuid
            born = str(uuid.uuid4())
            count = 0
            def handler(event, context):
                global count
                count += 1
                what = event.get("what")
                if what == "fill":
                    try:
                        with open("/tmp/full", "wb") as out:
                            while True:
                                out.write(bytes(1 << 20))
                    except OSError as full:
                        return full.errno
                if what == "look":
                    writable = [os.access(path, os.W_OK) for path in ("/etc", "/var/task")]
                    return [os.getuid(), *writable, os.uname().sysname]
                return [born, str(uuid.uuid4()), time.time(), count]
            """;

    @TempDir
    Path folder;

    private final Ports ports = RealPorts.create();
    private QemuDriver driver;
    private int made;

    @BeforeEach
    void open() throws IOException {
        Assumptions.assumeTrue(
                Programs.findQemu(QemuOptions.ofThisProcess(folder).searchPath())
                        .isPresent(),
                QemuProbe.NO_QEMU);
        Assumptions.assumeFalse(IMAGES.isEmpty(), "HEARTH_IMAGES names no data folder with an image and a kernel");
        Files.createDirectory(folder.resolve("code"));
        Files.writeString(folder.resolve("code/app.py"), SOURCE);
        driver = QemuDriver.create(
                QemuOptions.ofThisProcess(folder.resolve("q")),
                Kernels.forGuests(Path.of(IMAGES)),
                Drives.in(folder.resolve("drives"), Drives.DEFAULT_LIMIT_BYTES, ports.time()),
                GuestNetworks.create(new NetworkOptions(folder.resolve("n"), ""), ports),
                ports);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        if (driver == null) {
            return;
        }
        driver.close();
        try (Stream<Path> machines = Files.list(folder.resolve("q/vm"))) {
            assertThat(machines).as("folders of machines").isEmpty();
        }
        assertThat(ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(line -> line.contains(folder + "/q/vm/")))
                .as("processes")
                .isEmpty();
    }

    private SandboxSpec spec() {
        made++;
        return new SandboxSpec(
                "s" + made,
                "python3.11",
                folder.resolve("code"),
                List.of(),
                Map.of(
                        "AWS_LAMBDA_RUNTIME_API", SandboxSpec.RUNTIME_API,
                        "_HANDLER", "app.handler",
                        "LAMBDA_TASK_ROOT", "/var/task",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "stream-" + made,
                        "AWS_LAMBDA_FUNCTION_NAME", "f",
                        "AWS_LAMBDA_FUNCTION_VERSION", "1",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128",
                        "AWS_REGION", "us-east-1"),
                128,
                512,
                new SandboxSpec.Network.EndpointOnly(1));
    }

    @Test
    void aFunctionRunsBehindTheWallsOfAMachine() throws Exception {
        InvokedGuest guest = new InvokedGuest();
        Sandbox sandbox = driver.start(spec(), guest);
        guest.awaitNext();

        assertThat(guest.invoke("{\"what\":\"look\"}")).isEqualTo("[993, false, false, \"Linux\"]");
        assertThat(guest.invoke("{\"what\":\"fill\"}")).as("ENOSPC").isEqualTo("28");
        sandbox.drainOutput().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(sandbox.peakMemoryBytes()).isBetween(5L << 20, 128L << 20);

        sandbox.freeze();
        sandbox.thaw();
        assertClockIsRight(guest);

        sandbox.kill();
        assertThat(guest.end.get(60, TimeUnit.SECONDS).signal()).isEqualTo(9);
    }

    @Test
    void whatWakesFromASnapshotGoesOnWithATimeAndRandomNumbersOfItsOwn() throws Exception {
        SandboxSnapshots snapshots = driver.snapshots().orElseThrow();
        InvokedGuest first = new InvokedGuest();
        assertThat(snapshots.holds(spec())).isFalse();
        SandboxSnapshots.Template template = snapshots.startTemplate(spec(), first);
        first.awaitNext();
        template.take();
        first.end.get(60, TimeUnit.SECONDS);
        assertThat(snapshots.holds(spec()))
                .as("another log stream is no difference")
                .isTrue();

        InvokedGuest left = new InvokedGuest();
        InvokedGuest right = new InvokedGuest();
        Sandbox one = snapshots.restore(spec(), left);
        Sandbox other = snapshots.restore(spec(), right);
        left.awaitNext();
        right.awaitNext();
        List<String> of = words(left.invoke("{}"));
        List<String> and = words(right.invoke("{}"));

        assertThat(of.get(0)).as("made in the init phase").isEqualTo(and.get(0));
        assertThat(of.get(1)).as("made after it woke").isNotEqualTo(and.get(1));
        assertClockIsRight(left);
        assertThat(words(right.invoke("{}")).get(3)).as("memory of its own").isEqualTo("2");
        one.kill();
        other.kill();
        left.end.get(60, TimeUnit.SECONDS);
        right.end.get(60, TimeUnit.SECONDS);
    }

    private static List<String> words(String list) {
        return List.of(list.replaceAll("[\\[\\]\" ]", "").split(","));
    }

    private static void assertClockIsRight(InvokedGuest guest) throws Exception {
        Instant before = Instant.now();
        double seconds = Double.parseDouble(words(guest.invoke("{}")).get(2));
        assertThat(Instant.ofEpochMilli((long) (seconds * 1000)))
                .isBetween(before.minus(CLOCK), Instant.now().plus(CLOCK));
    }
}
