package dev.hearth.neighbours.apigateway;

import java.time.Duration;
import java.util.Map;

/**
 * What answers a route of an HTTP API.
 *
 * @param type {@code AWS_PROXY} or {@code HTTP_PROXY}
 * @param subtype of an AWS service integration, for example {@code SQS-SendMessage}; else empty
 * @param uri the function's ARN, or the URL; stage variables are filled in
 * @param method of an HTTP request; {@code ANY} for the caller's
 * @param format payload format, {@code 1.0} or {@code 2.0}
 * @param trusted whether a role is named, so that no permission of the function is asked for
 * @param requestParameters what is changed in the request, or a service's parameters
 * @param responseParameters what is changed in the response, by its status
 */
record HttpIntegration(
        String type,
        String subtype,
        String uri,
        String method,
        String format,
        boolean trusted,
        Duration timeout,
        Map<String, String> requestParameters,
        Map<String, Map<String, String>> responseParameters) {}
