package dev.hearth.aws;

/**
 * An error that the edge itself answers with, before any API has a say. JSON protocols and the Query protocol give
 * the same error different codes (AWS's "Common Errors" pages of Lambda and STS), so both are here.
 */
enum EdgeError {
    MISSING_TOKEN("MissingAuthenticationTokenException", "MissingAuthenticationToken", 403),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException", "IncompleteSignature", 403),
    INVALID_SIGNATURE("InvalidSignatureException", "SignatureDoesNotMatch", 403),
    UNRECOGNIZED_CLIENT("UnrecognizedClientException", "InvalidClientTokenId", 403),
    EXPIRED_TOKEN("ExpiredTokenException", "ExpiredToken", 403),
    ACCESS_DENIED("AccessDeniedException", "AccessDenied", 403),
    UNKNOWN_OPERATION("UnknownOperationException", "InvalidAction", 404),
    SERIALIZATION("SerializationException", "MalformedInput", 400),
    VALIDATION("ValidationException", "ValidationError", 400),
    TOO_LARGE("RequestEntityTooLargeException", "RequestEntityTooLarge", 413),
    TIMED_OUT("RequestTimeoutException", "RequestTimeout", 408),
    THROTTLED("ThrottlingException", "Throttling", 429),
    INTERNAL("InternalFailure", "InternalFailure", 500);

    private final String jsonCode;
    private final String queryCode;
    private final int status;

    EdgeError(String jsonCode, String queryCode, int status) {
        this.jsonCode = jsonCode;
        this.queryCode = queryCode;
        this.status = status;
    }

    /** This error in the words of the JSON protocols. */
    AwsApi.AwsError json(String message) {
        return new AwsApi.AwsError(jsonCode, status, message, "");
    }

    /** This error in the words of the Query protocol. */
    AwsApi.AwsError query(String message) {
        return new AwsApi.AwsError(queryCode, status, message, "");
    }

    /** This error, to be thrown. */
    Refusal because(String message) {
        return new Refusal(this, message);
    }
}
