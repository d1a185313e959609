package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The asynchronous client of the SDK for Java: the only one of it that reads streamed responses. */
@ExtendWith(SharedHearth.class)
class AsyncClientTest {

    private static final int WAIT_SECONDS = 120;
    private static final String STREAMS = """
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream.setContentType('text/plain');
              stream.write('one,');
              if (event.fail) throw new RangeError('too late');
              for (let i = 0; i < (event.blocks ?? 0); i++) stream.write(Buffer.alloc(100000, 97));
              stream.end('two');
            });
            """;

    private final Hearth hearth;
    private final LambdaAsyncClient client;

    AsyncClientTest(Hearth hearth) {
        this.hearth = hearth;
        this.client = new Clients(hearth.endpoint(), hearth.keys()).asyncLambda();
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** What the handler of one streamed response saw, in its order. */
    private static final class Seen {

        private final List<InvokeWithResponseStreamResponse> responses = new CopyOnWriteArrayList<>();
        private final List<String> chunks = new CopyOnWriteArrayList<>();
        private final List<InvokeWithResponseStreamCompleteEvent> ends = new CopyOnWriteArrayList<>();

        private InvokeWithResponseStreamResponseHandler handler() {
            return InvokeWithResponseStreamResponseHandler.builder()
                    .onResponse(responses::add)
                    .subscriber(InvokeWithResponseStreamResponseHandler.Visitor.builder()
                            .onPayloadChunk(chunk -> chunks.add(chunk.payload().asUtf8String()))
                            .onInvokeComplete(ends::add)
                            .build())
                    .build();
        }

        private String text() {
            return String.join("", chunks);
        }
    }

    private Seen stream(String name, String event) throws Exception {
        Seen seen = new Seen();
        client.invokeWithResponseStream(
                        request -> request.functionName(name).logType("Tail").payload(SdkBytes.fromUtf8String(event)),
                        seen.handler())
                .get(WAIT_SECONDS, TimeUnit.SECONDS);
        return seen;
    }

    @Test
    void aStreamedResponseIsReadToItsEnd() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            Seen seen = stream(function.name(), "{}");

            assertThat(seen.text()).isEqualTo("one,two");
            assertThat(seen.responses.getFirst().statusCode()).isEqualTo(200);
            assertThat(seen.responses.getFirst().executedVersion()).isEqualTo("$LATEST");
            assertThat(seen.responses.getFirst().responseStreamContentType())
                    .isEqualTo("application/vnd.amazon.eventstream");
            assertThat(seen.ends).hasSize(1);
            assertThat(seen.ends.getFirst().errorCode()).isNull();
            assertThat(seen.ends.getFirst().logResult()).isNotEmpty();
        }
    }

    @Test
    void aLargeStreamComesWhole() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            assertThat(stream(function.name(), "{\"blocks\":80}").text())
                    .hasSize(80 * 100_000 + "one,two".length())
                    .startsWith("one,aaa")
                    .endsWith("aaatwo");
        }
    }

    @Test
    void anErrorInTheMiddleComesWithTheEnd() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            Seen seen = stream(function.name(), "{\"fail\":true}");

            assertThat(seen.text()).isEqualTo("one,");
            assertThat(seen.ends.getFirst().errorCode()).isEqualTo("Unhandled");
            assertThat(seen.ends.getFirst().errorDetails()).contains("too late");
            assertThat(stream(function.name(), "{}").text()).isEqualTo("one,two");
        }
    }

    @Test
    void whatIsRefusedIsAnExceptionOfItsOwnKind() {
        assertThatThrownBy(() -> stream("nobody", "{}")).hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void manyInvocationsAtOnceAreAnsweredEachWithItsOwn() throws Exception {
        try (Function function = Function.python(hearth, "def handler(e, c):\n    return e\n")) {
            List<CompletableFuture<InvokeResponse>> all = IntStream.range(0, 20)
                    .mapToObj(i -> client.invoke(request -> request.functionName(function.name())
                            .logType(LogType.NONE)
                            .payload(SdkBytes.fromUtf8String(Integer.toString(i)))))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i)
                                .get(WAIT_SECONDS, TimeUnit.SECONDS)
                                .payload()
                                .asUtf8String())
                        .isEqualTo(Integer.toString(i));
            }
        }
    }
}
