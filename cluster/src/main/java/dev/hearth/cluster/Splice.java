package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Bytes from a plain connection to one between hosts and back, until either ends. */
final class Splice {

    private static final int BUFFER_BYTES = 64 << 10;

    private Splice() {}

    /** Returns when both are closed. */
    static void run(Socket plain, Connection connection, Ports ports) {
        ports.tasks().start("cluster-splice", () -> {
            try (plain) {
                copy(plain.getInputStream(), connection.out());
            } catch (IOException gone) {
                // The other direction hears of it by the sockets' end.
            } finally {
                connection.close();
            }
        });
        try (plain) {
            copy(connection.in(), plain.getOutputStream());
        } catch (IOException gone) {
            // As above.
        } finally {
            connection.close();
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
