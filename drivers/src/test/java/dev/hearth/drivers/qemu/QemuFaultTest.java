package dev.hearth.drivers.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.RealPorts;
import dev.hearth.drivers.microvm.SilenceTimers;
import dev.hearth.drivers.network.FakeNetworks;
import dev.hearth.drivers.qemu.FakeQemu.Trouble;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 * 200 starts with a trouble at each step in turn, of machines that boot, become snapshots and wake, with {@link
 * FakeQemu} in QEMU's place: each ends in a clear error and an undone host, and the start after it works. The full
 * disk is a real one. What costs its whole time limit is tried in the first round only.
 */
@Tag("slow")
class QemuFaultTest {

    private static final int STARTS = 200;
    /** How long a guest's first call may take here. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** How long is waited for what will never come. */
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private static final int LOOKS = 12_000;
    private static final long LOOK_NANOS = 5_000_000;
    /** Descriptors that may be open more; a leak of one in each start would be 200. */
    private static final int SPARE_DESCRIPTORS = 8;

    private static final String SILENT = "within " + PATIENCE.toMillis() + " ms";

    /** What is done with a machine. */
    private enum Way {
        BOOT,
        TAKE,
        WAKE
    }

    /** A trouble, how it comes and goes, and what the error must say. */
    private record Plan(String what, Way way, Runnable prepare, Runnable after, String said, boolean slow) {}

    @TempDir
    Path folder;

