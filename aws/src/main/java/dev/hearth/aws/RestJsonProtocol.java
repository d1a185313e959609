package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * REST-JSON: the operation is the method and the path, members stand in URI, headers and a JSON body. Lambda speaks
 * it.
 */
final class RestJsonProtocol implements Protocol {

    private static final byte[] NOTHING = {};
    private static final String JSON = "application/json";

    private final RestRouter router;

    RestJsonProtocol(ApiModel model) {
        this.router = new RestRouter(model);
    }

    @Override
    public @Nullable Match match(RequestHead head) {
        return router.match(head);
    }

    @Override
    public void read(Match match, RequestHead head, ByteBuffer body, SdkPojo builder) {
        Shape shape = Shape.of(builder);
        RestBinding.read(shape, match.labels(), head, builder);
        SdkField<?> payload = shape.payload();
        if (payload == null) {
            if (!shape.body().isEmpty()) {
                JsonReader.read(body, shape.bodyByName(), builder);
            }
        } else if (payload.marshallingType() == MarshallingType.SDK_BYTES) {
            byte[] bytes = new byte[body.remaining()];
            body.get(body.position(), bytes);
            payload.set(builder, SdkBytes.fromByteArrayUnsafe(bytes));
        } else if (payload.marshallingType() == MarshallingType.SDK_POJO) {
            SdkPojo nested = payload.constructor().get();
            JsonReader.read(body, Shape.of(nested).byName(), nested);
            payload.set(builder, ((Buildable) nested).build());
        }
    }

    @Override
    public Reply write(Match match, SdkPojo response, String requestId) {
        Shape shape = Shape.of(response);
        int status = RestBinding.status(shape, response, match.operation().status());
        Map<String, String> headers = RestBinding.headers(shape, response);
        byte[] body = status == 204 ? NOTHING : body(shape, response);
        return new Reply(status, body.length == 0 ? "" : JSON, headers, body);
    }

    private static byte[] body(Shape shape, SdkPojo response) {
        SdkField<?> payload = shape.payload();
        if (payload == null) {
            return JsonWriter.write(shape.body(), response);
        }
        return switch (payload.getValueOrDefault(response)) {
            case SdkBytes bytes -> bytes.asByteArrayUnsafe();
            case SdkPojo nested -> JsonWriter.write(Shape.of(nested).fields(), nested);
            case null -> NOTHING;
            case Object other -> throw new IllegalArgumentException("No payload of " + other.getClass());
        };
    }

    @Override
    public Reply error(AwsError error, String requestId) {
        byte[] body = JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("Type", error.status() < 500 ? "User" : "Service");
            if (!error.reason().isEmpty()) {
                json.writeStringProperty("Reason", error.reason());
            }
            // AWS's front door writes "message" and Lambda behind it "Message"; clients read either.
            json.writeStringProperty("Message", error.message());
            json.writeStringProperty("message", error.message());
            json.writeEndObject();
        });
        return new Reply(error.status(), JSON, Map.of("x-amzn-ErrorType", error.code()), body);
    }

    @Override
    public AwsError named(EdgeError error, String message) {
        return error.json(message);
    }
}
