package dev.hearth.aws;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * One of AWS's wire protocols, for one API: which operation a request means, and the way between bytes and the SDK's
 * types.
 *
 * <p>Everything that a caller can get wrong is a {@link Refusal}; nothing here throws anything else because of its
 * input.
 */
interface Protocol {

    /** The operation, when the head alone tells; null when the body must be read first. */
    @Nullable
    Match match(RequestHead head);

    /** The operation, with the body at hand. */
    default Match match(RequestHead head, ByteBuffer body) {
        Match match = match(head);
        if (match == null) {
            throw EdgeError.UNKNOWN_OPERATION.because("The request names no operation");
        }
        return match;
    }

    /** Fills {@code builder}, a request type's builder, from the request. {@code body} is backed by an array. */
    void read(Match match, RequestHead head, ByteBuffer body, SdkPojo builder);

    /** The bytes of {@code response}. */
    Reply write(Match match, SdkPojo response, String requestId);

    /** The bytes of {@code error}. */
    Reply error(AwsApi.AwsError error, String requestId);

    /** What this protocol calls {@code error}. */
    AwsApi.AwsError named(EdgeError error, String message);

    /** The type of bodies of operations that write their own. */
    default String contentType() {
        return "application/json";
    }

    /** The protocol that {@code model} names. */
    static Protocol of(ApiModel model) {
        return switch (model.protocol()) {
            case "rest-json" -> new RestJsonProtocol(model);
            case "json" -> new AwsJsonProtocol(model, "1.1");
            case "json-1.0" -> new AwsJsonProtocol(model, "1.0");
            case "ec2" -> new Ec2Protocol(model);
            case "query" -> new QueryProtocol(model);
            default -> throw new IllegalArgumentException("No protocol " + model.protocol());
        };
    }
}
