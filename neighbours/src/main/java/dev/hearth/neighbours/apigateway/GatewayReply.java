package dev.hearth.neighbours.apigateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a REST API itself answers, and not its integration (developer guide, "Gateway responses").
 *
 * @param status HTTP status
 * @param parameters headers, by {@code gatewayresponse.header.Name}
 * @param templates of the body, by content type
 */
record GatewayReply(int status, Map<String, String> parameters, Map<String, String> templates) {

    /** The kinds, with their statuses, messages and error types. */
    enum Kind {
        ACCESS_DENIED(403, "User is not authorized to access this resource", "AccessDeniedException"),
        API_CONFIGURATION_ERROR(500, "Internal server error", "InternalServerErrorException"),
        AUTHORIZER_CONFIGURATION_ERROR(500, "Internal server error", "InternalServerErrorException"),
        AUTHORIZER_FAILURE(500, "Internal server error", "InternalServerErrorException"),
        BAD_REQUEST_BODY(400, "Invalid request body", "BadRequestException"),
        BAD_REQUEST_PARAMETERS(400, "Invalid request parameters", "BadRequestException"),
        EXPIRED_TOKEN(403, "The security token included in the request is expired", "ExpiredTokenException"),
        INTEGRATION_FAILURE(504, "Network error communicating with endpoint", "InternalServerErrorException"),
        INTEGRATION_TIMEOUT(504, "Endpoint request timed out", "InternalServerErrorException"),
        INVALID_API_KEY(403, "Forbidden", "ForbiddenException"),
        INVALID_SIGNATURE(
                403,
                "The request signature we calculated does not match the signature you provided.",
                "InvalidSignatureException"),
        MISSING_AUTHENTICATION_TOKEN(403, "Missing Authentication Token", "MissingAuthenticationTokenException"),
        QUOTA_EXCEEDED(429, "Limit Exceeded", "LimitExceededException"),
        REQUEST_TOO_LARGE(413, "Request Too Long", "RequestTooLargeException"),
        RESOURCE_NOT_FOUND(404, "Not Found", "NotFoundException"),
        THROTTLED(429, "Too Many Requests", "TooManyRequestsException"),
        UNAUTHORIZED(401, "Unauthorized", "UnauthorizedException"),
        UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type", "BadRequestException"),
        WAF_FILTERED(403, "Forbidden", "ForbiddenException");

        private final int status;
        private final String message;
        private final String type;

        Kind(int status, String message, String type) {
            this.status = status;
            this.message = message;
            this.type = type;
        }

        int status() {
            return status;
        }

        String message() {
            return message;
        }

        String type() {
            return type;
        }
    }

    static final String DEFAULT_TEMPLATE = "{\"message\":$context.error.messageString}";

    static GatewayReply of(Doc doc, int status) {
        return new GatewayReply(
                doc.number("statusCode", status), doc.textMap("responseParameters"), doc.textMap("responseTemplates"));
    }

    /** What an owner did not change. */
    static Doc standard(String kind) {
        Map<String, Object> templates = new LinkedHashMap<>();
        templates.put("application/json", DEFAULT_TEMPLATE);
        return Doc.of(
                "responseType",
                kind,
                "statusCode",
                kind.startsWith("DEFAULT_") ? null : String.valueOf(Kind.valueOf(kind).status),
                "responseParameters",
                new LinkedHashMap<>(),
                "responseTemplates",
                templates,
                "defaultResponse",
                true);
    }
}
