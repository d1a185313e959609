package dev.hearth.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One connection of a client of any API: signed, one request at a time. */
final class ApiClient implements AutoCloseable {

    private static final int MAX_HEAD_BYTES = 16_384;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int STATUS = 9; // where it begins in the first line
    private static final String LENGTH = "content-length:";

    private final Signer signer;
    private final Socket socket;
    private final InputStream in;
    private final byte[] head = new byte[MAX_HEAD_BYTES];

    /**
     * A response.
     *
     * @param status HTTP's
     */
    record Answer(int status, String body) {

        boolean ok() {
            return status / 100 == 2;
        }

        /** The text member {@code name} of its JSON, wherever it stands. */
        String text(String name) {
            int member = body.indexOf("\"" + name + "\"");
            int start = body.indexOf('"', member + name.length() + 2) + 1;
            return body.substring(start, body.indexOf('"', start));
        }
    }

    ApiClient(Signer signer) {
        this.signer = signer;
        try {
            this.socket = new Socket(InetAddress.getByName("127.0.0.1"), signer.port());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new BenchException("no connection to port " + signer.port(), e);
        }
    }

    /** Asks and waits for the answer, whatever it says; no answer is an error. */
    Answer call(String service, String method, String path, Map<String, String> headers, String body) {
        byte[] request = signer.request(service, method, path, headers, body.getBytes(StandardCharsets.UTF_8));
        try {
            socket.getOutputStream().write(request);
            return answer();
        } catch (IOException e) {
            throw new BenchException(service + " " + path + " got no answer", e);
        }
    }

    /** Sends a request that was signed before, and waits for the answer. */
    Answer send(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            return answer();
        } catch (IOException e) {
            throw new BenchException("no answer", e);
        }
    }

    private Answer answer() throws IOException {
        int length = 0;
        int end = 0;
        while (end < 4 || head[end - 1] != '\n' || head[end - 3] != '\n') {
            int next = in.read();
            if (next < 0 || end == MAX_HEAD_BYTES) {
                throw new IOException("the connection was closed");
            }
            head[end++] = (byte) next;
        }
        String text = new String(head, 0, end, StandardCharsets.ISO_8859_1);
        for (String line : text.split("\r\n")) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("the connection was closed within a body");
        }
        int status = Integer.parseInt(text.substring(STATUS, STATUS + 3));
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    /** As {@link #call}, but for success only. */
    Answer must(String service, String method, String path, Map<String, String> headers, String body) {
        Answer answer = call(service, method, path, headers, body);
        if (!answer.ok()) {
            throw new BenchException(service + " " + path + " gave " + answer.status() + " " + answer.body());
        }
        return answer;
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
