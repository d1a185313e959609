package dev.hearth.drivers.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * Carries a machine's state, without its memory, between QEMU and a file: some hundred kilobytes. Through a Unix
 * socket, because QEMU may start no program here and older ones cannot write a file.
 */
final class Migration {

    private static final long LOOK_NANOS = 1_000_000;
    /** Looks at a migration that does not end, about 10 s. */
    private static final int MAX_LOOKS = 10_000;

    private static final int BUFFER_BYTES = 128 * 1024;

    private Migration() {}

    /** Ends what waits for QEMU in vain. */
    @FunctionalInterface
    interface Limit {

        /** Closes {@code waiting} when it is too late or QEMU is gone, unless the hold is closed before. */
        Hold on(Channel waiting);

        /** What holds the limit. */
        @FunctionalInterface
        interface Hold extends AutoCloseable {
            @Override
            void close();
        }
    }

    static void save(Qmp monitor, Limit limit, Path state, Path socket) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                FileChannel file = FileChannel.open(state, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            leaveMemoryOut(monitor);
            monitor.execute("migrate", Map.of("uri", "unix:" + socket));
            try (Limit.Hold _ = limit.on(server);
                    SocketChannel connection = server.accept();
                    Limit.Hold _ = limit.on(connection)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
                while (connection.read(buffer) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        file.write(buffer);
                    }
                    buffer.clear();
                }
            }
            awaitCompletion(monitor);
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    static void load(Qmp monitor, Limit limit, Path state, Path socket) throws IOException {
        leaveMemoryOut(monitor);
        monitor.execute("migrate-incoming", Map.of("uri", "unix:" + socket));
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Limit.Hold _ = limit.on(connection);
                FileChannel file = FileChannel.open(state)) {
            long position = 0;
            while (position < file.size()) {
                position += file.transferTo(position, file.size() - position, connection);
            }
        } finally {
            Files.deleteIfExists(socket);
        }
        awaitCompletion(monitor);
    }

    /** The memory is in a file of its own, which is shared while the snapshot is made. */
    private static void leaveMemoryOut(Qmp monitor) throws IOException {
        Map<String, Object> capability = Map.of("capability", "x-ignore-shared", "state", true);
        monitor.execute("migrate-set-capabilities", Map.of("capabilities", List.of(capability)));
    }

    private static void awaitCompletion(Qmp monitor) throws IOException {
        for (int i = 0; i < MAX_LOOKS; i++) {
            JsonNode now = monitor.execute("query-migrate");
            String status = now.path("status").asString("");
            if (status.equals("completed")) {
                return;
            }
            if (status.equals("failed") || status.equals("cancelled")) {
                throw new IOException("the state was not carried over: "
                        + now.path("error-desc").asString(status));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IOException("the state was not carried over in time");
    }
}
