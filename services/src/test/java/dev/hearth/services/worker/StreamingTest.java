package dev.hearth.services.worker;

import static dev.hearth.services.worker.WorkerFixture.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Responses that are handed on while the runtime writes them. */
class StreamingTest {

    private static final EnvironmentSpec SPEC = WorkerFixture.spec(Duration.ofSeconds(30));
    private static final int PIECE_BYTES = 32 * 1024;

    /** What the sink was told, in order, as text. */
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final CountDownLatch firstChunkSeen = new CountDownLatch(1);

    /** A runtime that answers its invocations by {@code script}. */
    @FunctionalInterface
    private interface Script {
        void answer(String requestId, RuntimeApiClient api) throws IOException, InterruptedException;
    }

    private static WorkerFixture runtime(Script script) {
        return new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                while (true) {
                    script.answer(api.next().requestId(), api);
                }
            } catch (IOException closed) {
                guest.hang();
            }
        });
    }

    private static void head(RuntimeApiClient api, String requestId) throws IOException {
        api.send("POST " + RuntimeApiClient.BASE + "invocation/" + requestId + "/response HTTP/1.1\r\nHost: x\r\n"
                + "Content-Type: text/plain\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n");
    }

    private static void chunk(RuntimeApiClient api, String text) throws IOException {
        api.send(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    /** A sink that remembers everything and is never full. */
    private final class Told implements ResponseSink {
        @Override
        public void begins(Source source, String executedVersion, String contentType) {
            told.add("begins " + executedVersion + " " + contentType);
        }

        @Override
        public boolean chunk(ByteBuffer bytes) {
            told.add(WorkerFixture.text(bytes));
            firstChunkSeen.countDown();
            return true;
        }
    }

    private static CompletionStage<InvocationResult> invoke(WorkerFixture fixture, ResponseSink sink) throws Exception {
        String id = fixture.started(SPEC).environmentId();
        return invoke(fixture, id, sink);
    }

    private static CompletionStage<InvocationResult> invoke(WorkerFixture fixture, String id, ResponseSink sink) {
        ByteBuffer payload = ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8));
        return fixture.worker.invoke(
                id, new Invocation(REQUEST_ID, payload, SPEC.functionArn(), null, null, false, sink));
    }

    private static InvocationResult.Answered answered(CompletionStage<InvocationResult> result) throws Exception {
        return (InvocationResult.Answered) WorkerFixture.await(result);
    }

    @Test
    void chunksArriveWhileTheRuntimeStillWrites() throws Exception {
        try (WorkerFixture fixture = runtime((id, api) -> {
            head(api, id);
            chunk(api, "one");
            assertThat(firstChunkSeen.await(60, TimeUnit.SECONDS)).isTrue();
            chunk(api, "two");
            api.send("0\r\n\r\n");
            api.receive();
        })) {
            InvocationResult.Answered result = answered(invoke(fixture, new Told()));

            assertThat(told).containsExactly("begins $LATEST text/plain", "one", "two");
            assertThat(result.functionError()).isEmpty();
            assertThat(result.payload().remaining()).isZero();
            assertThat(result.reusable()).isTrue();
        }
    }

    @Test
    void aCallerThatWantsItWholeGetsItWhole() throws Exception {
        try (WorkerFixture fixture = runtime((id, api) -> {
            head(api, id);
            chunk(api, "one");
            chunk(api, "two");
            api.send("0\r\n\r\n");
            api.receive();
        })) {
            String id = fixture.started(SPEC).environmentId();

            assertThat(WorkerFixture.text(fixture.invoke(id, REQUEST_ID, "{}").payload()))
                    .isEqualTo("onetwo");
        }
    }

    @Test
    void aResponseThatIsNotStreamedLeavesTheSinkAlone() throws Exception {
        try (WorkerFixture fixture = runtime((id, api) -> api.respond(id, "\"whole\""))) {
            InvocationResult.Answered result = answered(invoke(fixture, new Told()));

            assertThat(told).isEmpty();
            assertThat(WorkerFixture.text(result.payload())).isEqualTo("\"whole\"");
        }
    }

    @Test
    void anErrorInTheTrailersEndsTheStreamAndSparesTheEnvironment() throws Exception {
        String error = "{\"errorType\":\"TypeError\",\"errorMessage\":\"half way\"}";
        try (WorkerFixture fixture = runtime((id, api) -> {
            head(api, id);
            chunk(api, "one");
            api.send("0\r\nLambda-Runtime-Function-Error-Type: TypeError\r\nLambda-Runtime-Function-Error-Body: "
                    + Base64.getEncoder().encodeToString(error.getBytes(StandardCharsets.UTF_8)) + "\r\n\r\n");
            told.add("status " + api.receive().status());
        })) {
            String id = fixture.started(SPEC).environmentId();
            InvocationResult.Answered result = answered(invoke(fixture, id, new Told()));

            assertThat(result.functionError()).isEqualTo("Unhandled");
            assertThat(WorkerFixture.text(result.payload())).isEqualTo(error);
            assertThat(answered(invoke(fixture, id, new Told())).reusable()).isTrue();
            assertThat(told).startsWith("begins $LATEST text/plain", "one").contains("status 202");
        }
    }

    @Test
    void aStreamThatIsCutOffIsAnErrorAndEndsTheEnvironment() throws Exception {
        try (WorkerFixture fixture = runtime((id, api) -> {
            head(api, id);
            chunk(api, "one");
            assertThat(firstChunkSeen.await(60, TimeUnit.SECONDS)).isTrue();
            api.close();
        })) {
            InvocationResult.Answered result = answered(invoke(fixture, new Told()));

            assertThat(WorkerFixture.text(result.payload())).contains("Runtime.TruncatedResponse");
            assertThat(result.reusable()).isFalse();
        }
    }

    @Test
    void aFullSinkStopsTheReadingAndNothingIsLost() throws Exception {
        int pieces = 512;
        AtomicLong received = new AtomicLong();
        AtomicLong sinceFull = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (WorkerFixture fixture = runtime((id, api) -> {
            head(api, id);
            for (int i = 0; i < pieces; i++) {
                chunk(api, "x".repeat(PIECE_BYTES));
            }
            api.send("0\r\n\r\n");
            api.receive();
        })) {
            ResponseSink slow = new ResponseSink() {
                private Source from = () -> {};

                @Override
                public void begins(Source source, String executedVersion, String contentType) {
                    from = source;
                }

                @Override
                public boolean chunk(ByteBuffer bytes) {
                    received.addAndGet(bytes.remaining());
                    boolean first = sinceFull.getAndAdd(bytes.remaining()) == 0;
                    most.accumulateAndGet(sinceFull.get(), Math::max);
                    if (first) {
                        fixture.ports.ports().timers().after(Duration.ofMillis(1), () -> {
                            sinceFull.set(0);
                            from.resume();
                        });
                    }
                    return false;
                }
            };
            answered(invoke(fixture, slow));

            assertThat(received).hasValue((long) pieces * PIECE_BYTES);
            assertThat(most.get()).isLessThanOrEqualTo(2L * Limits.CHUNK_BYTES + PIECE_BYTES);
        }
    }

    @Test
    void aStreamOverTheMaximumIsRefusedAtOnce() throws Exception {
        String piece = "x".repeat(1024 * 1024);
        try (WorkerFixture fixture = runtime((id, api) -> {
            head(api, id);
            while (true) {
                chunk(api, piece);
            }
        })) {
            AtomicLong received = new AtomicLong();
            ResponseSink counting = new ResponseSink() {
                @Override
                public void begins(Source source, String executedVersion, String contentType) {}

                @Override
                public boolean chunk(ByteBuffer bytes) {
                    received.addAndGet(bytes.remaining());
                    return true;
                }
            };
            InvocationResult.Answered result = answered(invoke(fixture, counting));

            assertThat(WorkerFixture.text(result.payload())).contains("Function.ResponseSizeTooLarge");
            assertThat(received.get()).isLessThanOrEqualTo(Limits.STREAMED_BYTES);
        }
    }

    @Test
    void aSecondAnswerWhileOneStreamsIsRefused() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi());
                    RuntimeApiClient other = new RuntimeApiClient(guest.runtimeApi())) {
                String id = api.next().requestId();
                head(api, id);
                chunk(api, "one");
                firstChunkSeen.await();
                told.add("second " + other.respond(id, "2").status());
                told.add("next " + other.next().status());
                api.send("0\r\n\r\n");
                api.receive();
                guest.hang();
            }
        })) {
            answered(invoke(fixture, new Told()));

            assertThat(told).containsExactly("begins $LATEST text/plain", "one", "second 403", "next 403");
        }
    }
}
