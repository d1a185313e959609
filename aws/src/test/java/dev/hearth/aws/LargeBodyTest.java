package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.HostileClient.Outcome.Answered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large bodies on their way from a connection to who reads them: whole, in order, held up, refused and broken off. */
@Timeout(120)
class LargeBodyTest {

    private static final int LARGE = 3_000_001;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Hashing hashing = new Hashing();

    /** Answers with the SHA-256 of what came; below {@code /no} it reads nothing. */
    private static final class Hashing implements StreamApi {

        private final CountDownLatch mayRead = new CountDownLatch(1);
        private final AtomicInteger mostLent = new AtomicInteger();
        private final CompletableFuture<String> broken = new CompletableFuture<>();
        private volatile @Nullable Slabs slabs;

        @Override
        public String service() {
            return "s3";
        }

        @Override
        public Set<String> built() {
            return Set.of();
        }

        @Override
        public boolean isFor(String method, String host, String path) {
            return true;
        }

        @Override
        public String resource(String host, String path) {
            return path;
        }

        @Override
        public StreamReply serve(StreamRequest request) {
            if (request.path().startsWith("/no")) {
                return StreamReply.of(403, List.of(), "no");
            }
            try {
                if (request.path().startsWith("/later")) {
                    mayRead.await();
                }
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                for (ByteBuffer next = request.read(); next != null; next = request.read()) {
                    digest.update(next);
                    Slabs used = slabs;
                    mostLent.accumulateAndGet(used == null ? 0 : used.lent(), Math::max);
                }
                return StreamReply.of(200, List.of(), HexFormat.of().formatHex(digest.digest()));
            } catch (IOException brokenOff) {
                broken.complete(String.valueOf(brokenOff.getMessage()));
                return StreamReply.empty(400, List.of());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public StreamReply refusal(String code, int status, String message, String requestId, @Nullable String path) {
            return StreamReply.of(status, List.of(), code);
        }
    }

    private static byte[] some(int seed, int bytes) {
        byte[] made = new byte[bytes];
        new SplittableRandom(seed).nextBytes(made);
        return made;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] head(String path, String length) {
        return ("PUT " + path + " HTTP/1.1\r\nhost: x\r\n" + length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] put(String path, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(path, "content-length: " + body.length));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static Socket connect(ToyEdge edge) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), edge.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static Answered answer(Socket socket) throws IOException {
        return (Answered) HostileClient.read(socket.getInputStream(), false);
    }

    @Test
    void requestsThatComeAtOnceAreToldApart() throws Exception {
        int[] lengths = {LARGE, 5, LARGE - 1, 0, 200_000, StreamBody.LARGE_BYTES, LARGE};
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < lengths.length; i++) {
            all.writeBytes(put("/a", some(i, lengths[i])));
        }
        try (ToyEdge edge = ToyEdge.start(hashing);
                Socket socket = connect(edge)) {
            CompletableFuture<Void> sent = sending(edge, socket, all.toByteArray());
            for (int i = 0; i < lengths.length; i++) {
                assertThat(answer(socket).body()).isEqualTo(sha256(some(i, lengths[i])));
            }
            sent.join();
            assertThat(edge.parts().slabs().lent()).isZero();
        }
    }

    private static CompletableFuture<Void> sending(ToyEdge edge, Socket socket, byte[] bytes) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        edge.parts().ports().tasks().start("sender", () -> {
            try {
                send(socket, bytes);
                sent.complete(null);
            } catch (RuntimeException e) {
                sent.completeExceptionally(e);
            }
        });
        return sent;
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void chunksOfHttpAreOneBody() throws Exception {
        byte[] body = some(9, LARGE);
        try (ToyEdge edge = ToyEdge.start(hashing);
                Socket socket = connect(edge)) {
            OutputStream out = socket.getOutputStream();
            out.write(head("/a", "transfer-encoding: chunked"));
            for (int at = 0; at < LARGE; at += 99_999) {
                int count = Math.min(99_999, LARGE - at);
                out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.write(body, at, count);
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(answer(socket).body()).isEqualTo(sha256(body));
        }
    }

    @Test
    void whoSendsFasterThanIsReadIsHeldUp() throws Exception {
        byte[] body = some(3, 40_000_000);
        try (ToyEdge edge = ToyEdge.start(hashing);
                Socket socket = connect(edge)) {
            hashing.slabs = edge.parts().slabs();
            CompletableFuture<Void> sent = sending(edge, socket, put("/later", body));
            edge.awaitSlabs(lent -> lent >= StreamBody.FULL_BYTES / Slabs.BYTES);
            hashing.mayRead.countDown();
            assertThat(answer(socket).body()).isEqualTo(sha256(body));
            sent.join();
            // What is full, what was read at once when it became so, and the one that is looked at.
            assertThat(hashing.mostLent.get()).isBetween(1, StreamBody.FULL_BYTES / Slabs.BYTES + 3);
            assertThat(edge.parts().slabs().lent()).isZero();
        }
    }

    @Test
    void aConnectionGoesOnBehindABodyThatNobodyWants() throws Exception {
        byte[] body = some(4, 12_000_000);
        try (ToyEdge edge = ToyEdge.start(hashing);
                Socket socket = connect(edge)) {
            for (int i = 0; i < 3; i++) {
                send(socket, put("/no", body));
                assertThat(answer(socket).status()).isEqualTo(403);
                send(socket, put("/a", body));
                assertThat(answer(socket).body()).isEqualTo(sha256(body));
            }
            assertThat(edge.parts().slabs().lent()).isZero();
        }
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() throws Exception {
        try (ToyEdge edge = ToyEdge.start(hashing)) {
            try (Socket socket = connect(edge)) {
                socket.getOutputStream().write(head("/a", "content-length: " + LARGE));
                socket.getOutputStream().write(some(5, LARGE / 2));
            }
            assertThat(hashing.broken.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .startsWith("The connection");
            edge.awaitSlabs(lent -> lent == 0);
        }
    }
}
