package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What WebSocket connections hold of messages, and who is let go when it is too much. */
class SocketsTest {

    private static final String MESSAGE = "x".repeat(100_000);
    private static final int HELD_BY_ONE = (int) (ApiLimits.SOCKET_WAITING_BYTES / WaitingBytes.size(MESSAGE));
    private static final int HELD_BY_ALL = (int) (ApiLimits.SOCKETS_WAITING_BYTES / WaitingBytes.size(MESSAGE));

    private final VirtualPorts world = new VirtualPorts(Instant.parse("2026-01-01T00:00:00Z"), 1);
    /** What the function has been asked and not answered. */
    private final List<CompletableFuture<Functions.Result>> asked = new ArrayList<>();

    private final Functions functions = new Functions() {
        @Override
        public CompletionStage<Result> call(
                String function, byte[] event, boolean asynchronous, String requestId, @Nullable String trace) {
            CompletableFuture<Result> result = new CompletableFuture<>();
            asked.add(result);
            return result;
        }

        @Override
        public boolean permits(String function, String sourceArn) {
            return true;
        }
    };
    private final ApiGateway gateway = ApiGateway.create(
            ApiStore.inMemory(),
            functions,
            request -> new CompletableFuture<>(),
            id -> "http://" + id,
            world.ports(),
            new AwsScope("000000000000", "us-east-1"));
    private String api = "";

    /** A client that takes what it is sent when it is told to. */
    private final class Client implements SocketChannel {

        private final SocketSession session;
        private final List<CompletableFuture<Void>> unread = new ArrayList<>();
        private int closed;

        Client() {
            CompletableFuture<SocketSession.Opening> opening =
                    gateway.open(request("GET", "/s")).toCompletableFuture();
            world.settle();
            session = ((SocketSession.Opening.Welcome) opening.join()).session();
            session.begins(this);
        }

        @Override
        public CompletionStage<?> send(String text) {
            CompletableFuture<Void> read = new CompletableFuture<>();
            unread.add(read);
            return read;
        }

        @Override
        public void close(int code, String reason) {
            closed = code;
        }

        void read() {
            unread.forEach(each -> each.complete(null));
            unread.clear();
        }
    }

    private GatewayRequest request(String method, String path) {
        return new GatewayRequest(
                api,
                path,
                false,
                method,
                "",
                new HeaderList(List.of(Map.entry("Host", "x"))),
                ByteBuffer.wrap(MESSAGE.getBytes(StandardCharsets.UTF_8)),
                "127.0.0.1",
                "x",
                "id",
                new GatewayRequest.Signature.Signed("AKIA", "000000000000", "arn:aws:iam::000000000000:root", "id"));
    }

    private int push(Client to) {
        String id = ((Connection) to.session).id();
        return gateway.serve(request("POST", "/s/@connections/" + id))
                .toCompletableFuture()
                .join()
                .status();
    }

    @BeforeEach
    void prepare() {
        api = gateway.http(
                        "CreateApi",
                        Doc.of(
                                "name", "w",
                                "protocolType", "WEBSOCKET",
                                "routeSelectionExpression", "$request.body.action"))
                .text("apiId", "");
        String integration = gateway.http(
                        "CreateIntegration",
                        Doc.of(
                                "apiId",
                                api,
                                "integrationType",
                                "AWS_PROXY",
                                "integrationUri",
                                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                        + "arn:aws:lambda:us-east-1:000000000000:function:f/invocations"))
                .text("integrationId", "");
        gateway.http(
                "CreateRoute", Doc.of("apiId", api, "routeKey", "$default", "target", "integrations/" + integration));
        gateway.http("CreateStage", Doc.of("apiId", api, "stageName", "s", "autoDeploy", true));
    }

    @Test
    void aClientThatDoesNotReadIsLetGo() {
        Client slow = new Client();
        for (int i = 0; i < HELD_BY_ONE; i++) {
            assertThat(push(slow)).isEqualTo(200);
        }
        slow.read();
        assertThat(push(slow)).as("it has read").isEqualTo(200);
        for (int i = 1; i < HELD_BY_ONE; i++) {
            assertThat(push(slow)).isEqualTo(200);
        }
        assertThat(slow.closed).isZero();

        assertThat(push(slow)).as("it holds all that one may").isEqualTo(429);
        assertThat(slow.closed).isEqualTo(1008);
        assertThat(push(slow)).as("it goes").isEqualTo(410);
    }

    @Test
    void allTogetherHoldNoMoreThanTheirLimitAndTheSlowestGoes() {
        List<Client> slow = new ArrayList<>();
        int held = 0;
        while (held + HELD_BY_ONE - 1 <= HELD_BY_ALL) {
            Client next = new Client();
            slow.add(next);
            for (int i = 0; i < HELD_BY_ONE - 1; i++) {
                assertThat(push(next)).isEqualTo(200);
            }
            held += HELD_BY_ONE - 1;
        }
        Client slowest = slow.getFirst();
        assertThat(push(slowest)).isEqualTo(200);
        held++;
        Client quick = new Client();
        for (; held < HELD_BY_ALL; held++) {
            assertThat(push(quick)).isEqualTo(200);
        }

        assertThat(push(quick)).as("no room is left").isEqualTo(429);
        assertThat(quick.closed).isZero();
        assertThat(slowest.closed).isEqualTo(1013);
        slowest.session.ends(1006, "");
        assertThat(push(quick)).as("the slowest made room").isEqualTo(200);
        slow.forEach(each -> each.session.ends(1006, ""));
        quick.read();
        assertThat(push(new Client())).isEqualTo(200);
    }

    @Test
    void messagesThatWaitForAFunctionAreLimitedToo() {
        Client eager = new Client();
        eager.session.message(MESSAGE);
        for (int i = 0; i < HELD_BY_ONE; i++) {
            eager.session.message(MESSAGE);
        }
        assertThat(asked).hasSize(1);
        assertThat(eager.closed).isZero();
        asked.getFirst()
                .complete(new Functions.Result.Returned(
                        ByteBuffer.wrap("{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8)), ""));
        assertThat(asked).as("the next one is delivered").hasSize(2);
        eager.session.message(MESSAGE);
        assertThat(eager.closed).isZero();

        eager.session.message(MESSAGE);
        assertThat(eager.closed).isEqualTo(1008);
    }
}
