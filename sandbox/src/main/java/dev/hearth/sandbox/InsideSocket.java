package dev.hearth.sandbox;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A way to a port inside a sandbox. */
public sealed interface InsideSocket {

    /** A connected stream socket, non-blocking, that was made inside and passed out; the taker closes it. */
    record ConnectedDescriptor(int descriptor) implements InsideSocket {}

    /** A Unix socket of the host to connect to, once. */
    record Unix(Path path) implements InsideSocket {}

    /** An address of the host to connect to. Used by the fake. */
    record Tcp(InetSocketAddress address) implements InsideSocket {}
}
