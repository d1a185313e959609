package dev.hearth.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 exchange on a connection of its own, timed from the first byte sent; no client library takes part. */
final class RawHttp {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int MAX_HEAD_BYTES = 65_536;
    private static final int HEXADECIMAL = 16;

    private RawHttp() {}

    /**
     * A response.
     *
     * @param headers names in lower case
     * @param nanos from the first byte of the request to the last of the response
     */
    record Response(int status, Map<String, String> headers, String body, long nanos) {}

    /** The bytes of a request. */
    static byte[] request(String method, String path, Map<String, String> headers, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head(method, path, headers, body.length));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** The bytes of a request before its body of some bytes. */
    static byte[] head(String method, String path, Map<String, String> headers, int length) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("content-length: ").append(length).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request to this machine and waits for the response. */
    static Response exchange(int port, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            long start = System.nanoTime();
            socket.getOutputStream().write(request);
            return read(socket.getInputStream(), start);
        } catch (IOException e) {
            throw new BenchException("no response from port " + port, e);
        }
    }

    private static Response read(InputStream in, long start) throws IOException {
        String[] lines = head(in).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunks(in)
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        long nanos = System.nanoTime() - start;
        return new Response(
                Integer.parseInt(lines[0].split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8), nanos);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(until("\r\n", in).strip(), HEXADECIMAL);
            body.writeBytes(in.readNBytes(size));
            until("\r\n", in);
        } while (size > 0);
        return body.toByteArray();
    }

    private static String head(InputStream in) throws IOException {
        return until("\r\n\r\n", in);
    }

    private static String until(String end, InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD_BYTES && !head.toString().endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