    private final AtomicInteger leases = new AtomicInteger();
    private final AtomicBoolean noDrives = new AtomicBoolean();
    private final FakeNetworks networks = new FakeNetworks(Path.of("/proc/self/ns/net"));
    private final SilenceTimers timers = new SilenceTimers(RealPorts.create().timers());
    private Path state;
    private FakeQemu qemu;
    private HostQemuDriver driver;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "a disk to be filled needs root");
        state = Files.createDirectory(folder.resolve("q"));
        command("mount", "-t", "tmpfs", "-o", "size=48m", "hearth-test", state.toString());
        Path programs = Files.createDirectory(folder.resolve("bin"));
        qemu = new FakeQemu(programs.resolve("qemu-system-" + architecture()), state.resolve("vm"), timers::silence);
        driver = new HostQemuDriver(
                new QemuOptions(state, List.of(programs), false), images(), this::lease, networks, ports(), PATIENCE);
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    }

    /** Real ones, whose limits are short once nothing will come. */
    private Ports ports() {
        Ports real = RealPorts.create();
        Timers shortened = (delay, work) -> timers.after(delay.compareTo(IMPATIENT) < 0 ? delay : IMPATIENT, work);
        return new Ports(real.time(), shortened, real.tasks(), real.randomness());
    }

    @AfterEach
    void close() throws Exception {
        if (driver != null) {
            qemu.close();
            driver.close();
            await(this::unmounted); // a process that was killed a moment ago may be in there still
            assertThat(state.resolve("vm")).as("of what was mounted").doesNotExist();
        }
    }

    private static void command(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    private boolean unmounted() throws IOException {
        Process umount = new ProcessBuilder("umount", state.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return umount.onExit().join().exitValue() == 0;
    }

    private GuestImages images() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
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
                "s1", "provided.al2023", folder, List.of(), Map.of(), 128, 512, new SandboxSpec.Network.Internet(1));
    }

    private List<Plan> plans() {
        List<Plan> plans = new ArrayList<>();
        Path filler = state.resolve("filler");
        for (Way way : List.of(Way.BOOT, Way.WAKE)) {
            plans.add(new Plan(
                    "a full disk", way, () -> fill(filler), () -> empty(filler), "No space left on device", false));
            plans.add(new Plan(
                    "no drive",
                    way,
                    () -> noDrives.set(true),
                    () -> noDrives.set(false),
                    "mksquashfs is missing",
                    false));
            plans.add(new Plan(
                    "no tap",
                    way,
                    () -> networks.trouble("step 'make the tap' failed"),
                    () -> networks.trouble(""),
                    "step 'make the tap' failed",
                    false));
            plans.add(new Plan(
                    "no namespace",
                    way,
                    () -> networks.namespace(folder.resolve("gone")),
                    () -> networks.namespace(Path.of("/proc/self/ns/net")),
                    folder.resolve("gone") + ": No such file or directory",
                    false));
            plans.add(trouble(way, Trouble.REFUSAL, FakeQemu.REFUSAL, false));
            plans.add(trouble(way, Trouble.CRASH, "QEMU ended with 139", false));
            plans.add(trouble(way, Trouble.SILENCE, way == Way.WAKE ? "QEMU's monitor" : SILENT, true));
            plans.add(trouble(way, Trouble.GUEST_SILENCE, "the guest", true));
            plans.add(trouble(way, Trouble.GUEST_HANGS_UP, "the guest hung up", false));
            plans.add(trouble(way, Trouble.GUEST_FAILURE, FakeQemu.GUEST_FAILURE, false));
        }
        List<String> saved = List.of("stop", "migrate-set-capabilities", "migrate", "query-migrate");
        saved.forEach(command -> plans.addAll(commandTroubles(Way.TAKE, command)));
        List<String> loaded = List.of("migrate-set-capabilities", "migrate-incoming", "query-migrate", "cont");
        loaded.forEach(command -> plans.addAll(commandTroubles(Way.WAKE, command)));
        return plans;
    }

    private Plan trouble(Way way, Trouble trouble, String said, boolean slow) {
        return new Plan(
                trouble.toString(), way, () -> qemu.plan(trouble, ""), () -> qemu.plan(Trouble.NONE, ""), said, slow);
    }

    private List<Plan> commandTroubles(Way way, String command) {
        return Stream.of(Trouble.COMMAND_ERROR, Trouble.COMMAND_DEATH, Trouble.COMMAND_SILENCE)
                .map(trouble -> new Plan(
                        trouble + " at " + command,
                        way,
                        () -> qemu.plan(trouble, command),
                        () -> qemu.plan(Trouble.NONE, ""),
                        trouble == Trouble.COMMAND_ERROR ? FakeQemu.COMMAND_ERROR : "QEMU",
                        trouble == Trouble.COMMAND_SILENCE))
                .toList();
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
    void everyStepCanFailAndIsUndone() throws Exception {
        works();
        long descriptors = descriptors();
        List<Plan> plans = plans();
        int starts = 0;
        for (int round = 0; starts < STARTS; round++) {
            for (Plan plan : plans) {
                if (starts < STARTS && (round == 0 || !plan.slow())) {
                    starts++;
                    fail(plan);
                }
            }
            works();
        }
        long most = descriptors + SPARE_DESCRIPTORS;
        await(() -> descriptors() <= most);
        assertThat(descriptors()).isLessThanOrEqualTo(most);
    }

    /** Else every start of its version would wait for it in vain; the next one is made anew. */
    @Test
    void aSnapshotThatNeverWakesIsDiscarded() throws Exception {
        works();
        SandboxSnapshots snapshots = driver.snapshots().orElseThrow();
        InvokedGuest guest = new InvokedGuest();
        qemu.plan(Trouble.GUEST_SILENCE, "");
        assertThat(catchThrowable(() -> snapshots.restore(spec(), guest)))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("did not run " + SILENT);
        qemu.plan(Trouble.NONE, "");
        timers.noSilence();
        guest.end.complete(new SandboxEnd(-1, 9, false));

        assertThat(snapshots.holds(spec())).isFalse();
        assertThat(catchThrowable(() -> snapshots.restore(spec(), new InvokedGuest())))
                .hasMessageContaining("there is no snapshot");
        await(() -> kept().isEmpty());
        assertThat(kept()).as("snapshots on the disk").isEmpty();
        works();
        assertThat(kept()).hasSize(1);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> all = Files.list(state.resolve("snapshots"))) {
            return all.toList();
        }
    }

    /** All that a worker does with machines. */
    private void works() throws Exception {
        takeWhereThereIsNone();
        for (Way way : List.of(Way.BOOT, Way.WAKE)) {
            InvokedGuest guest = new InvokedGuest();
            Sandbox sandbox = start(way, guest);
            sandbox.kill();
            assertThat(guest.end.get(60, TimeUnit.SECONDS)).isNotNull();
        }
        assertClean("what works");
    }

    private Sandbox start(Way way, InvokedGuest guest) throws SandboxException {
        return way == Way.BOOT
                ? driver.start(spec(), guest)
                : driver.snapshots().orElseThrow().restore(spec(), guest);
    }

    private void takeWhereThereIsNone() throws Exception {
        SandboxSnapshots snapshots = driver.snapshots().orElseThrow();
        if (!snapshots.holds(spec())) {
            InvokedGuest guest = new InvokedGuest();
            snapshots.startTemplate(spec(), guest).take();
            guest.end.get(60, TimeUnit.SECONDS);
            assertThat(snapshots.holds(spec())).isTrue();
        }
    }

    private void fail(Plan plan) throws Exception {
        if (plan.way() == Way.WAKE) {
            takeWhereThereIsNone();
        }
        InvokedGuest guest = new InvokedGuest();
        plan.prepare().run();
        Throwable failure =
                plan.way() == Way.TAKE ? failureToTake(guest) : catchThrowable(() -> start(plan.way(), guest));
        plan.after().run();
        timers.noSilence();
        String what = plan.way() + " with " + plan.what();
        assertThat(failure)
                .as(what)
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("s1")
                .hasMessageContaining(plan.said());
        guest.end.complete(new SandboxEnd(-1, 9, false)); // closes what the test itself opened for it
        assertClean(what);
    }

    /** Another snapshot than the one that is kept, so that it is really taken; it may be told in vain. */
    private Throwable failureToTake(InvokedGuest guest) throws SandboxException {
        SandboxSpec other = new SandboxSpec(
                "s1", "provided.al2023", folder, List.of(), Map.of("A", "b"), 128, 512, spec().network());
        SandboxSnapshots.Template template = driver.snapshots().orElseThrow().startTemplate(other, guest);
        Throwable failure = catchThrowable(template::take);
        assertThat(driver.snapshots().orElseThrow().holds(other)).isFalse();
        return failure;
    }

    private void assertClean(String after) throws Exception {
        await(() ->
                leases.get() == 0 && networks.links().isEmpty() && machines().isEmpty() && processes() == 0);
        assertThat(leases).as(after).hasValue(0);
        assertThat(networks.links()).as(after).isEmpty();
        assertThat(machines()).as(after).isEmpty();
        assertThat(processes()).as(after).isZero();
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

    /** The guards name the machine's files; a program in QEMU's place is the guard's child. */
    private long processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .count();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
