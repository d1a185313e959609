package dev.hearth.neighbours.apigateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What answers a method of a REST API.
 *
 * @param type {@code AWS_PROXY}, {@code AWS}, {@code HTTP_PROXY}, {@code HTTP} or {@code MOCK}
 * @param function ARN of the function; empty for everything else
 * @param uri of everything else; stage variables are filled in
 * @param method of the request to it
 * @param trusted whether a role is named
 * @param asynchronous whether a function is called by an event
 * @param parameters of the request, by their places in it
 * @param templates of the request's body, by content type
 * @param passthrough what becomes of a body without a template
 * @param contentHandling {@code CONVERT_TO_TEXT}, {@code CONVERT_TO_BINARY} or empty
 * @param responses the first that fits is taken
 */
record RestIntegration(
        String type,
        String function,
        String uri,
        String method,
        boolean trusted,
        boolean asynchronous,
        Duration timeout,
        Map<String, String> parameters,
        Map<String, String> templates,
        String passthrough,
        String contentHandling,
        List<Response> responses) {

    /**
     * One way to answer.
     *
     * @param pattern of what the integration said; null for what no other takes
     */
    record Response(
            int status,
            @Nullable Pattern pattern,
            Map<String, String> parameters,
            Map<String, String> templates,
            String contentHandling) {}
}
