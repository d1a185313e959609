package dev.hearth.drivers.microvm;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The host's end of one guest's connections: Unix sockets {@code <base>_9000}, {@code <base>_9002} and {@code
 * <base>_9003}, bound before the guest can dial them. {@code <base>_9001} is bound by whoever serves the Runtime API.
 */
public interface GuestChannel extends AutoCloseable {

    /** Longest path of a Unix socket, bytes; the kernel's limit. */
    int MAX_SOCKET_PATH = 107;

    /** Makes a socket that was just bound reachable for the machine's process, by owner or mode. */
    @FunctionalInterface
    interface SocketOwner {

        /** For a machine that runs as the user that Hearth runs as. */
        SocketOwner SAME_USER = socket -> {};

        void own(Path socket) throws IOException;
    }

    /**
     * Binds the sockets.
     *
     * @param base path in a folder of the machine's own, which others cannot enter
     * @param endpointPort port of the host's loopback that connections to 9002 lead to; 0 for none
     * @param owner told of every socket that was bound
     * @throws IOException when a socket cannot be bound
     */
    static GuestChannel open(Path base, int endpointPort, SocketOwner owner, Ports ports) throws IOException {
        return UnixGuestChannel.open(base, endpointPort, owner, ports);
    }

    /** The Unix socket at which the guest's connections to {@code port} arrive. */
    Path socket(int port);

    /** To be called when somebody else bound {@link #socket}. */
    void own(Path socket) throws IOException;

    /**
     * The guest's next control connection.
     *
     * @throws IOException when none came in time, or the channel was closed
     */
    SocketChannel awaitControl(Duration limit) throws IOException;

    /** The connection that the guest will make to 9003 for CONNECT {@code number}; cancel it when it will not. */
    CompletableFuture<SocketChannel> expectInside(int number);

    /** Ends every connection and removes the sockets. */
    @Override
    void close();
}
