package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method of a REST API, as a stage answers it.
 *
 * @param resourceId of its resource
 * @param path of its resource, for example {@code /items/{id}}
 * @param segments of that path
 * @param httpMethod or {@code ANY}
 * @param operation its name for people; empty for none
 * @param auth {@code NONE}, {@code AWS_IAM}, {@code CUSTOM} or {@code COGNITO_USER_POOLS}
 * @param needsKey whether an API key must come along
 * @param needed request parameters that must be there, when they are checked
 * @param schemas of the body by content type, when it is checked; null values for models that are not there
 * @param integration what answers; null when there is none
 */
record RestMethod(
        String resourceId,
        String path,
        List<String> segments,
        String httpMethod,
        String operation,
        String auth,
        @Nullable RestAuthorizer authorizer,
        boolean needsKey,
        List<String> needed,
        Map<String, Schema> schemas,
        @Nullable RestIntegration integration,
        Throttle throttle,
        Permit permit) {}
