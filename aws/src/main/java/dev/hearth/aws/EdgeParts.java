package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.apigateway.ApiGateway;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.services.frontend.Frontend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all event loops of an edge share.
 *
 * @param decisions asked about every request
 * @param apis by signing name, in the order they were given
 * @param gateway made when it is first asked for
 * @param streamed whose bodies are streams; null for none
 * @param slabs for such bodies
 * @param connections open now
 * @param bufferedBytes of request bodies held now
 */
record EdgeParts(
        EdgeOptions options,
        AccessKeys keys,
        DecisionPoint decisions,
        Map<String, LateServed> apis,
        Frontend frontend,
        Ports ports,
        AwsScope scope,
        List<PlainRoute> plainRoutes,
        UrlDirectory urls,
        Supplier<ApiGateway> gateway,
        @Nullable StreamApi streamed,
        Slabs slabs,
        AtomicInteger connections,
        AtomicLong bufferedBytes) {

    static EdgeParts of(
            EdgeOptions options,
            AccessKeys keys,
            DecisionPoint decisions,
            List<AwsApi> apis,
            Frontend frontend,
            Ports ports,
            AwsScope scope,
            List<PlainRoute> plainRoutes,
            UrlDirectory urls,
            Supplier<ApiGateway> gateway,
            @Nullable StreamApi streamed) {
        Map<String, LateServed> served = new LinkedHashMap<>();
        apis.forEach(api -> served.put(api.service(), new LateServed(api)));
        return new EdgeParts(
                options,
                keys,
                decisions,
                served,
                frontend,
                ports,
                scope,
                plainRoutes,
                urls,
                gateway,
                streamed,
                new Slabs(),
                new AtomicInteger(),
                new AtomicLong());
    }

    @Nullable
    ServedApi api(String service) {
        LateServed api = apis.get(service);
        return api == null ? null : api.served();
    }

    /**
     * The API of {@code service} that {@code head} is for. Some share a signing name: two of API Gateway are told apart
     * by their paths, DynamoDB and its streams by their targets.
     */
    @Nullable
    ServedApi api(String service, RequestHead head) {
        if (service.equals("apigateway")) {
            return api(head.path().startsWith("/v2/") ? "apigatewayv2" : service);
        }
        LateServed api = apis.get(service);
        String target = head.header("X-Amz-Target");
        if (api == null || target == null || target.startsWith(api.model().target() + ".")) {
            return api == null ? null : api.served();
        }
        return apis.values().stream()
                .filter(other -> other.model().service().equals(service))
                .filter(other -> target.startsWith(other.model().target() + "."))
                .findFirst()
                .orElse(api)
                .served();
    }

    /** The API that an unsigned request probably means: its answer should be in a form that its client reads. */
    @Nullable
    ServedApi guess(RequestHead head) {
        String target = head.header("X-Amz-Target");
        String type = head.header("Content-Type");
        boolean form = type != null && type.startsWith("application/x-www-form-urlencoded");
        String protocol = target != null ? "json" : form || head.query().contains("Action=") ? "query" : "rest-json";
        return apis.values().stream()
                .filter(api -> api.model().protocol().startsWith(protocol))
                .filter(api -> target == null || target.startsWith(api.model().target() + "."))
                .findFirst()
                .map(LateServed::served)
                .orElse(null);
    }
}
