package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.nio.ByteBuffer;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * AWS-JSON 1.0 and 1.1: every request is a POST, the operation is in {@code X-Amz-Target}, all members are in one JSON
 * body. CloudWatch Logs speaks it, and SQS to newer clients.
 */
final class AwsJsonProtocol implements Protocol {

    /** Tells clients that know an API from its Query days what the error was called then. */
    private static final String QUERY_ERROR = "x-amzn-query-error";

    private final ApiModel model;
    private final String prefix;
    private final String contentType;

    /** @param version {@code 1.0} or {@code 1.1} */
    AwsJsonProtocol(ApiModel model, String version) {
        this.model = model;
        this.contentType = "application/x-amz-json-" + version;
        this.prefix = model.target() + ".";
    }

    @Override
    public Match match(RequestHead head) {
        String target = head.header("X-Amz-Target");
        OperationModel operation =
                target != null && target.startsWith(prefix) && head.method().equals("POST")
                        ? model.operations().get(target.substring(prefix.length()))
                        : null;
        if (operation == null) {
            throw EdgeError.UNKNOWN_OPERATION.because(
                    target == null ? "" : "The operation " + Scalars.shown(target) + " is not known");
        }
        return new Match(operation, Map.of());
    }

    @Override
    public void read(Match match, RequestHead head, ByteBuffer body, SdkPojo builder) {
        JsonReader.read(body, Shape.of(builder).byName(), builder);
    }

    @Override
    public Reply write(Match match, SdkPojo response, String requestId) {
        Shape shape = Shape.of(response);
        // CloudWatch Logs answers an operation without output with an empty body.
        byte[] body = shape.fields().isEmpty() ? new byte[0] : JsonWriter.write(shape.fields(), response);
        return new Reply(match.operation().status(), contentType, Map.of(), body);
    }

    @Override
    public Reply error(AwsError error, String requestId) {
        byte[] body = JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("__type", error.code());
            json.writeStringProperty("message", error.message());
            if (!error.reason().isEmpty()) {
                json.writeStringProperty("reason", error.reason());
            }
            json.writeEndObject();
        });
        Map<String, String> headers = error.queryCode().isEmpty()
                ? Map.of()
                : Map.of(QUERY_ERROR, error.queryCode() + (error.status() < 500 ? ";Sender" : ";Receiver"));
        return new Reply(error.status(), contentType, headers, body);
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public AwsError named(EdgeError error, String message) {
        AwsError json = error.json(message);
        // Where REST answers 404 for an operation that does not exist, these APIs answer 400.
        return error == EdgeError.UNKNOWN_OPERATION ? new AwsError(json.code(), 400, message, "") : json;
    }
}
