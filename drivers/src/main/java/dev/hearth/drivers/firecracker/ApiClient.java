package dev.hearth.drivers.firecracker;

import dev.hearth.core.Timers;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to one Firecracker over its API socket, on one connection that is kept between requests until {@link #rest}.
 * Requests may be sent ahead of their answers: Firecracker's server takes them from the connection one after the other
 * and answers in their order, so that a whole configuration costs two hand-overs between processes instead of two for
 * each request.
 */
final class ApiClient implements AutoCloseable {

    private final Path socket;
    private final Timers timers;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;

    private record Connection(SocketChannel channel, HttpText answers) {}

    ApiClient(Path socket, Timers timers) {
        this.socket = socket;
        this.timers = timers;
    }

    /**
     * Sends {@code call} and gives the answer's object, empty for {@code 204 No Content}.
     *
     * @param limit until the last byte of the answer; then the connection is closed
     * @throws ApiFault when Firecracker refuses
     * @throws IOException when nobody answers, or not in time
     */
    Map<String, @Nullable Object> send(Call call, Duration limit) throws IOException {
        lock.lock();
        try {
            sendAhead(List.of(call));
            return answer(call, limit);
        } finally {
            lock.unlock();
        }
    }

    /** Sends requests whose answers are taken by {@link #answer}, in the same order. */
    void sendAhead(List<Call> calls) throws IOException {
        lock.lock();
        try {
            ByteBuffer bytes = requests(calls);
            while (bytes.hasRemaining()) {
                connected().channel().write(bytes);
            }
        } catch (IOException failed) {
            drop();
            throw new IOException(calls.getFirst() + ": " + failed.getMessage(), failed);
        } finally {
            lock.unlock();
        }
    }

    /** The answer to {@code call}, which was sent; fails as {@link #send}. */
    Map<String, @Nullable Object> answer(Call call, Duration limit) throws IOException {
        lock.lock();
        try {
            Connection now = connection;
            if (now == null) {
                throw new EOFException(call + ": Firecracker closed the connection without an answer");
            }
            Timers.Timer timer = timers.after(limit, () -> close(now));
            try {
                return read(call, now.answers().read());
            } catch (AsynchronousCloseException late) {
                drop();
                throw new IOException(call + " was not answered within " + limit.toMillis() + " ms", late);
            } catch (ApiFault refused) {
                throw refused;
            } catch (IOException failed) {
                drop();
                throw new IOException(call + ": " + failed.getMessage(), failed);
            } finally {
                timer.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer requests(List<Call> calls) {
        List<byte[]> all = calls.stream().map(ApiClient::request).toList();
        ByteBuffer bytes =
                ByteBuffer.allocate(all.stream().mapToInt(each -> each.length).sum());
        all.forEach(bytes::put);
        return bytes.flip();
    }

    /** Whether somebody takes connections at the socket. */
    boolean connect() {
        lock.lock();
        try {
            connected();
            return true;
        } catch (IOException nobody) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    static byte[] request(Call call) {
        StringBuilder text = new StringBuilder()
                .append(call.method())
                .append(' ')
                .append(call.path())
                .append(" HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n");
        byte[] body = new byte[0];
        if (call.body() != null) {
            body = Json.text(call.body()).getBytes(StandardCharsets.UTF_8);
            text.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    private Map<String, @Nullable Object> read(Call call, HttpText.@Nullable Message message) throws IOException {
        if (message == null) {
            throw new EOFException("Firecracker closed the connection without an answer");
        }
        if (message.close()) {
            drop();
        }
        String[] words = message.firstLine().split(" ");
        int status = words.length > 1 && words[1].matches("[1-5]\\d\\d") ? Integer.parseInt(words[1]) : 0;
        if (status == 204) {
            return Map.of();
        } else if (status == 200) {
            return Json.object(message.body());
        } else if (status >= 400) {
            throw new ApiFault(call, status, faultMessage(message.body()));
        }
        throw new IOException("an answer that is not Firecracker's: " + message.firstLine());
    }

    private static String faultMessage(String body) {
        try {
            Object message = Json.object(body).get("fault_message");
            return message == null ? body : message.toString();
        } catch (IOException notJson) {
            return body.isBlank() ? "no reason given" : body;
        }
    }

    private Connection connected() throws IOException {
        if (connection == null) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            connection = new Connection(channel, new HttpText(channel));
        }
        return connection;
    }

    private void drop() {
        if (connection != null) {
            close(connection);
            connection = null;
        }
    }

    private static void close(Connection open) {
        try {
            open.channel().close();
        } catch (IOException unimportant) {
            // it is gone one way or the other
        }
    }

    /** Gives the connection back until the next request: a running microVM needs none. */
    void rest() {
        lock.lock();
        try {
            drop();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        rest();
    }
}
