package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.apigateway.RestApis;
import dev.hearth.aws.apigatewayv2.HttpApis;
import dev.hearth.neighbours.apigateway.ApiGateway;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.registry.Registry;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API Gateway, made when the first request for it or to one of its APIs comes. */
final class ApiGatewayParts implements AutoCloseable {

    private final Ground ground;
    private final Database database;
    private final Registry registry;
    private final Frontend frontend;
    private @Nullable OutgoingHttp http;
    private volatile @Nullable ApiGateway made;

    private ApiGatewayParts(Ground ground, Database database, Registry registry, Frontend frontend) {
        this.ground = ground;
        this.database = database;
        this.registry = registry;
        this.frontend = frontend;
    }

    static ApiGatewayParts over(Ground ground, Database database, Registry registry, Frontend frontend) {
        return new ApiGatewayParts(ground, database, registry, frontend);
    }

    ApiGateway gateway() {
        ApiGateway known = made;
        return known != null ? known : make();
    }

    private synchronized ApiGateway make() {
        ApiGateway known = made;
        if (known == null) {
            String region = ground.options().scope().region();
            http = new OutgoingHttp(ground.endpoint(), ground.credentials().user(), region);
            known = ApiGateway.create(
                    Stores.apiGateway(database),
                    new FunctionCalls(
                            frontend,
                            new FunctionPermission(
                                    registry, ground.options().scope().account())),
                    http,
                    id -> "http://" + id + ".execute-api." + region + ".localhost:" + ground.port(),
                    ground.ports(),
                    ground.options().scope());
            made = known;
        }
        return known;
    }

    /** {@code others} and its own two. */
    List<AwsApi> apisAfter(List<AwsApi> others) {
        List<AwsApi> all = new ArrayList<>(others);
        all.add(AwsApi.late("apigateway", () -> RestApis.create(gateway())));
        all.add(AwsApi.late("apigatewayv2", () -> HttpApis.create(gateway())));
        return all;
    }

    @Override
    public synchronized void close() {
        if (made != null) {
            made.close();
        }
        if (http != null) {
            http.close();
        }
    }
}
