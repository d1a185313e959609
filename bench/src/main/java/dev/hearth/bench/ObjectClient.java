package dev.hearth.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection that sends prepared requests with large bodies, and reads large answers without keeping them. */
final class ObjectClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int STATUS = 9; // where it begins in the first line
    private static final String LENGTH = "content-length:";
    private static final String END = "\r\n\r\n";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    ObjectClient(int port) {
        try {
            this.socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            throw new BenchException("no connection to port " + port, e);
        }
    }

    /** Sends a request; returns how many bytes its answer's body had. An error is the benchmark's end. */
    long exchange(byte[] head, byte[] body) {
        try {
            out.write(head);
            if (body.length > 0) {
                out.write(body);
            }
            return answer();
        } catch (IOException e) {
            throw new BenchException("no answer", e);
        }
    }

    private long answer() throws IOException {
        int have = 0;
        int end = -1;
        String text = "";
        while (end < 0) {
            int read = in.read(buffer, have, buffer.length - have);
            if (read <= 0) {
                throw new IOException("the connection was closed");
            }
            have += read;
            text = new String(buffer, 0, Math.min(have, 1 << 14), StandardCharsets.ISO_8859_1);
            end = text.indexOf(END);
        }
        long length = length(text.substring(0, end));
        int status = Integer.parseInt(text.substring(STATUS, STATUS + 3));
        long left = length - (have - end - END.length());
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("the connection was closed within a body");
            }
            left -= read;
        }
        if (status / 100 != 2) {
            throw new BenchException("a request gave " + text);
        }
        return length;
    }

    private static long length(String head) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                return Long.parseLong(line.substring(LENGTH.length()).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new BenchException("a connection does not close", e);
        }
    }
}
