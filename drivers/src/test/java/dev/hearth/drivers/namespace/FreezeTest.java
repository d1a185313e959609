package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.drivers.cgroups.CgroupMounts;
import dev.hearth.drivers.cgroups.Cgroups;
import dev.hearth.drivers.cgroups.Freezer;
import dev.hearth.drivers.linux.IoBuffer;
import dev.hearth.drivers.linux.Linux;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SandboxSpec.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done to a sandbox from outside while it runs: freeze, thaw, stop, connect. */
class FreezeTest {

    /** How often is looked whether something stands still, at most. */
    private static final int LOOKS = 100;

    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");
    private static final String COUNT = "(while :; do echo b; sleep 0.01; done) & while :; do echo a; sleep 0.01; done";

    @TempDir
    static Path folder;

    private static HostNamespaceDriver driver;

    @BeforeAll
    static void create() {
        driver = new HostNamespaceDriver(NamespaceOptions.ofThisProcess(folder.resolve("state")), Functions.ports());
    }

    @AfterAll
    static void close() {
        driver.close();
    }

    private static Sandbox start(Path task, Recorder recorder) throws Exception {
        assumeTrue(driver.host().cgroups().freezer().isPresent(), "this user cannot freeze");
        return driver.start(
                Functions.spec("provided.al2023", task, 128, 512, new Network.EndpointOnly(4566), PATH), recorder);
    }

