package dev.hearth.services.worker;

import static dev.hearth.services.worker.WorkerFixture.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.FakeSandboxDriver.Guest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Runtime API as a well-behaved and as an ill-behaved runtime finds it. */
class RuntimeApiTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** What the bootstrap saw, in order. */
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @Test
    void nextCarriesTheInvocationAndItsHeaders() throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply event = api.next();
            seen.add(event);
            api.respond(event.requestId(), "1");
        })) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            Invocation invocation = new Invocation(
                    REQUEST_ID,
                    ByteBuffer.wrap("{\"a\":1}".getBytes(StandardCharsets.UTF_8)),
                    "arn:aws:lambda:us-east-1:000000000000:function:hello:prod",
                    "{\"client\":\n{\"title\":\"é\"}}",
                    "Root=1-2-3",
                    false);
            long before = System.currentTimeMillis();
            WorkerFixture.await(fixture.worker.invoke(id, invocation));
            RuntimeApiClient.Reply event = (RuntimeApiClient.Reply) take();
            assertThat(event.status()).isEqualTo(200);
            assertThat(event.body()).isEqualTo("{\"a\":1}");
            assertThat(event.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("lambda-runtime-aws-request-id", REQUEST_ID)
                    .containsEntry("lambda-runtime-trace-id", "Root=1-2-3")
                    .containsEntry("lambda-runtime-client-context", "{\"client\": {\"title\":\"é\"}}")
                    .containsEntry(
                            "lambda-runtime-invoked-function-arn",
                            "arn:aws:lambda:us-east-1:000000000000:function:hello:prod");
            assertThat(Long.parseLong(event.headers().get("lambda-runtime-deadline-ms")))
                    .isBetween(before + LONG.toMillis() - 5, System.currentTimeMillis() + LONG.toMillis());
        }
    }

    @Test
    void aTraceHeaderIsMadeWhenTheCallerSentNone() throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply event = api.next();
            seen.add(event.headers().get("lambda-runtime-trace-id"));
            api.respond(event.requestId(), "1");
        })) {
            invoke(fixture, "{}");
            assertThat((String) take())
                    .matches("Root=1-[0-9a-f]{8}-8f5e1c3a0b1d4c529a530123;Parent=[0-9a-f]{16};Sampled=0");
        }
    }

    @Test
    void aLargePayloadAndALargeResponsePassWhole() throws Exception {
        String large = "\"" + "y".repeat(6 * 1024 * 1024 - 2) + "\"";
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply event = api.next();
            seen.add(event.body().length());
            api.respond(event.requestId(), event.body());
        })) {
            assertThat(invoke(fixture, large)).isEqualTo(large);
            assertThat(take()).isEqualTo(large.length());
        }
    }

    @Test
    void aChunkedResponseIsGathered() throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply event = api.next();
            api.send("POST " + RuntimeApiClient.BASE + "invocation/" + event.requestId()
                    + "/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n5\r\nabcde\r\n");
            api.send("3\r\nfgh\r\n0\r\n\r\n");
            seen.add(api.receive());
        })) {
            assertThat(invoke(fixture, "{}")).isEqualTo("abcdefgh");
            assertThat(take())
                    .isEqualTo(new RuntimeApiClient.Reply(
                            202,
                            java.util.Map.of("content-type", "application/json", "content-length", "16"),
                            "{\"status\":\"OK\"}\n"));
        }
    }

    @Test
    void aClientThatWaitsToContinueIsTold() throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply event = api.next();
            api.send("POST " + RuntimeApiClient.BASE + "invocation/" + event.requestId()
                    + "/response HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            seen.add(api.receive().status());
            api.send("42");
            seen.add(api.receive().status());
        })) {
            assertThat(invoke(fixture, "{}")).isEqualTo("42");
            assertThat(take()).isEqualTo(100);
            assertThat(take()).isEqualTo(202);
        }
    }

    @Test
    void aWrongRequestIdIsInvalidAndHarmsNobody() throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply event = api.next();
            seen.add(api.respond("another", "\"stolen\""));
            seen.add(api.error("another", "X", "{}"));
            api.respond(event.requestId(), "\"right\"");
        })) {
            assertThat(invoke(fixture, "{}")).isEqualTo("\"right\"");
            for (int i = 0; i < 2; i++) {
                RuntimeApiClient.Reply reply = (RuntimeApiClient.Reply) take();
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.body())
                        .isEqualTo("{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}\n");
            }
        }
    }

    @Test
    void aSecondAnswerIsAnInvalidTransition() throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply event = api.next();
            api.respond(event.requestId(), "1");
            seen.add(api.respond(event.requestId(), "2"));
            seen.add(api.error(event.requestId(), "X", "{}"));
            seen.add(api.initError("X", "{}"));
            api.next();
        })) {
            assertThat(invoke(fixture, "{}")).isEqualTo("1");
            RuntimeApiClient.Reply reply = (RuntimeApiClient.Reply) take();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body())
                    .isEqualTo("{\"errorMessage\":\"State transition from RuntimeResponseSentState to "
                            + "InvocationResponse failed for runtime. Error: State transition is not allowed\","
                            + "\"errorType\":\"InvalidStateTransition\"}\n");
            assertThat(((RuntimeApiClient.Reply) take()).status()).isEqualTo(403);
            assertThat(((RuntimeApiClient.Reply) take()).status()).isEqualTo(403);
        }
    }

    @Test
    void anAnswerToAnEarlierInvocationIsInvalid() throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            RuntimeApiClient.Reply first = api.next();
            api.respond(first.requestId(), "1");
            RuntimeApiClient.Reply second = api.next();
            seen.add(api.respond(first.requestId(), "\"late\"").status());
            api.respond(second.requestId(), "2");
        })) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            fixture.invoke(id, REQUEST_ID, "{}");
            assertThat(WorkerFixture.text(fixture.invoke(id, "second", "{}").payload()))
                    .isEqualTo("2");
            assertThat(take()).isEqualTo(400);
        }
    }

    @Test
    void aRuntimeThatReconnectsLosesNothing() throws Exception {
        try (WorkerFixture fixture = fixture((guest, api) -> {
            api.sendNext();
            api.close();
            try (RuntimeApiClient again = new RuntimeApiClient(guest.runtimeApi())) {
                RuntimeApiClient.Reply event = again.next();
                again.respond(event.requestId(), "\"again\"");
                again.next();
            }
        })) {
            assertThat(invoke(fixture, "{}")).isEqualTo("\"again\"");
        }
    }

    @Test
    void aRuntimeThatLostTheInvocationIsGivenItAgain() throws Exception {
        try (WorkerFixture fixture = fixture((guest, api) -> {
            RuntimeApiClient.Reply lost = api.next();
            try (RuntimeApiClient again = new RuntimeApiClient(guest.runtimeApi())) {
                RuntimeApiClient.Reply event = again.next();
                assertThat(event.requestId()).isEqualTo(lost.requestId());
                api.respond(event.requestId(), event.body());
                again.next();
            }
        })) {
            assertThat(invoke(fixture, "{\"x\":1}")).isEqualTo("{\"x\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n",
                "PUT /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "POST /2018-06-01/runtime/invocation/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1",
                "POST /2018-06-01/runtime/invocation/x/other HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
            })
    void whatIsNoOperationIsNotFoundAndTheConnectionLives(String request) throws Exception {
        try (WorkerFixture fixture = fixture((_, api) -> {
            api.send(request);
            seen.add(api.receive().status());
            RuntimeApiClient.Reply event = api.next();
            api.respond(event.requestId(), "1");
        })) {
            assertThat(invoke(fixture, "{}")).isEqualTo("1");
            assertThat(take()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0001\u0002\u0003 garbage\r\n\r\n",
                "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"
                        + "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
            })
    void whatIsNotHttpOrPipelinedClosesTheConnection(String bytes) throws Exception {
        try (WorkerFixture fixture = fixture((guest, api) -> {
            try (RuntimeApiClient bad = new RuntimeApiClient(guest.runtimeApi())) {
                bad.send(bytes);
                assertThatThrownBy(() -> {
                            bad.receive();
                            bad.receive();
                        })
                        .isInstanceOf(IOException.class);
                seen.add("closed");
            }
            RuntimeApiClient.Reply event = api.next();
            api.respond(event.requestId(), "1");
        })) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            assertThat(take()).isEqualTo("closed");
            assertThat(WorkerFixture.text(fixture.invoke(id, REQUEST_ID, "{}").payload()))
                    .isEqualTo("1");
        }
    }

    @Test
    void connectionsOverTheLimitAreClosed() throws Exception {
        try (WorkerFixture fixture = fixture((guest, api) -> {
            List<RuntimeApiClient> more = new ArrayList<>();
            for (int i = 1; i < Limits.CONNECTIONS; i++) {
                more.add(new RuntimeApiClient(guest.runtimeApi()));
            }
            try (RuntimeApiClient over = new RuntimeApiClient(guest.runtimeApi())) {
                assertThatThrownBy(over::next).isInstanceOf(IOException.class);
                seen.add("closed");
            }
            for (RuntimeApiClient one : more) {
                one.close();
            }
            RuntimeApiClient.Reply event = api.next();
            api.respond(event.requestId(), "1");
        })) {
            assertThat(invoke(fixture, "{}")).isEqualTo("1");
            assertThat(take()).isEqualTo("closed");
        }
    }

    /** What the runtime writes lies between START and END of its invocation, also when the answer came first. */
    @Test
    void aFloodOfOutputStaysInOrderAndTheTailIsCut() throws Exception {
        try (WorkerFixture fixture = fixture((guest, api) -> {
            for (int call = 0; call < 2; call++) {
                RuntimeApiClient.Reply event = api.next();
                for (int line = 0; line < 2000; line++) {
                    guest.print("call " + call + " line " + line + "\n");
                }
                api.respond(event.requestId(), "1");
                guest.print("call " + call + " unfinished");
            }
            api.next();
        })) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            fixture.invoke(id, "a", "{}");
            byte[] tail = fixture.invokeWithTail(id, "b").logTail();
            List<String> log = fixture.logs.messages();
            assertThat(log).hasSize(1 + 2 * (1 + 2000 + 1 + 2));
            assertThat(log.get(1)).isEqualTo("START RequestId: a Version: $LATEST");
            assertThat(log.subList(2001, 2004))
                    .containsExactly("call 0 line 1999", "call 0 unfinished", "END RequestId: a");
            assertThat(log.get(2004))
                    .matches("REPORT RequestId: a\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\t"
                            + "Memory Size: 128 MB\tMax Memory Used: 32 MB\tInit Duration: \\d+\\.\\d\\d ms\t");
            assertThat(log.get(2005)).isEqualTo("START RequestId: b Version: $LATEST");
            assertThat(log.getLast())
                    .matches("REPORT RequestId: b\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\t"
                            + "Memory Size: 128 MB\tMax Memory Used: 32 MB\t");
            assertThat(tail).hasSize(Limits.LOG_TAIL_BYTES);
            assertThat(new String(tail, StandardCharsets.UTF_8)).endsWith(log.getLast() + "\n");
        }
    }

    /** The runtime's pipe is read in its own time, and the log's order is right all the same. */
    @Test
    void outputThatLiesUnreadIsInTheLogWhereItBelongs() throws Exception {
        try (WorkerFixture fixture = fixture((guest, api) -> {
            guest.printUnread("from init\n");
            RuntimeApiClient.Reply event = api.next();
            guest.printUnread("from the handler\n");
            api.respond(event.requestId(), "1");
            guest.printUnread("after the answer\n");
            api.next();
        })) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            fixture.invokeWithTail(id, "a");
            assertThat(fixture.logs.messages().subList(1, 6))
                    .containsExactly(
                            "from init",
                            "START RequestId: a Version: $LATEST",
                            "from the handler",
                            "after the answer",
                            "END RequestId: a");
        }
    }

    /** A runtime's behaviour; when it returns, the environment stays until it is destroyed. */
    private interface Script {
        void run(Guest guest, RuntimeApiClient api) throws Exception;
    }

    private WorkerFixture fixture(Script script) {
        return new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                try {
                    script.run(guest, api);
                } catch (IOException closed) {
                    seen.add(closed);
                }
                guest.hang();
            }
        });
    }

    private static String invoke(WorkerFixture fixture, String payload) throws Exception {
        String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
        return WorkerFixture.text(fixture.invoke(id, REQUEST_ID, payload).payload());
    }

    private Object take() throws InterruptedException {
        return seen.poll(60, TimeUnit.SECONDS);
    }
}
