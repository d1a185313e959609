package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.HostileClient.Outcome;
import dev.hearth.aws.HostileClient.Outcome.Answered;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edge as an HTTP server: connections, limits, timeouts, and callers that go away. */
@Timeout(120)
class EdgeHttpTest {

    private static final TinySigner SIGNER = new TinySigner(ToyEdge.KEY, ToyEdge.SECRET, "us-east-1");
    private static final String INVOKE = "/2015-03-31/functions/hello/invocations";
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final long BUFFERED = 256L * 1024 * 1024;

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        try (ToyEdge edge = ToyEdge.start();
                Socket socket = connect(edge)) {
            byte[] first = invoke("{\"n\":1}");
            byte[] second = invoke("{\"n\":2}");
            byte[] both = new byte[first.length + second.length];
            System.arraycopy(first, 0, both, 0, first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            socket.getOutputStream().write(both);
            assertThat(answer(socket).body()).isEqualTo("{\"n\":1}");
            assertThat(answer(socket).body()).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void takesAPayloadInAnyNumberOfChunks() throws IOException {
        String json = "\"" + "x".repeat(100_000) + "\"";
        try (ToyEdge edge = ToyEdge.start();
                Socket socket = connect(edge)) {
            String head =
                    "POST " + INVOKE + " HTTP/1.1\r\n" + signed(INVOKE, json) + "transfer-encoding: chunked\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(bytes(head));
            for (int i = 0; i < json.length(); i += 9_999) {
                String part = json.substring(i, Math.min(json.length(), i + 9_999));
                out.write(bytes(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n"));
                out.flush();
            }
            out.write(bytes("0\r\n\r\n"));
            assertThat(answer(socket).body()).isEqualTo(json);
            edge.awaitQuiet();
        }
    }

    @Test
    void refusesABodyThatIsTooLongBeforeItIsThereAndKeepsTheConnection() throws IOException {
        try (ToyEdge edge = ToyEdge.start();
                Socket socket = connect(edge)) {
            int length = Limits.INVOKE_BODY_BYTES + 1;
            socket.getOutputStream()
                    .write(bytes("POST " + INVOKE + " HTTP/1.1\r\n" + signed(INVOKE, "") + "content-length: " + length
                            + "\r\n\r\n"));
            Answered early = answer(socket);
            assertThat(early.status()).isEqualTo(413);
            assertThat(early.head()).contains("x-amzn-ErrorType: RequestTooLargeException");
            assertThat(early.body())
                    .contains("Request must be smaller than 6291456 bytes for the InvokeFunction operation");
            socket.getOutputStream().write(new byte[length]);
            socket.getOutputStream().write(invoke("{}"));
            assertThat(answer(socket).status()).isEqualTo(200);
        }
    }

    @Test
    void tellsAnUnknownCallerSoBeforeReadingTheBody() throws IOException {
        try (ToyEdge edge = ToyEdge.start();
                Socket socket = connect(edge)) {
            String headers = new TinySigner("AKIANOBODY", "x", "us-east-1")
                    .headers("lambda", "POST", INVOKE, new TreeMap<>(), new byte[0]);
            socket.getOutputStream()
                    .write(bytes("POST " + INVOKE + " HTTP/1.1\r\n" + headers + "content-length: 5000000\r\n\r\n"));
            assertThat(answer(socket).status()).isEqualTo(403);
        }
    }

    @Test
    void saysContinueToAClientThatWaitsForIt() throws IOException {
        try (ToyEdge edge = ToyEdge.start();
                Socket socket = connect(edge)) {
            socket.getOutputStream()
                    .write(bytes("POST " + INVOKE + " HTTP/1.1\r\n" + signed(INVOKE, "{}")
                            + "content-length: 2\r\nexpect: 100-continue\r\n\r\n"));
            byte[] start = socket.getInputStream().readNBytes(25);
            assertThat(new String(start, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 100 Continue");
            socket.getOutputStream().write(bytes("{}"));
            assertThat(answer(socket).body()).isEqualTo("{}");
        }
    }

    @Test
    void closesAConnectionThatWaitsTooLong() throws IOException {
        try (ToyEdge edge = ToyEdge.start(options(8, SHORT, LONG), ToyApis.ECHO);
                Socket socket = connect(edge)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesAConnectionWhoseHeadNeverEnds() throws IOException {
        try (ToyEdge edge = ToyEdge.start(options(8, SHORT, LONG), ToyApis.ECHO);
                Socket socket = connect(edge)) {
            socket.getOutputStream().write(bytes("POST / HTTP/1.1\r\nx: y\r\n"));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void refusesABodyThatComesTooSlowly() throws IOException {
        try (ToyEdge edge = ToyEdge.start(options(8, LONG, SHORT), ToyApis.ECHO);
                Socket socket = connect(edge)) {
            socket.getOutputStream()
                    .write(bytes(
                            "POST " + INVOKE + " HTTP/1.1\r\n" + signed(INVOKE, "{}") + "content-length: 2\r\n\r\n{"));
            assertThat(answer(socket).status()).isEqualTo(408);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            edge.awaitQuiet();
        }
    }

    @Test
    void letsAnInvocationRunLongerThanAnyTimeoutOfItsOwn() throws IOException {
        Frontend slow = command -> new CompletableFuture<InvokeOutcome>()
                .completeOnTimeout(answered(), SHORT.toMillis() * 2, TimeUnit.MILLISECONDS);
        byte[] request = invoke("{}"); // made before the connection's time begins
        try (ToyEdge edge = ToyEdge.start(options(8, SHORT, SHORT), slow);
                Socket socket = connect(edge)) {
            socket.getOutputStream().write(request);
            assertThat(answer(socket).body()).isEqualTo("\"done\"");
        }
    }

    @Test
    void survivesACallerThatGoesAwayWhileItsFunctionRuns() throws Exception {
        CompletableFuture<InvokeOutcome> running = new CompletableFuture<>();
        CompletableFuture<String> started = new CompletableFuture<>();
        Frontend held = command -> {
            boolean first = started.complete(command.requestId());
            return first ? running : CompletableFuture.completedFuture(answered());
        };
        try (ToyEdge edge = ToyEdge.start(options(8, LONG, LONG), held)) {
            try (Socket socket = connect(edge)) {
                socket.getOutputStream().write(invoke("{\"a\":1}"));
                started.get(60, TimeUnit.SECONDS);
            }
            running.complete(answered());
            edge.awaitQuiet();
            try (Socket socket = connect(edge)) {
                socket.getOutputStream().write(invoke("{}"));
                assertThat(answer(socket).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aFrontendThatBreaksItsPromiseIsAnInternalError() throws IOException {
        Frontend broken = command -> CompletableFuture.failedFuture(new IllegalStateException("a bug"));
        try (ToyEdge edge = ToyEdge.start(options(8, LONG, LONG), broken);
                Socket socket = connect(edge)) {
            socket.getOutputStream().write(invoke("{}"));
            Answered answered = answer(socket);
            assertThat(answered.status()).isEqualTo(500);
            assertThat(answered.body()).doesNotContain("a bug");
        }
    }

    @Test
    void closesConnectionsAboveItsLimit() throws IOException {
        try (ToyEdge edge = ToyEdge.start(options(1, LONG, LONG), ToyApis.ECHO);
                Socket first = connect(edge)) {
            first.getOutputStream().write(invoke("{}"));
            assertThat(answer(first).status()).isEqualTo(200);
            try (Socket second = connect(edge)) {
                assertThat(end(second)).isEqualTo(-1);
            }
            first.getOutputStream().write(invoke("{}"));
            assertThat(answer(first).status()).isEqualTo(200);
        }
    }

    @Test
    void throttlesWhenAllConnectionsTogetherHoldTooMuch() throws IOException {
        EdgeOptions options = new EdgeOptions(1, 8, Limits.CODE_BODY_BYTES, LONG, LONG, Duration.ofMinutes(15));
        try (ToyEdge edge = ToyEdge.start(options, ToyApis.ECHO);
                Socket socket = connect(edge)) {
            edge.parts().bufferedBytes().set(Limits.CODE_BODY_BYTES - 1);
            socket.getOutputStream().write(invoke("{\"a\":1}"));
            assertThat(answer(socket).status()).isEqualTo(429);
            edge.awaitKept(Limits.CODE_BODY_BYTES - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"/_hearth/health, 200", "/_hearth/health/more, 404", "/_hearth/other, 403"})
    void servesPlainPagesWithoutASignature(String path, int status) throws IOException {
        try (ToyEdge edge = ToyEdge.start();
                Socket socket = connect(edge)) {
            socket.getOutputStream().write(bytes("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n"));
            assertThat(answer(socket).status()).isEqualTo(status);
        }
    }

    private static EdgeOptions options(int connections, Duration idle, Duration body) {
        return new EdgeOptions(2, connections, BUFFERED, idle, body, Duration.ofMinutes(15));
    }

    private static InvokeOutcome answered() {
        return new InvokeOutcome.Answered(
                java.nio.ByteBuffer.wrap(bytes("\"done\"")).asReadOnlyBuffer(), "", "$LATEST", new byte[0]);
    }

    private static Socket connect(ToyEdge edge) throws IOException {
        return new Socket("127.0.0.1", edge.port());
    }

    private static byte[] invoke(String json) {
        return bytes("POST " + INVOKE + " HTTP/1.1\r\n" + signed(INVOKE, json) + "content-length: " + json.length()
                + "\r\n\r\n" + json);
    }

    private static String signed(String uri, String body) {
        return SIGNER.headers("lambda", "POST", uri, new TreeMap<>(), bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Answered answer(Socket socket) throws IOException {
        Outcome outcome = HostileClient.read(socket.getInputStream(), false);
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    /** What a read gives on a connection that the other side closes, politely or not. */
    private static int end(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }
}
