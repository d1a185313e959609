package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.util.Map;

/** An error for a client whose protocol is not known: the code stands wherever one of AWS's clients looks for it. */
final class PlainError {

    private PlainError() {}

    static Reply reply(AwsError error) {
        byte[] body = JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("__type", error.code());
            json.writeStringProperty("message", error.message());
            json.writeEndObject();
        });
        return new Reply(error.status(), "application/json", Map.of("x-amzn-ErrorType", error.code()), body);
    }
}
