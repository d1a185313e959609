package dev.hearth.drivers.microvm;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.InsideSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a connection to a port inside reachable at a Unix socket of its own, for one taker. */
final class Passage {

    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

    /** How long the taker may take to connect. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private Passage() {}

    static CompletionStage<InsideSocket> open(GuestChannel channel, int number, SocketChannel inside, Ports ports) {
        Path path = channel.socket(GuestProtocol.INSIDE_PORT).resolveSibling("inside-" + number);
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path), 1);
            ports.timers().after(WAIT, () -> Pump.close(server));
            ports.tasks().start("guest-passage", () -> pass(server, path, inside, ports));
            return CompletableFuture.completedStage(new InsideSocket.Unix(path));
        } catch (IOException failed) {
            Pump.close(inside);
            return CompletableFuture.failedStage(failed);
        }
    }

    private static void pass(ServerSocketChannel server, Path path, SocketChannel inside, Ports ports) {
        try (server;
                inside;
                SocketChannel taker = server.accept()) {
            server.close();
            Files.deleteIfExists(path);
            Pump.bothWays(inside, taker, ports.tasks());
        } catch (IOException broken) {
            LOG.debug("nobody took the connection at {}", path, broken);
        }
    }
}
