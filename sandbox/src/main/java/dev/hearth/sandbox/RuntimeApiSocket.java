package dev.hearth.sandbox;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where the host side of a sandbox's Runtime API is to be served. */
public sealed interface RuntimeApiSocket {

    /**
     * A listening stream socket that was made inside the sandbox and passed out: its connections come from inside
     * only. Whoever serves it owns the descriptor and closes it when the sandbox ended.
     */
    record ListeningDescriptor(int descriptor) implements RuntimeApiSocket {}

    /** A Unix socket to bind on the host, as Firecracker's vsock device connects to. */
    record UnixSocket(Path path) implements RuntimeApiSocket {}

    /**
     * A TCP address to bind on the host; port 0 lets the system choose. Used by the fake.
     *
     * @param address where to listen
     * @param bound told the address that was really bound
     */
    record Tcp(InetSocketAddress address, Consumer<InetSocketAddress> bound) implements RuntimeApiSocket {}
}
