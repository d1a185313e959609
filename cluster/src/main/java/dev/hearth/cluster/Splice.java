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

    /** Between a plain connection and any other. Returns when the other has nothing more to say. */
    static void run(Socket plain, InputStream in, OutputStream out, Runnable end, Tasks tasks) {
        tasks.start("cluster-splice", () -> {
            try (plain) {
                copy(plain.getInputStream(), out);
            } catch (IOException gone) {
                // The other direction hears of it by the sockets' end.
            } finally {
                end.run();
            }
        });
        if (Thread.currentThread().isVirtual()) {
            CountDownLatch over = new CountDownLatch(1);
            tasks.start("cluster-splice", () -> {
                back(plain, in);
                over.countDown();
            });
            await(over);
        } else {
            back(plain, in);
        }
    }

    private static void back(Socket plain, InputStream in) {
        try {
            copy(in, plain.getOutputStream());
        } catch (IOException gone) {
            // As above.
        }
    }

    private static void await(CountDownLatch over) {
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
