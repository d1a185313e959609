package dev.hearth.drivers.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The test plays the machine and the guest's init. */
@Timeout(120)
class GuestSandboxTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Ports ports = RealPorts.create();
    private final FakeMachine machine = new FakeMachine();
    private final Told told = new Told();
    private GuestChannel channel;

    private static final class FakeMachine implements Machine {
        private final CompletableFuture<String> ended = new CompletableFuture<>();
        private final AtomicInteger released = new AtomicInteger();
        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

        @Override
        public void kill() {
            ended.complete("killed");
        }

        @Override
        public void pause() {
            calls.add("pause");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public CompletionStage<String> ended() {
            return ended;
        }

        @Override
        public void release() {
            released.incrementAndGet();
        }
    }

    private static final class Told implements SandboxListener {
        private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
        private final CompletableFuture<SandboxEnd> end = new CompletableFuture<>();

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            try {
                Files.createFile(((RuntimeApiSocket.UnixSocket) socket).path());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void output(ByteBuffer bytes) {
            output.add(StandardCharsets.UTF_8.decode(bytes).toString());
        }

        @Override
        public void ended(SandboxEnd how) {
            assertThat(end.complete(how)).as("told once").isTrue();
        }
    }

    @BeforeEach
    void open() throws IOException {
        channel = GuestChannel.open(folder.resolve("v"), 0, GuestChannel.SocketOwner.SAME_USER, ports);
    }

    private GuestSandbox.Parts parts(Duration limit) {
        return new GuestSandbox.Parts("s", List.of(), channel, machine, told, limit);
    }

    private CompletableFuture<GuestSandbox> boot(Duration limit) {
        CompletableFuture<GuestSandbox> made = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                made.complete(GuestSandbox.boot(parts(limit), spec(), ports));
            } catch (SandboxException e) {
                made.completeExceptionally(e);
            }
        });
        return made;
    }

    private static GuestSpec spec() {
        return new GuestSpec(
                List.of("/var/task/bootstrap"),
                List.of(),
                Map.of("A", "1"),
                List.of(),
                "/var/task",
                128,
                0,
                List.of(new GuestSpec.Drive("/var/task", false), new GuestSpec.Drive("/tmp", true)),
                Optional.empty(),
                4566,
                new GuestSpec.Wake(Instant.ofEpochSecond(7), new byte[] {1, (byte) 0xAB}));
    }

    private SocketChannel call() throws IOException {
        SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("v_9000")));
        say(
                guest,
                GuestProtocol.HELLO,
                GuestFrame.numbers(36)
                        .putShort(0, (short) GuestProtocol.VERSION)
                        .array());
        return guest;
    }

    private static void say(SocketChannel guest, int kind, byte[] payload) throws IOException {
        guest.write(GuestFrame.encode(kind, payload));
    }

    private static byte[] exit(int status, boolean outOfMemory) {
        return GuestFrame.numbers(16)
                .putInt(status)
                .put((byte) (outOfMemory ? 1 : 0))
                .putLong(8, 5 << 20)
                .array();
    }

    @Test
    void aGuestHearsItsSpecRunsAndTellsItsEnd() throws Exception {
        CompletableFuture<GuestSandbox> made = boot(LIMIT);
        try (SocketChannel guest = call()) {
            GuestFrame heard = new GuestFrame.Reader(guest).next();
            assertThat(heard.kind()).isEqualTo(GuestProtocol.SPEC);
            assertThat(StandardCharsets.UTF_8.decode(heard.payload()).toString().split("\0"))
                    .contains("b/var/task/bootstrap", "eA=1", "M128", "v/var/task", "v/tmp rw", "p4566", "w7000000000")
                    .contains("y01ab");
            say(guest, GuestProtocol.STARTED, new byte[8]);
            GuestSandbox sandbox = made.get(60, TimeUnit.SECONDS);
            say(guest, GuestProtocol.OUTPUT, "hello\n".getBytes(StandardCharsets.UTF_8));
            assertThat(told.output.poll(60, TimeUnit.SECONDS)).isEqualTo("hello\n");
            say(guest, GuestProtocol.EXIT, exit(3 << 8, false));
            assertThat(told.end.get(60, TimeUnit.SECONDS)).isEqualTo(new SandboxEnd(3, 0, false));
            assertThat(sandbox.peakMemoryBytes()).isEqualTo(5 << 20);
        }
        assertThat(machine.released).hasValue(1);
        assertThat(folder.resolve("v_9000")).doesNotExist();
    }

    @Test
    void aDrainCompletesWhenTheGuestSaysSo() throws Exception {
        CompletableFuture<GuestSandbox> made = boot(LIMIT);
        try (SocketChannel guest = call()) {
            GuestFrame.Reader frames = new GuestFrame.Reader(guest);
            frames.next();
            say(guest, GuestProtocol.STARTED, new byte[8]);
            CompletableFuture<Void> drained =
                    made.get(60, TimeUnit.SECONDS).drainOutput().toCompletableFuture();
            GuestFrame asked = frames.next();
            assertThat(asked.kind()).isEqualTo(GuestProtocol.DRAIN);
            int number = asked.payload().getInt();
            say(guest, GuestProtocol.OUTPUT, "before".getBytes(StandardCharsets.UTF_8));
            say(
                    guest,
                    GuestProtocol.DRAINED,
                    GuestFrame.numbers(16).putInt(number).array());
            drained.get(60, TimeUnit.SECONDS);
            assertThat(told.output).containsExactly("before");
        }
    }

    @Test
    void aMachineStandsStillAndItsClockIsSetWhenItGoesOn() throws Exception {
        CompletableFuture<GuestSandbox> made = boot(LIMIT);
        try (SocketChannel guest = call()) {
            GuestFrame.Reader frames = new GuestFrame.Reader(guest);
            frames.next();
            say(guest, GuestProtocol.STARTED, new byte[8]);
            GuestSandbox sandbox = made.get(60, TimeUnit.SECONDS);
            sandbox.freeze();
            assertThat(machine.calls.poll(60, TimeUnit.SECONDS)).isEqualTo("pause");
            sandbox.thaw();
            assertThat(frames.next().kind()).isEqualTo(GuestProtocol.CLOCK);
            assertThat(machine.calls.poll(60, TimeUnit.SECONDS)).isEqualTo("resume");
        }
    }

    @Test
    void aLostGuestIsTheEndOfItsSandbox() throws Exception {
        CompletableFuture<GuestSandbox> made = boot(LIMIT);
        try (SocketChannel guest = call()) {
            new GuestFrame.Reader(guest).next();
            say(guest, GuestProtocol.STARTED, new byte[8]);
            made.get(60, TimeUnit.SECONDS);
        }
        assertThat(told.end.get(60, TimeUnit.SECONDS)).isEqualTo(new SandboxEnd(-1, 9, false));
        assertThat(machine.ended).isDone();
    }

    @Test
    void aStepThatFailsInsideIsTheReasonAndNothingIsLeft() throws Exception {
        CompletableFuture<GuestSandbox> made = boot(LIMIT);
        try (SocketChannel guest = call()) {
            new GuestFrame.Reader(guest).next();
            say(guest, GuestProtocol.FAILED, "mount /dev/vdb at /var/task".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> made.get(60, TimeUnit.SECONDS))
                    .hasMessageContaining("could not mount /dev/vdb at /var/task");
        }
        assertThat(machine.released).hasValue(1);
        assertThat(told.end).isNotDone();
    }

    @Test
    void aMachineThatDiesWhileItBootsIsNotWaitedFor() {
        CompletableFuture<GuestSandbox> made = boot(LIMIT);
        machine.ended.complete("QEMU ended with 1: no such file");

        assertThatThrownBy(() -> made.get(60, TimeUnit.SECONDS))
                .hasMessageContaining("QEMU ended with 1: no such file");
        assertThat(machine.released).hasValue(1);
    }

    @Test
    void aGuestThatSaysNothingIsGivenUp() {
        assertThatThrownBy(() -> boot(Duration.ofMillis(100)).get(60, TimeUnit.SECONDS))
                .hasMessageContaining("did not call within 100 ms");
        assertThat(machine.ended).isDone();
    }

    @Test
    void aGuestThatStopsInTheMiddleIsGivenUp() throws IOException {
        try (SocketChannel guest = call()) {
            CompletableFuture<GuestSandbox> made = boot(Duration.ofMillis(300));
            assertThatThrownBy(() -> made.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(SandboxException.class);
            assertThat(guest.isOpen()).isTrue();
        }
        assertThat(machine.ended).isDone();
    }
}