    @Test
    void everythingInsideStandsStillUntilItIsThawed(@TempDir Path task) throws Exception {
        Functions.script(task, COUNT);
        Recorder recorder = new Recorder();
        Sandbox sandbox = start(task, recorder);
        awaitMore(recorder);
        for (int i = 0; i < 3; i++) {
            sandbox.freeze();
            assertThat(standsStill(recorder)).isTrue();
            sandbox.thaw();
            awaitMore(recorder);
        }
        sandbox.kill();
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(-1, 9, false));
        sandbox.freeze();
        sandbox.thaw();
    }

    @Test
    void whatIsFrozenCanBeKilledAndLeavesNothing(@TempDir Path task) throws Exception {
        Functions.script(task, COUNT);
        Recorder recorder = new Recorder();
        Sandbox sandbox = start(task, recorder);
        awaitMore(recorder);
        sandbox.freeze();
        sandbox.kill();
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(-1, 9, false));
        for (Path group :
                List.of(driver.host().cgroups().freezer().orElseThrow().folder())) {
            assertThat(group.resolve(sandbox.id())).doesNotExist();
        }
    }

    @Test
    void whatIsFrozenCanBeStopped(@TempDir Path task) throws Exception {
        Functions.script(task, "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.01; done");
        Recorder recorder = new Recorder();
        Sandbox sandbox = start(task, recorder);
        awaitUp(recorder);
        sandbox.freeze();
        sandbox.stop(Set.of());
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(5, 0, false));
        assertThat(recorder.output()).isEqualTo("up\nbye\n");
    }

    @Test
    void whoIgnoresSigtermIsKilledInTheEnd(@TempDir Path task) throws Exception {
        Functions.script(task, "trap '' TERM; echo up; while :; do sleep 1000; done");
        Recorder recorder = new Recorder();
        Sandbox sandbox = start(task, recorder);
        awaitUp(recorder);
        sandbox.stop(Set.of());
        sandbox.kill();
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(-1, 9, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothVersionsOfCgroupsFreeze(boolean unified, @TempDir Path task) throws Exception {
        Functions.script(task, COUNT);
        Recorder recorder = new Recorder();
        Sandbox sandbox = start(task, recorder);
        Cgroups.Group place = place(unified);
        try {
            awaitMore(recorder);
            Path processes =
                    driver.host().cgroups().group("memory").orElseThrow().folder();
            Freezer freezer = new Freezer(place, sandbox.id(), processes.resolve(sandbox.id()));
            assertThat(freezer.freeze(-1)).isTrue();
            assertThat(standsStill(recorder)).isTrue();
            sandbox.kill();
            Freezer.thawLeftOvers(place);
            recorder.awaitEnd();
            freezer.remove();
        } finally {
            Cgroups.remove(place.folder());
        }
    }

    /** A folder of this test's own where this machine mounts that version. */
    private static Cgroups.Group place(boolean unified) throws IOException {
        CgroupMounts mounts = CgroupMounts.parse(
                Files.readString(Path.of("/proc/self/mountinfo")), Files.readString(Path.of("/proc/self/cgroup")));
        for (CgroupMounts.Hierarchy hierarchy : mounts.hierarchies()) {
            if (hierarchy.unified() == unified
                    && (unified || hierarchy.controllers().contains(Cgroups.FREEZER))) {
                Path own = hierarchy
                        .mount()
                        .resolve("hearth-test-" + ProcessHandle.current().pid());
                return new Cgroups.Group(Files.createDirectories(own), unified);
            }
        }
        assumeTrue(false, "not mounted here");
        throw new IOException();
    }

    @Test
    void extensionsRunBesideTheBootstrapAndTheirEndIsTold(@TempDir Path task, @TempDir Path layer) throws Exception {
        assumeTrue(driver.host().cgroups().freezer().isPresent(), "this user cannot freeze");
        Functions.script(task, "echo runtime; while :; do sleep 0.01; done");
        Functions.file(layer.resolve("extensions"), "first", "#!/bin/sh\necho $WHO; exit 3\n", "rwxr-xr-x");
        Functions.file(
                layer.resolve("extensions"),
                "second",
                "#!/bin/sh\necho up\nwhile :; do sleep 0.01; done\n",
                "rwxr-xr-x");
        Shared.openToAll(layer);
        Recorder recorder = new Recorder();
        SandboxSpec plain = Functions.provided(task);
        Sandbox sandbox = driver.start(
                new SandboxSpec(
                        plain.id(),
                        plain.runtime(),
                        task,
                        List.of(layer),
                        Map.of("PATH", "/usr/bin:/bin", "WHO", "me"),
                        128,
                        512,
                        List.of("first", "second"),
                        plain.network()),
                recorder);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> recorder.extensionEnds().size() == 1);
        assertThat(recorder.extensionEnds()).containsEntry("first", new SandboxEnd(3, 0, false));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> recorder.output().lines().count() == 3);
        assertThat(recorder.output().lines()).containsExactlyInAnyOrder("me", "up", "runtime");
        sandbox.stop(Set.of("second"));
        sandbox.kill();
        recorder.awaitEnd();
    }

    @Test
    void aPortInsideIsReachedFromOutside(@TempDir Path task) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "needs a Python");
        Functions.script(
                task,
                "exec /usr/bin/python3 -c \"import socket\ns=socket.create_server(('sandbox.localdomain',8181))\n"
                        + "print('up',flush=True)\nprint(s.accept()[0].recv(9))\"");
        Recorder recorder = new Recorder();
        Sandbox sandbox = start(task, recorder);
        awaitUp(recorder);
        assertThat(sandbox.connect(8282).toCompletableFuture())
                .failsWithin(60, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("connect failed with errno 111");
        InsideSocket.ConnectedDescriptor socket = (InsideSocket.ConnectedDescriptor)
                sandbox.connect(8181).toCompletableFuture().get(60, TimeUnit.SECONDS);
        IoBuffer buffer = IoBuffer.take();
        buffer.first(5).put("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(Linux.write(socket.descriptor(), buffer, 0, 5)).isEqualTo(5);
        buffer.giveBack();
        Linux.close(socket.descriptor());
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(0, 0, false));
        assertThat(recorder.output()).isEqualTo("up\nb'hello'\n");
        assertThat(sandbox.connect(8181).toCompletableFuture()).isCompletedExceptionally();
    }

    /** What is said once may have been heard before anybody waits for it. */
    private static void awaitUp(Recorder recorder) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> recorder.output().contains("up"));
    }

    private static void awaitMore(Recorder recorder) {
        int before = recorder.output().length();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> recorder.output().length() > before);
    }

    /** Whether nothing more is written in the end; what lay in the pipe still comes. */
    private static boolean standsStill(Recorder recorder) {
        boolean still = false;
        for (int look = 0; look < LOOKS && !still; look++) {
            int before = recorder.output().length();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            still = recorder.output().length() == before;
        }
        return still;
    }
}
