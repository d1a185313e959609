package dev.hearth.drivers.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.RealPorts;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.NetworkOptions;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 starts with a trouble at each step in turn, with a program in QEMU's place that does what it is told: each ends in
 * a clear error and an undone host, and the next start gets as far as before. A full disk is a real one. The silent
 * guest, which costs its whole time limit, is tried in the first rounds only.
 */
@Tag("slow")
class QemuFaultTest {

    private static final int STARTS = 200;
    private static final int SILENT_ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int LOOKS = 500;
    private static final long LOOK_NANOS = 10_000_000;
    private static final int SPARE_DESCRIPTORS = 8;

    /** A trouble, how it comes and goes, and what the error must say. */
    private record Plan(String what, Runnable prepare, Runnable after, String said) {}

    @TempDir
    Path folder;

    private final AtomicInteger leases = new AtomicInteger();
    private final AtomicBoolean noDrives = new AtomicBoolean();
    private Path state;
    private GuestNetworks networks;
    private HostQemuDriver driver;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "a disk to be filled needs root");
        state = Files.createDirectory(folder.resolve("q"));
        command("mount", "-t", "tmpfs", "-o", "size=48m", "hearth-test", state.toString());
        Path qemu = Files.createDirectory(folder.resolve("bin")).resolve("qemu-system-x86_64");
        Files.writeString(qemu, """
                #!/bin/sh
                [ "$1" = --version ] && echo "QEMU emulator version 9.9.9" && exit
                case $(cat %s) in
                refuse) echo "it is not configured so" >&2; exit 1 ;;
                crash) kill -SEGV $$ ;;
                silent) exec sleep 600 ;;
                esac
                """.formatted(folder.resolve("mode")));
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
        mode("crash");
        networks = GuestNetworks.create(new NetworkOptions(folder.resolve("n"), ""), RealPorts.create());
        driver = new HostQemuDriver(
                new QemuOptions(state, List.of(qemu.getParent()), false),
                images(),
                this::lease,
                networks,
                RealPorts.create(),
                PATIENCE);
    }

    @AfterEach
    void close() throws Exception {
        if (driver != null) {
            driver.close();
            command("umount", state.toString());
        }
    }

    private static void command(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    private void mode(String word) {
        write(folder.resolve("mode"), word);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private GuestImages images() {
        Path file = folder.resolve("file");
        write(file, "x");
        return new GuestImages() {
            @Override
            public List<GuestImage> images() {
                return List.of(new GuestImage("test", file, "d1", List.of()));
            }

            @Override
            public Optional<GuestKernel> kernel() {
                return Optional.of(new GuestKernel("test", file, Optional.empty(), "0123456789abcdef"));
            }
        };
    }

    private GuestDrives.Lease lease(List<Path> folders) throws IOException {
        if (noDrives.get()) {
            throw new IOException("mksquashfs is missing");
        }
        leases.incrementAndGet();
        return new GuestDrives.Lease() {
            @Override
            public Path file() {
                return folder.resolve("file");
            }

            @Override
            public String digest() {
                return "d";
            }

            @Override
            public void close() {
                leases.decrementAndGet();
            }
        };
    }

    private SandboxSpec spec() {
        return new SandboxSpec(
                "s1",
                "provided.al2023",
                folder,
                List.of(),
                Map.of(),
                128,
                512,
                new SandboxSpec.Network.EndpointOnly(1));
    }

    private List<Plan> plans() {
        Path filler = state.resolve("filler");
        return List.of(
                new Plan("no drive", () -> noDrives.set(true), () -> noDrives.set(false), "mksquashfs is missing"),
                new Plan("a full disk", () -> fill(filler), () -> empty(filler), "No space left on device"),
                new Plan("a refusal", () -> mode("refuse"), () -> {}, "it is not configured so"),
                new Plan("a dead process", () -> mode("crash"), () -> {}, "QEMU ended with 139"),
                new Plan("a silent guest", () -> mode("silent"), () -> {}, ""));
    }

    private static void fill(Path filler) {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // as full as it gets
        }
    }

    private static void empty(Path filler) {
        try {
            Files.delete(filler);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void everyStepCanFailAndIsUndone() throws IOException {
        fail(new Plan("warm up", () -> mode("refuse"), () -> {}, "it is not configured so"));
        long descriptors = descriptors();
        int starts = 0;
        for (int round = 0; starts < STARTS; round++) {
            for (Plan plan : plans()) {
                if (starts < STARTS && (round < SILENT_ROUNDS || !plan.what().equals("a silent guest"))) {
                    starts++;
                    fail(plan);
                }
            }
        }
        long most = descriptors + SPARE_DESCRIPTORS;
        await(() -> descriptors() <= most);
        assertThat(descriptors()).isLessThanOrEqualTo(most);
    }

    private void fail(Plan plan) throws IOException {
        plan.prepare().run();
        Throwable failure = catchThrowable(() -> driver.start(spec(), new InvokedGuest()));
        plan.after().run();
        assertThat(failure)
                .as(plan.what())
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("s1")
                .hasMessageContaining(plan.said());
        await(() -> leases.get() == 0 && machines().isEmpty() && processes() == 0);
        assertThat(leases).as(plan.what()).hasValue(0);
        assertThat(machines()).as(plan.what()).isEmpty();
        assertThat(processes()).as(plan.what()).isZero();
    }

    /** A tap that cannot be had: its namespace is gone before QEMU enters it. */
    @Test
    void aMissingNamespaceIsNamed() throws Exception {
        MachinePlan.Files files = driver.host().newMachine();
        GuestNetworks.Nowhere gone = networks.nowhere();
        gone.close();
        Process guard = new ProcessBuilder(
                        driver.host().programs().guard().toString(),
                        "run",
                        gone.namespaceFile().toString(),
                        "/bin/true")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(guard.getInputStream().readAllBytes()))
                .contains(gone.namespaceFile().toString(), "No such file or directory");
        assertThat(guard.waitFor()).isEqualTo(126);
        LeftOvers.removeTree(files.folder());
    }

    /** What is looked at again and again. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        for (int look = 0; look < LOOKS && !condition.holds(); look++) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private List<Path> machines() throws IOException {
        try (Stream<Path> all = Files.list(state.resolve("vm"))) {
            return all.toList();
        }
    }

    private long processes() {
        String mark = state.resolve("vm") + "/";
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(mark))
                .count();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
