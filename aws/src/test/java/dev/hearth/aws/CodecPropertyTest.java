package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.SdkModel.SdkOperation;
import io.vertx.core.MultiMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.ClientEndpointProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.http.HttpResponseHandler;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.runtime.transform.Marshaller;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.protocols.json.AwsJsonProtocol;
import software.amazon.awssdk.protocols.json.AwsJsonProtocolFactory;
import software.amazon.awssdk.protocols.json.BaseAwsJsonProtocolFactory;
import software.amazon.awssdk.protocols.json.JsonOperationMetadata;
import software.amazon.awssdk.protocols.query.AwsQueryProtocolFactory;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The codec against the SDK's own: for every operation of every API, what the SDK writes we read, and what we write
 * the SDK reads, and nothing changes on the way.
 */
class CodecPropertyTest {

    private static final int ROUNDS = 4;

    private final long seed = Long.getLong("hearth.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        "lambda, software.amazon.awssdk.services.lambda.LambdaClient",
        "logs, software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient",
        "sts, software.amazon.awssdk.services.sts.StsClient",
        "sqs, software.amazon.awssdk.services.sqs.SqsClient",
    })
    void whatTheSdkWritesIsReadAndTheOtherWayRound(String service, Class<?> client) throws Exception {
        SdkModel sdk = new SdkModel(client);
        ApiModel model = ApiModel.load(service);
        Protocol protocol = Protocol.of(model);
        RandomPojo values = new RandomPojo(random, !model.protocol().equals("query"));
        for (Map.Entry<String, SdkOperation> entry : sdk.operations().entrySet()) {
            for (int round = 0; round < ROUNDS; round++) {
                String where = "-Dhearth.seed=" + seed + " " + entry.getKey() + " round " + round;
                checkRequest(where, entry.getKey(), sdk, entry.getValue(), protocol, values);
                checkResponse(where, entry.getKey(), sdk, entry.getValue(), model, protocol, values);
            }
        }
    }

    private void checkRequest(
            String where, String name, SdkModel sdk, SdkOperation operation, Protocol protocol, RandomPojo values)
            throws Exception {
        Object request = values.fill(sdk.builder(operation, "Request"), 0);
        SdkHttpFullRequest http = marshaller(operation).marshall(request);
        ByteBuffer body = ByteBuffer.wrap(body(http));
        RequestHead head = head(http, protocol);
        if (protocol instanceof QueryProtocol) {
            String form = SdkHttpUtils.encodeAndFlattenFormData(http.rawQueryParameters())
                    .orElse("");
            body = ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8));
        }
        Match match = protocol.match(head, body);
        assertThat(match.operation().name()).as(where).isEqualTo(name);
        SdkPojo builder = sdk.builder(operation, "Request");
        protocol.read(match, head, body, builder);
        assertThat(((Buildable) builder).build()).as(where).isEqualTo(request);
    }

    private static RequestHead head(SdkHttpFullRequest http, Protocol protocol) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        http.headers().forEach(headers::add);
        String query = protocol instanceof QueryProtocol
                ? ""
                : http.encodedQueryParameters().map(q -> "?" + q).orElse("");
        return RequestHead.of(http.method().name(), http.encodedPath() + query, headers);
    }

    private static byte[] body(SdkHttpFullRequest http) throws IOException {
        if (http.contentStreamProvider().isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = http.contentStreamProvider().get().newStream()) {
            return in.readAllBytes();
        }
    }

    @SuppressWarnings("unchecked") // the marshaller of an operation takes its request
    private static Marshaller<Object> marshaller(SdkOperation operation) throws ReflectiveOperationException {
        var constructor = operation.marshaller().getConstructors()[0];
        Object factory = constructor.getParameterTypes()[0] == BaseAwsJsonProtocolFactory.class
                ? json(operation.binding().operationIdentifier() == null)
                : AwsQueryProtocolFactory.builder()
                        .clientConfiguration(configuration())
                        .build();
        return (Marshaller<Object>) constructor.newInstance(factory);
    }

    private static AwsJsonProtocolFactory json(boolean rest) {
        return AwsJsonProtocolFactory.builder()
                .clientConfiguration(configuration())
                .protocol(rest ? AwsJsonProtocol.REST_JSON : AwsJsonProtocol.AWS_JSON)
                .protocolVersion("1.1")
                .build();
    }

    private static SdkClientConfiguration configuration() {
        return SdkClientConfiguration.builder()
                .option(
                        SdkClientOption.CLIENT_ENDPOINT_PROVIDER,
                        ClientEndpointProvider.forEndpointOverride(URI.create("http://localhost:4566")))
                .build();
    }

    private void checkResponse(
            String where,
            String name,
            SdkModel sdk,
            SdkOperation operation,
            ApiModel model,
            Protocol protocol,
            RandomPojo values)
            throws Exception {
        SdkPojo response = (SdkPojo) values.fill(sdk.builder(operation, "Response"), 0);
        Match match = new Match(model.operations().get(name), Map.of());
        Reply reply = protocol.write(match, response, "request-id");
        if (reply.status() == 204 || name.equals("InvokeWithResponseStream")) {
            return;
        }
        SdkHttpFullResponse.Builder http = SdkHttpFullResponse.builder()
                .statusCode(reply.status())
                .content(AbortableInputStream.create(new ByteArrayInputStream(reply.body())));
        reply.headers().forEach(http::putHeader);
        SdkPojo read = handler(sdk, operation, protocol).handle(http.build(), new ExecutionAttributes());
        assertThat(response.equalsBySdkFields(read))
                .as("%s%n%s%n%s", where, response, read)
                .isTrue();
    }

    private static HttpResponseHandler<? extends SdkPojo> handler(
            SdkModel sdk, SdkOperation operation, Protocol protocol) {
        if (protocol instanceof QueryProtocol) {
            return AwsQueryProtocolFactory.builder()
                    .clientConfiguration(configuration())
                    .build()
                    .<AwsResponse>createResponseHandler(() -> sdk.builder(operation, "Response"));
        }
        boolean payloadJson = Shape.of(sdk.builder(operation, "Response")).payload() == null;
        return json(protocol instanceof RestJsonProtocol)
                .createResponseHandler(
                        JsonOperationMetadata.builder()
                                .isPayloadJson(payloadJson)
                                .hasStreamingSuccessResponse(false)
                                .build(),
                        () -> sdk.builder(operation, "Response"));
    }
}
