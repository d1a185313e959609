package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/**
 * Clients that stop reading, on a WebSocket and on plain HTTP: what they hold is limited, and nobody waits for them.
 */
@ExtendWith(SharedHearth.class)
class SlowReaderTest {

    private static final int MEGABYTE = 1024 * 1024;

    /** More than the kernel takes of a connection in both directions, whatever its limits are. */
    private static final long FLOOD = 64L * MEGABYTE;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ID = Pattern.compile("\"connectionId\": ?\"([^\"]+)\"");

    private final Hearth hearth;
    private final ApiGatewayV2Client gateway;
    private String api = "";

    SlowReaderTest(Hearth hearth) {
        this.hearth = hearth;
        this.gateway = new Clients(hearth.endpoint(), hearth.keys()).http();
    }

    @BeforeEach
    void anApiWithoutRoutes() {
        api = gateway.createApi(request -> request.name("slow")
                        .protocolType(ProtocolType.WEBSOCKET)
                        .routeSelectionExpression("$request.body.action"))
                .apiId();
        gateway.createStage(request -> request.apiId(api).stageName("p").autoDeploy(true));
    }

    @AfterEach
    void theApiGoes() {
        gateway.deleteApi(request -> request.apiId(api));
        gateway.close();
    }

    private SlowReader connected() throws IOException {
        return new SlowReader(hearth.endpoint()).upgraded("/_api/" + api + "/p");
    }

    /** What a connection is called: the answer to a message that no route takes says it. */
    private static String id(SlowReader client) throws IOException {
        Matcher id = ID.matcher(client.exchange("who am I"));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    @Test
    void whoReadsNoMessagesIsLetGoAndNobodyWaitsForThem() throws IOException {
        SdkBytes large = SdkBytes.fromString("x".repeat(120 * 1024), StandardCharsets.US_ASCII);
        Clients there = new Clients(hearth.endpoint().resolve("/_api/" + api + "/p"), hearth.keys());
        try (SlowReader slow = connected();
                SlowReader other = connected();
                ApiGatewayManagementApiClient connections = there.connections()) {
            String id = id(slow);
            assertThatThrownBy(() -> {
                        for (long sent = 0; sent < FLOOD; sent += large.asByteArrayUnsafe().length) {
                            connections.postToConnection(
                                    request -> request.connectionId(id).data(large));
                        }
                    })
                    .isInstanceOf(ApiGatewayManagementApiException.class);
            assertThat(id(other)).isNotEqualTo(id);
            assertThatThrownBy(() -> connections.getConnection(request -> request.connectionId(id)))
                    .isInstanceOf(GoneException.class);
            await().atMost(PATIENCE).until(() -> !slow.isServed());
            assertThat(other.isServed()).isTrue();
        }
    }

    @Test
    void whoReadsNoPongsIsNotReadEither() throws IOException {
        try (SlowReader slow = connected();
                SlowReader other = connected()) {
            assertThat(slow.isServed()).isTrue();
            assertThat(slow.pour(SlowReader.frame(SlowReader.PING, "p".repeat(120)), FLOOD))
                    .isLessThan(FLOOD);
            assertThat(id(other)).isNotEmpty();
        }
    }

    @Test
    void whoReadsNoAnswersToMessagesIsLetGo() throws IOException {
        try (SlowReader slow = connected();
                SlowReader other = connected()) {
            slow.pour(SlowReader.frame(SlowReader.TEXT, "who am I"), 8 * MEGABYTE);
            assertThat(id(other)).isNotEmpty();
            await().atMost(PATIENCE).until(() -> !slow.isServed());
        }
    }

    @Test
    void whoReadsNoAnswersToRequestsIsNotReadEither() throws IOException {
        try (SlowReader slow = new SlowReader(hearth.endpoint());
                SlowReader other = connected()) {
            byte[] request = "GET /_api/none/ HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(slow.pour(request, FLOOD)).isLessThan(FLOOD);
            assertThat(id(other)).isNotEmpty();
        }
    }
}
