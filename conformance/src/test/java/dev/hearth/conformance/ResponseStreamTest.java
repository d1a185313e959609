package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/** InvokeWithResponseStream, its framing read by hand, and what the streaming functions of Node.js can do. */
@ExtendWith(SharedHearth.class)
class ResponseStreamTest {

    private static final String STREAMS = """
            import { Readable } from 'node:stream';
            import { pipeline } from 'node:stream/promises';
            const blocks = function* () { for (let i = 0; i < 1000; i++) yield Buffer.alloc(10000, 97); };
            export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
              stream.setContentType('text/plain');
              if (event.what === 'early') throw new RangeError('too early');
              if (event.what === 'large') return pipeline(Readable.from(blocks()), stream);
              stream.write('one');
              if (event.what === 'late') throw new RangeError('too late');
              if (event.what === 'forget') return;
              if (event.what === 'exit') setTimeout(() => process.exit(3), 500);
              if (event.what === 'exit' || event.what === 'wait') await new Promise((go) => setTimeout(go, 20000));
              const gate = process.env.AWS_ENDPOINT_URL + event.gate;
              while (event.gate && (await fetch(gate)).status !== 200) await new Promise((go) => setTimeout(go, 10));
              stream.end('two');
            });
            """;

    private final Hearth hearth;

    ResponseStreamTest(Hearth hearth) {
        this.hearth = hearth;
    }

    /** One message of an event stream, its checksums found good. */
    record Event(Map<String, String> headers, String payload) {

        String type() {
            return headers.getOrDefault(":event-type", "");
        }
    }

    private HttpResponse<InputStream> invoke(Function function, String payload, String... headers) throws Exception {
        URI uri = hearth.endpoint()
                .resolve("/2021-11-15/functions/" + function.name() + "/response-streaming-invocations");
        return new SignedHttp(hearth.keys()).send("POST", uri, payload, headers);
    }

    private static List<Event> all(InputStream stream) throws IOException {
        List<Event> events = new ArrayList<>();
        for (Event event = next(stream); event != null; event = next(stream)) {
            events.add(event);
        }
        return events;
    }

