package dev.hearth.aws;

/** The edge's limits on what a caller may send, in bytes. */
final class Limits {

    /** A synchronous invocation's payload; AWS's own, from its error message. */
    static final int INVOKE_BODY_BYTES = 6_291_456;

    /** InvokeAsync's payload (source: its API reference). */
    static final int INVOKE_ASYNC_BODY_BYTES = 262_144;

    /** A 50 MB zip in base64, and the rest of CreateFunction. */
    static final int CODE_BODY_BYTES = 72 * 1024 * 1024;

    /** BatchWriteItem and all of DynamoDB's others (its API reference). */
    static final int ITEMS_BODY_BYTES = 16 * 1024 * 1024;

    /** Every other request; PutLogEvents is the largest of them, 1 MiB of events before JSON's escapes. */
    static final int BODY_BYTES = 8 * 1024 * 1024;

    /** Request line; a presigned URL with a session token fits. */
    static final int REQUEST_LINE_BYTES = 16 * 1024;

    /** Of a body at a time: as much as the transport reads at once. */
    static final int CHUNK_BYTES = 64 * 1024;

    /** All headers together. */
    static final int HEADER_BYTES = 32 * 1024;

    /** {@code X-Amz-Client-Context}, as AWS documents it. */
    static final int CLIENT_CONTEXT_BYTES = 3583;

    private Limits() {}

    /** The body of {@code operation} of {@code service}. */
    static int body(String service, String operation) {
        if (service.equals("dynamodb")) {
            return ITEMS_BODY_BYTES;
        }
        if (!service.equals("lambda")) {
            return BODY_BYTES;
        }
        return switch (operation) {
            case "CreateFunction", "UpdateFunctionCode", "PublishLayerVersion" -> CODE_BODY_BYTES;
            default -> BODY_BYTES;
        };
    }
}
