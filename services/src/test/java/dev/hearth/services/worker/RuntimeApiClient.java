package dev.hearth.services.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A runtime's side of the Runtime API over one connection, plain enough to also do what no runtime should. */
final class RuntimeApiClient implements Closeable {

    /** An answer of the Runtime API. */
    record Reply(int status, Map<String, String> headers, String body) {

        String requestId() {
            return headers.get("lambda-runtime-aws-request-id");
        }
    }

    static final String BASE = "/2018-06-01/runtime/";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RuntimeApiClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = socket.getOutputStream();
    }

    Reply next() throws IOException {
        sendNext();
        return receive();
    }

    void sendNext() throws IOException {
        send("GET " + BASE + "invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    Reply respond(String requestId, String body) throws IOException {
        return post("invocation/" + requestId + "/response", "", body);
    }

    Reply error(String requestId, String type, String body) throws IOException {
        return post("invocation/" + requestId + "/error", "Lambda-Runtime-Function-Error-Type: " + type + "\r\n", body);
    }

    Reply initError(String type, String body) throws IOException {
        return post("init/error", "Lambda-Runtime-Function-Error-Type: " + type + "\r\n", body);
    }

    Reply post(String path, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + 200);
        String head = "POST " + BASE + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + bytes.length
                + "\r\n\r\n";
        all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(bytes);
        out.write(all.toByteArray());
        out.flush();
        return receive();
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    Reply receive() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT), line.substring(colon + 2));
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Reply(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the Runtime API closed the connection");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
