package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.drivers.firecracker.FakeFirecracker.Trouble;
import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.network.FakeNetworks;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver, whole, against the fake: sandboxes whose bootstrap is an ordinary process. */
class FirecrackerDriverTest {

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private final FakeFirecracker firecracker = new FakeFirecracker();
    private FolderDrives drives;
    private FakeNetworks networks;
    private HostFirecrackerDriver driver;

    @BeforeEach
    void open() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "jails need root");
        firecracker.guest(new FakeInit());
        firecracker.keepRecord();
        drives = new FolderDrives(folder.resolve("drives"));
        networks = new FakeNetworks(Files.createFile(folder.resolve("netns")));
        driver = new HostFirecrackerDriver(options(), images(), drives, networks, firecracker, RealPorts.ports());
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private FirecrackerOptions options() throws IOException {
        return new FirecrackerOptions(
                folder.resolve("s"),
                Optional.of(program("firecracker", "Firecracker v1.16.1")),
                Optional.of(program("jailer", "Jailer v1.16.1")),
                ConfigureBy.API,
                RateLimits.NONE);
    }

    /** What is asked for its version only; the fake runs in its place. */
    private Path program(String name, String says) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\necho '" + says + "'\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
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

    private SandboxSpec spec(String script, SandboxSpec.Network network) throws IOException {
        Path task = Files.createDirectories(folder.resolve("task-" + script.hashCode()));
        Path bootstrap = Files.writeString(task.resolve("bootstrap"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SandboxSpec(
                "sandbox-1", "provided.al2023", task, List.of(), Map.of("GREETING", "hello"), 128, 512, network);
    }

    private SandboxSpec spec(String script) throws IOException {
        return spec(script, new SandboxSpec.Network.EndpointOnly(4566));
    }

    /** Serves the Runtime API by one sentence, and keeps what it is told. */
    private static final class Ear implements SandboxListener {

        private final StringBuilder output = new StringBuilder();
        private final CompletableFuture<SandboxEnd> end = new CompletableFuture<>();
        private final CompletableFuture<String> asked = new CompletableFuture<>();
        private volatile ServerSocketChannel server;

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            try {
                server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                server.bind(UnixDomainSocketAddress.of(((RuntimeApiSocket.UnixSocket) socket).path()));
            } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
            Thread.ofVirtual().start(this::answer);
        }

        private void answer() {
            try (SocketChannel connection = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(1024);
                connection.read(request);
                asked.complete(StandardCharsets.UTF_8.decode(request.flip()).toString());
                String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevent";
                connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException over) {
                // nobody asked
            }
        }

        @Override
        public synchronized void output(ByteBuffer bytes) {
            output.append(StandardCharsets.UTF_8.decode(bytes));
        }

        synchronized String said() {
            return output.toString();
        }

        @Override
        public void ended(SandboxEnd how) {
            try {
                server.close();
            } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
            if (!end.complete(how)) {
                throw new AssertionError("ended twice");
            }
        }

        SandboxEnd await() throws Exception {
            return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void assertNothingLeft() {
        assertThat(firecracker.living()).isEmpty();
        assertThat(drives.inUse()).isZero();
        assertThat(networks.links()).isEmpty();
        assertThat(Folders.entries(folder.resolve("s/j/fc"))).isEmpty();
    }

    @Test
    void aBootstrapRunsReachesItsRuntimeApiAndEnds() throws Exception {
        Ear ear = new Ear();
        driver.start(spec("echo \"$GREETING\"; curl -s http://$AWS_LAMBDA_RUNTIME_API/next; exit 3"), ear);

        assertThat(ear.await()).isEqualTo(new SandboxEnd(3, 0, false));
        assertThat(ear.said()).isEqualTo("hello\nevent");
        assertThat(ear.asked.join()).startsWith("GET /next");
        assertNothingLeft();
    }

    @Test
    void aKillEndsIt() throws Exception {
        Ear ear = new Ear();
        Sandbox sandbox = driver.start(spec("exec sleep 1000"), ear);
        sandbox.kill();

        assertThat(ear.await().signal()).isEqualTo(9);
        assertNothingLeft();
    }

    @Test
    void aStopIsToldToTheBootstrap() throws Exception {
        Ear ear = new Ear();
        Sandbox sandbox =
                driver.start(spec("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"), ear);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ear.said().contains("up"));
        sandbox.stop(Set.of());

        assertThat(ear.await().exitStatus()).isZero();
        assertThat(ear.said()).contains("bye");
        assertNothingLeft();
    }

    @Test
    void aFrozenSandboxStandsStillAndGoesOn() throws Exception {
        Ear ear = new Ear();
        Sandbox sandbox = driver.start(spec("while :; do echo x; sleep 0.02; done"), ear);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ear.said().length() > 4);
        sandbox.freeze();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> firecracker.requests().stream().anyMatch(request -> request.contains("Paused")));
        sandbox.thaw();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> firecracker.requests().stream().anyMatch(request -> request.contains("Resumed")));
        int before = ear.said().length();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ear.said().length() > before);
        sandbox.kill();
        ear.await();
        assertNothingLeft();
    }

    @Test
    void onlyAFunctionThatMayGoOutHasAnInterface() throws Exception {
        Ear inside = new Ear();
        driver.start(spec("true"), inside);
        inside.await();
        assertThat(firecracker.requests()).noneMatch(request -> request.contains("network-interfaces"));

        Ear outside = new Ear();
        Sandbox sandbox = driver.start(spec("exec sleep 1000", new SandboxSpec.Network.Internet(4566)), outside);
        assertThat(networks.links())
                .singleElement()
                .satisfies(link -> assertThat(link.user()).isPresent());
        assertThat(firecracker.requests()).anyMatch(request -> request.contains("\"host_dev_name\":\"tap0\""));
        assertThat(firecracker.commands().getLast()).contains("--netns");
        sandbox.kill();
        outside.await();
        assertNothingLeft();
    }

    @Test
    void aFailedStepIsNamedAndUndone() throws Exception {
        firecracker.plan("PUT /vsock", Trouble.FAULT);
        SandboxSpec spec = spec("true", new SandboxSpec.Network.Internet(4566));

        assertThatThrownBy(() -> driver.start(spec, new Ear()))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("step 'PUT /vsock' failed: planned by the test");
        assertNothingLeft();
    }

    @Test
    void aGuestThatDiesAtOnceIsSaid() throws Exception {
        firecracker.guest(inside -> {});
        SandboxSpec spec = spec("true");

        assertThatThrownBy(() -> driver.start(spec, new Ear()))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("the guest ended");
        assertNothingLeft();
    }

    /** A frame that is too short is the end of the guest, and nothing is left. */
    @Test
    void aGuestThatTalksNonsenseIsEnded() throws Exception {
        firecracker.guest(inside -> {
            try (SocketChannel control = inside.connect(9000)) {
                control.write(ByteBuffer.wrap(new byte[] {65, 0, 0, 0, 2, 0, 0, 0, 1, 0}));
                inside.awaitEnd();
            }
        });
        SandboxSpec spec = spec("true");

        assertThatThrownBy(() -> driver.start(spec, new Ear()))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("too short");
        assertNothingLeft();
    }

    @Test
    void theProbeBootsAGuestAndNamesTheWalls() {
        Verdict verdict = driver.probe();

        assertThat(verdict.usable()).as(verdict.toString()).isTrue();
        assertThat(verdict.why()).contains("jailer");
        assertThat(verdict.findings()).anyMatch(finding -> finding.what().equals("jail") && finding.enforced());
        assertNothingLeft();
    }

    @Test
    void theProbeSaysWhyNot() throws IOException {
        firecracker.plan("PUT /actions", Trouble.FAULT);
        assertThat(driver.probe().why()).contains("a test boot failed", "planned by the test");

        program("jailer", "Jailer v1.15.0");
        assertThat(driver.probe().why()).contains("jailer is of version 1.15.0");
        program("firecracker", "Firecracker v1.15.0");
        assertThat(driver.probe().why()).contains("too old");
        program("firecracker", "something else");
        assertThat(driver.probe().why()).contains("no version");
        Files.delete(folder.resolve("firecracker"));
        assertThat(driver.probe().why()).contains("cannot be executed");
    }

    private void takeSnapshot(SandboxSpec spec) throws Exception {
        Ear ear = new Ear();
        SandboxSnapshots.Template template = driver.snapshots().orElseThrow().startTemplate(spec, ear);
        ear.asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        template.take();
        ear.await();
        assertNothingLeft();
    }

    @Test
    void twoSandboxesWakeFromOneSnapshotWhichNobodyChanges() throws Exception {
        SandboxSpec spec = spec("curl -s http://$AWS_LAMBDA_RUNTIME_API/next; exec sleep 1000");
        SandboxSnapshots snapshots = driver.snapshots().orElseThrow();
        assertThat(snapshots.holds(spec)).isFalse();
        takeSnapshot(spec);
        assertThat(snapshots.holds(spec)).isTrue();
        assertThat(snapshots.holds(spec("true"))).as("other code").isFalse();

        Ear left = new Ear();
        Ear right = new Ear();
        Sandbox one = snapshots.restore(spec, left);
        Sandbox other = snapshots.restore(spec, right);
        assertThat(left.asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("GET /next");
        assertThat(right.asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("GET /next");
        Path memory = memories().getFirst();
        assertThat(Files.getAttribute(memory, "unix:nlink"))
                .as("the jails link it")
                .isEqualTo(3);
        assertThat(Files.getPosixFilePermissions(memory)).hasSize(3);
        assertThat(firecracker.requests().stream().filter(request -> request.contains("/snapshot/load")))
                .hasSize(2)
                .allMatch(request ->
                        request.contains("\"backend_type\":\"File\"") && request.contains("\"resume_vm\":false"));
        one.kill();
        other.kill();
        left.await();
        right.await();
        assertThat(Files.getAttribute(memory, "unix:nlink")).isEqualTo(1);
        assertNothingLeft();
    }

    private List<Path> memories() throws IOException {
        try (var all = Files.walk(folder.resolve("s/snapshots"))) {
            return all.filter(each -> each.endsWith("memory")).toList();
        }
    }

    @Test
    void aSnapshotThatDoesNotLoadIsNotTriedAgain() throws Exception {
        SandboxSpec spec = spec("curl -s http://$AWS_LAMBDA_RUNTIME_API/next; exec sleep 1000");
        SandboxSnapshots snapshots = driver.snapshots().orElseThrow();
        takeSnapshot(spec);
        firecracker.plan("PUT /snapshot/load", Trouble.FAULT);

        assertThatThrownBy(() -> snapshots.restore(spec, new Ear()))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("PUT /snapshot/load");
        assertThat(snapshots.holds(spec)).isFalse();
        assertThat(memories()).as("its last user is gone").isEmpty();
        assertThatThrownBy(() -> snapshots.restore(spec, new Ear())).hasMessageContaining("no snapshot");
        assertNothingLeft();
    }

    @Test
    void closingEndsEverySandbox() throws Exception {
        Ear one = new Ear();
        Ear two = new Ear();
        driver.start(spec("exec sleep 1000"), one);
        driver.start(spec("exec sleep 1001"), two);
        driver.close();

        assertThat(one.end).isDone();
        assertThat(two.end).isDone();
        assertNothingLeft();
        assertThatThrownBy(() -> driver.start(spec("true"), new Ear())).hasMessageContaining("closed");
    }
}
