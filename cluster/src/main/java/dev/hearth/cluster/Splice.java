package dev.hearth.cluster;

import dev.hearth.core.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Bytes from one connection to another and back, until either ends. */
final class Splice {

    private static final int BUFFER_BYTES = 64 << 10;

    private Splice() {}

    /** Between a plain connection and one between hosts. Returns when both are closed. */
    static void run(Socket plain, Connection connection, Tasks tasks) throws IOException {
        try (plain) {
            run(plain, connection.in(), connection.out(), connection::close, tasks);
        } finally {
            connection.close();
        }
    }

    /** Between two plain ones. */
    static void run(Socket plain, Socket other, Tasks tasks) throws IOException {
        try (plain;
                other) {
            run(plain, other.getInputStream(), other.getOutputStream(), () -> shut(other), tasks);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed in any case.
        }
    }

    private static void run(Socket plain, InputStream in, OutputStream out, Runnable end, Tasks tasks) {
        tasks.start("cluster-splice", () -> {
            try (plain) {
                copy(plain.getInputStream(), out);
            } catch (IOException gone) {
                // The other direction hears of it by the sockets' end.
            } finally {
                end.run();
            }
        });
        CountDownLatch over = new CountDownLatch(1);
        tasks.start("cluster-splice", () -> {
            try {
                copy(in, plain.getOutputStream());
            } catch (IOException gone) {
                // As above.
            } finally {
                over.countDown();
            }
        });
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
