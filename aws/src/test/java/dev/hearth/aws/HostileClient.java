package dev.hearth.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends one {@link HostileRequests.Hostile} over a socket of its own and says what became of it. */
public final class HostileClient {

    private static final int CONNECT_MILLIS = 60_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    /** How the server took it. */
    public sealed interface Outcome {

        /** Whether {@code request} got an AWS error, a closed connection or, when rightly signed, an answer. */
        default boolean fits(HostileRequests.Hostile request) {
            return switch (this) {
                case Closed closed -> true;
                case Hung hung -> false;
                case Answered answered ->
                    answered.status() >= 400
                            ? answered.status() < 500 && answered.isAwsError()
                            : answered.status() < 300 && request.signed();
            };
        }

        /** The status, or what came instead, for counting. */
        default String label() {
            return switch (this) {
                case Closed closed -> "closed";
                case Hung hung -> "hung";
                case Answered answered -> Integer.toString(answered.status());
            };
        }

        /** The connection was closed without an answer. */
        record Closed() implements Outcome {}

        /** Neither answer nor end in time. */
        record Hung() implements Outcome {}

        /** An answer. */
        record Answered(int status, String head, String body) implements Outcome {

            /** Whether a client of AWS finds a request id and an error code in it. */
            public boolean isAwsError() {
                String lower = head.toLowerCase(Locale.ROOT);
                boolean code = lower.contains("\r\nx-amzn-errortype: ")
                        || body.contains("\"__type\":")
                        || body.contains("<Code>");
                return lower.contains("\r\nx-amzn-requestid: ") && (code || body.isEmpty());
            }
        }
    }

    private final InetSocketAddress server;

    public HostileClient(String host, int port) {
        this.server = new InetSocketAddress(host, port);
    }

    public Outcome send(HostileRequests.Hostile request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            try {
                socket.getOutputStream().write(request.bytes());
                if (!request.whole()) {
                    socket.shutdownOutput();
                }
            } catch (SocketException closedAlready) {
                // It may have answered before it closed.
            }
            return read(socket.getInputStream(), asksForHead(request.bytes()));
        } catch (SocketTimeoutException silence) {
            return new Outcome.Hung();
        } catch (SocketException reset) {
            return new Outcome.Closed();
        }
    }

    private static boolean asksForHead(byte[] bytes) {
        return bytes.length > 5 && new String(bytes, 0, 5, StandardCharsets.ISO_8859_1).equals("HEAD ");
    }

    /** The next answer on a connection. */
    static Outcome read(InputStream in, boolean headOnly) throws IOException {
        String head = head(in);
        while (head.startsWith("HTTP/1.1 100 ")) {
            head = head(in);
        }
        if (head.length() < 12) {
            return new Outcome.Closed();
        }
        int status = Integer.parseInt(head.substring(9, 12));
        int length = headOnly ? 0 : contentLength(head);
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Outcome.Answered(status, head, body);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newest = 0;
        while (newest != 0x0D0A0D0A && head.size() < MAX_HEAD_BYTES) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.write(b);
            newest = newest << 8 | b;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }
}
