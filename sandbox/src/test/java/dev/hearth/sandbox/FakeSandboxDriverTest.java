package dev.hearth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.VirtualPorts;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeSandboxDriverTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final Told told = new Told();

    @Test
    void aReturnIsExitStatusZeroAfterAllOutput() throws SandboxException {
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, guest -> guest.print("hello"));
        driver.start(spec(), told);
        assertThat(driver.running()).isEqualTo(1);
        ports.settle();
        assertThat(told.news).containsExactly("serve", "hello", "end 0 0 false");
        assertThat(driver.running()).isZero();
    }

    @Test
    void anExceptionIsExitStatusOne() throws SandboxException {
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, _ -> {
            throw new IllegalStateException("boom");
        });
        driver.start(spec(), told);
        ports.settle();
        assertThat(told.news).endsWith("java.lang.IllegalStateException: boom\n", "end 1 0 false");
    }

    @Test
    void aBootstrapEndsAsItLikesAndOnlyOnce() throws SandboxException {
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, guest -> {
            guest.end(new SandboxEnd(-1, 9, true));
            guest.print("too late");
        });
        driver.start(spec(), told).kill();
        ports.settle();
        assertThat(told.news).containsExactly("serve", "end -1 9 false");
    }

    @Test
    void aKillEndsTheSandboxAndWakesTheBootstrap() throws SandboxException {
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, FakeSandboxDriver.Guest::hang);
        Sandbox sandbox = driver.start(spec(), told);
        driver.close();
        sandbox.kill();
        ports.settle();
        assertThat(told.news).containsExactly("serve", "end -1 9 false");
    }

    @Test
    void aRefusedStartThrowsOnceAndTellsNothing() throws SandboxException {
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, _ -> {});
        driver.refuseNext("no room");
        assertThatThrownBy(() -> driver.start(spec(), told)).isInstanceOf(SandboxException.class);
        assertThat(told.news).isEmpty();
        driver.start(spec(), told);
        assertThat(told.news).containsExactly("serve");
    }

    @Test
    void theGuestSeesItsSpecAndItsRuntimeApi() throws SandboxException {
        List<Object> seen = new ArrayList<>();
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, guest -> {
            seen.add(guest.spec().id());
            seen.add(guest.runtimeApi().getPort());
        });
        driver.peakMemory(5);
        Sandbox sandbox = driver.start(spec(), told);
        ports.settle();
        assertThat(seen).containsExactly("one", 4711);
        assertThat(sandbox.peakMemoryBytes()).isEqualTo(5);
        assertThat(sandbox.drainOutput().toCompletableFuture()).isDone();
    }

    @Test
    void unreadOutputComesWithADrainOrTheEnd() throws SandboxException {
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, guest -> {
            guest.printUnread("first");
            guest.printUnread(" second");
        });
        driver.start(spec(), told).drainOutput();
        ports.settle();
        assertThat(told.news).containsExactly("serve", "first second", "end 0 0 false");
    }

    @Test
    void aSubstituteIsSaid() {
        FakeSandboxDriver driver = new FakeSandboxDriver(ports, _ -> {});
        driver.substitute(new RuntimeChoice("python3.9", "python3.11", "/usr/bin"));
        assertThat(driver.runtime("python3.9").orElseThrow().substituted()).isTrue();
        assertThat(driver.runtime("python3.11").orElseThrow().substituted()).isFalse();
        assertThat(driver.probe().usable()).isTrue();
    }

    private static SandboxSpec spec() {
        return new SandboxSpec(
                "one",
                "provided.al2023",
                Path.of("task"),
                List.of(),
                Map.of(),
                128,
                512,
                new SandboxSpec.Network.EndpointOnly(4566));
    }

    private static final class Told implements SandboxListener {
        private final List<String> news = new ArrayList<>();

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            news.add("serve");
            ((RuntimeApiSocket.Tcp) socket).bound().accept(InetSocketAddress.createUnresolved("localhost", 4711));
        }

        @Override
        public void output(ByteBuffer bytes) {
            news.add(StandardCharsets.UTF_8.decode(bytes).toString());
        }

        @Override
        public void ended(SandboxEnd end) {
            news.add("end " + end.exitStatus() + " " + end.signal() + " " + end.outOfMemory());
        }
    }
}
