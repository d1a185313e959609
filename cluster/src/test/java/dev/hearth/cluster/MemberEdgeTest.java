package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.core.Timers;
import dev.hearth.core.VirtualPorts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of a host that does not decide, on real connections between doors in one process. */
class MemberEdgeTest {

    private static final int PATIENCE_MILLIS = 120_000;
    private static final int PORT_TRIES = 10;
    private static final Tasks TASKS =
            (name, work) -> Thread.ofVirtual().name(name).start(work);

    /** Real time, and timers that never fire: nothing here needs one. */
    private static final Ports PORTS = ports();

    @TempDir
    private Path folder;

    private final Object first = new Object();
    private final Object second = new Object();
    private ListeningDoor door;
    private ListeningDoor other;
    private MemberEdge edge;
    private int port;

    private static Ports ports() {
        VirtualPorts virtual = new VirtualPorts(Instant.now(), 1);
        Timers never = (delay, work) -> virtual.after(Duration.ofDays(1), work);
        return new Ports(new RealTime(), never, TASKS, virtual);
    }

    /** The clock of this machine. */
    private static final class RealTime implements dev.hearth.core.Time {

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }

    /** Answers with its name to every line. */
    private record Endpoint(String name, ServerSocket server) implements AutoCloseable {

        static Endpoint open(String name) throws IOException {
            Endpoint endpoint = new Endpoint(name, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            TASKS.start(name, endpoint::serve);
            return endpoint;
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            while (!server.isClosed()) {
                try {
                    Socket user = server.accept();
                    TASKS.start(name, () -> answer(user));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void answer(Socket user) {
            try (user) {
                while (user.getInputStream().read() >= 0) {
                    user.getOutputStream().write(name.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException gone) {
                // The test looks at the other side.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private final class User implements AutoCloseable {
        private final Socket socket;

        User() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        void ask() throws IOException {
            socket.getOutputStream().write('?');
        }

        /** The next byte of an answer; empty when the connection is closed. */
        String answer() throws IOException {
            int read = socket.getInputStream().read();
            return read < 0 ? "" : Character.toString(read);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        door = openDoor();
        other = openDoor();
        edge = new MemberEdge(new HostContext(folder), TASKS, PORTS);
        for (int i = 1; ; i++) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            try {
                edge.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (BindException taken) {
                // By somebody else meanwhile.
                if (i == PORT_TRIES) {
                    throw taken;
                }
            }
        }
    }

    private ListeningDoor openDoor() throws IOException {
        return ListeningDoor.open(
                folder,
                "host",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ClusterDoor.Secrets("", ""),
                TASKS,
                PORTS);
    }

    @AfterEach
    void close() {
        edge.close();
        door.close();
        other.close();
    }

    private static String address(ListeningDoor of) {
        return "127.0.0.1:" + of.address().getPort();
    }

    @Test
    void aHostThatLostItsLinkServesItsUsersByWayOfAThird() throws IOException {
        try (Endpoint third = Endpoint.open("T");
                User early = new User()) {
            early.ask();
            edge.detour(address(door));
            door.follows(_ -> true, third.port());
            edge.detour(address(door));
            assertThat(early.answer()).isEqualTo("T");
            try (User late = new User()) {
                late.ask();
                assertThat(late.answer()).isEqualTo("T");
                // The third has lost it as well: who waits for an answer would wait for ever.
                door.follows(_ -> false, third.port());
                edge.detour(address(door));
                assertThat(late.answer()).isEmpty();
            }
            try (User waits = new User();
                    Endpoint decides = Endpoint.open("D")) {
                waits.ask();
                other.follows(_ -> true, decides.port());
                edge.through(first, address(other), Message.PROTOCOL);
                assertThat(waits.answer()).isEqualTo("D");
            }
        }
    }

    @Test
    void aWayThatGoesByAThirdGoesNoFurther() {
        other.follows(peer -> !peer.equals("host"), port);
        assertThatThrownBy(() -> Connection.openAnswered(
                                new HostContext(folder).get(), Joining.address(address(other)), Connection.Purpose.VIA)
                        .close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void aRequestIsNotReadBeforeWhoDecidesServesIt() throws Exception {
        // Bound and not listening: nobody else can take the port meanwhile.
        try (Socket nobody = new Socket();
                Endpoint decides = Endpoint.open("D")) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CountDownLatch asked = new CountDownLatch(2);
            // It is believed to decide, and does not listen to its users yet, or not any more.
            door.follows(
                    _ -> {
                        asked.countDown();
                        return true;
                    },
                    nobody.getLocalPort());
            edge.through(first, address(door), Message.PROTOCOL);
            try (User user = new User()) {
                user.ask();
                assertThat(asked.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
                door.follows(_ -> true, decides.port());
                assertThat(user.answer()).isEqualTo("D");
            }
        }
    }

    @Test
    void onlyUsersOfWhoWasLostAreCut() throws IOException {
        try (Endpoint before = Endpoint.open("B");
                Endpoint after = Endpoint.open("A");
                User goes = new User()) {
            door.follows(_ -> true, before.port());
            other.follows(_ -> true, after.port());
            edge.through(first, address(door), Message.PROTOCOL);
            goes.ask();
            assertThat(goes.answer()).isEqualTo("B");
            edge.through(second, address(other), Message.PROTOCOL);
            try (User next = new User()) {
                next.ask();
                assertThat(next.answer()).isEqualTo("A");
                // The channel to the one before breaks late.
                edge.without(first);
                assertThat(goes.answer()).isEmpty();
                next.ask();
                assertThat(next.answer()).isEqualTo("A");
            }
        }
    }
}
