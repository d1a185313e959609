package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Bytes from one connection to another and back, until either ends. */
final class Splice {

    private static final int BUFFER_BYTES = 64 << 10;

    private Splice() {}

    /** Between a plain connection and one between hosts. Returns when both are closed. */
    static void run(Socket plain, Connection connection, Ports ports) throws IOException {
        try (plain) {
            run(plain, connection.in(), connection.out(), connection::close, ports);
        } finally {
            connection.close();
        }
    }

    /** Between two plain ones. */
    static void run(Socket plain, Socket other, Ports ports) throws IOException {
        try (plain;
                other) {
            run(plain, other.getInputStream(), other.getOutputStream(), () -> shut(other), ports);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed in any case.
        }
    }

    private static void run(Socket plain, InputStream in, OutputStream out, Runnable end, Ports ports) {
        ports.tasks().start("cluster-splice", () -> {
            try (plain) {
                copy(plain.getInputStream(), out);
            } catch (IOException gone) {
                // The other direction hears of it by the sockets' end.
            } finally {
                end.run();
            }
        });
        try {
            copy(in, plain.getOutputStream());
        } catch (IOException gone) {
            // As above.
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }
}