    private static Event next(InputStream stream) throws IOException {
        byte[] prelude = stream.readNBytes(12);
        if (prelude.length == 0) {
            return null;
        }
        ByteBuffer lengths = ByteBuffer.wrap(prelude);
        int total = lengths.getInt();
        int headers = lengths.getInt();
        assertThat(lengths.getInt()).isEqualTo(crc(prelude, 8));
        byte[] rest = stream.readNBytes(total - 12);
        byte[] whole = ByteBuffer.allocate(total).put(prelude).put(rest).array();
        assertThat(ByteBuffer.wrap(whole, total - 4, 4).getInt()).isEqualTo(crc(whole, total - 4));
        return new Event(
                headers(ByteBuffer.wrap(rest, 0, headers)),
                new String(rest, headers, rest.length - headers - 4, StandardCharsets.UTF_8));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static Map<String, String> headers(ByteBuffer bytes) {
        Map<String, String> headers = new HashMap<>();
        while (bytes.hasRemaining()) {
            byte[] name = new byte[bytes.get()];
            bytes.get(name);
            assertThat(bytes.get()).as("a string").isEqualTo((byte) 7);
            byte[] value = new byte[bytes.getShort()];
            bytes.get(value);
            headers.put(new String(name, StandardCharsets.UTF_8), new String(value, StandardCharsets.UTF_8));
        }
        return headers;
    }

    /** The function writes on only when a URL answers, which the test opens after it has seen the first chunk. */
    @Test
    void aChunkArrivesBeforeTheFunctionWritesTheNext() throws Exception {
        try (Function function = Function.node(hearth, STREAMS);
                Function gate = Function.python(hearth, "def handler(e, c):\n    return 'open'\n")) {
            String path = closedUrl(gate);
            try (InputStream stream =
                    invoke(function, "{\"gate\":\"" + path + "\"}").body()) {
                Event first = next(stream);
                assertThat(first.type()).isEqualTo("PayloadChunk");
                assertThat(first.payload()).isEqualTo("one");
                open(gate);
                assertThat(all(stream)).extracting(Event::payload).containsExactly("two", "{}");
            }
        }
    }

    @Test
    void aClientThatGoesAwayHarmsNobody() throws Exception {
        try (Function function = Function.node(hearth, STREAMS);
                Function gate = Function.python(hearth, "def handler(e, c):\n    return 'open'\n")) {
            String path = closedUrl(gate);
            try (InputStream stream =
                    invoke(function, "{\"gate\":\"" + path + "\"}").body()) {
                assertThat(next(stream).payload()).isEqualTo("one");
            }
            assertThat(function.invoke("{}").payload()).isEqualTo("onetwo");
            open(gate);
            assertThat(function.invoke("{}").payload()).isEqualTo("onetwo");
        }
    }

    private String closedUrl(Function gate) {
        String url = hearth.lambda()
                .createFunctionUrlConfig(
                        request -> request.functionName(gate.name()).authType(FunctionUrlAuthType.NONE))
                .functionUrl();
        return "/_url/" + URI.create(url).getHost().split("\\.")[0] + "/";
    }

    private void open(Function gate) {
        hearth.lambda()
                .addPermission(request -> request.functionName(gate.name())
                        .statementId("everybody")
                        .action("lambda:InvokeFunctionUrl")
                        .principal("*")
                        .functionUrlAuthType(FunctionUrlAuthType.NONE));
    }

    @Test
    void aStreamHasAwssHeadersEventsAndLog() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            HttpResponse<InputStream> response = invoke(function, "{}", "X-Amz-Log-Type", "Tail");
            List<Event> events = all(response.body());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/vnd.amazon.eventstream");
            assertThat(response.headers().firstValue("X-Amz-Executed-Version")).hasValue("$LATEST");
            assertThat(response.headers().firstValue("X-Amzn-Remapped-Content-Type"))
                    .hasValue("text/plain");
            assertThat(events.getFirst().headers())
                    .containsEntry(":message-type", "event")
                    .containsEntry(":content-type", "application/octet-stream");
            assertThat(events.stream()
                            .filter(event -> event.type().equals("PayloadChunk"))
                            .map(Event::payload)
                            .reduce("", String::concat))
                    .isEqualTo("onetwo");
            assertThat(events.getLast().type()).isEqualTo("InvokeComplete");
            assertThat(events.getLast().payload()).contains("\"LogResult\":\"").doesNotContain("ErrorCode");
        }
    }

    @Test
    void aFunctionThatDoesNotStreamIsAnsweredInEventsToo() throws Exception {
        try (Function function = Function.python(hearth, "def handler(e, c):\n    return {'a': 1}\n")) {
            List<Event> events = all(invoke(function, "{}").body());

            assertThat(events).extracting(Event::type).containsExactly("PayloadChunk", "InvokeComplete");
            assertThat(events.getFirst().payload()).isEqualTo("{\"a\": 1}");
            assertThat(events.getLast().payload()).isEqualTo("{}");
        }
    }

    @Test
    void errorsAreToldAtTheEndAndTheNextInvocationIsFine() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            for (String what : List.of("early", "late", "forget", "exit")) {
                List<Event> events =
                        all(invoke(function, "{\"what\":\"" + what + "\"}").body());

                assertThat(events).hasSize(what.equals("early") ? 1 : 2);
                assertThat(events.getLast().payload())
                        .contains("\"ErrorCode\":\"Unhandled\"")
                        .contains(
                                switch (what) {
                                    case "early" -> "too early";
                                    case "late" -> "too late";
                                    case "forget" -> "Response stream is not finished.";
                                    default -> "Runtime.";
                                });
                assertThat(all(invoke(function, "{}").body()).getLast().payload())
                        .isEqualTo("{}");
            }
        }
    }

    @Test
    void aLargeStreamComesWhole() throws Exception {
        try (Function function = Function.node(hearth, STREAMS)) {
            List<Event> events = all(invoke(function, "{\"what\":\"large\"}").body());

            assertThat(events.stream()
                            .filter(event -> event.type().equals("PayloadChunk"))
                            .mapToLong(event -> event.payload().length())
                            .sum())
                    .isEqualTo(10_000_000);
        }
    }

    @Test
    void aCustomRuntimeStreamsToo() throws Exception {
        byte[] zip = Zip.executable("bootstrap", Examples.cStreamingBootstrap());
        try (Function function =
                Function.create(hearth, "provided.al2023", zip, request -> request.handler("unused"))) {
            assertThat(all(invoke(function, "{}").body()).stream()
                            .filter(event -> event.type().equals("PayloadChunk"))
                            .map(Event::payload)
                            .reduce("", String::concat))
                    .isEqualTo("hello from C");
            assertThat(all(invoke(function, "{\"fail\":1}").body()).getLast().payload())
                    .contains("\"ErrorDetails\":\"{\\\"errorType\\\":\\\"Bad\\\"");
            assertThat(function.invoke("{}").payload()).isEqualTo("hello from C");
        }
    }

    @Test
    void aTimeoutEndsTheStreamWithItsError() throws Exception {
        try (Function function = Function.create(
                hearth, Function.nodeRuntime(), Zip.of("app.mjs", STREAMS), request -> request.timeout(3))) {
            List<Event> events = all(invoke(function, "{\"what\":\"wait\"}").body());

            assertThat(events.getFirst().payload()).isEqualTo("one");
            assertThat(events.getLast().payload()).contains("Task timed out after 3.00 seconds");
        }
    }

    @Test
    void anUnknownFunctionIsNotFound() throws Exception {
        URI uri = hearth.endpoint().resolve("/2021-11-15/functions/nobody/response-streaming-invocations");
        HttpResponse<InputStream> response = new SignedHttp(hearth.keys()).send("POST", uri, "{}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ResourceNotFoundException");
        response.body().close();
    }
}
