package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link ApiGateway}: both control planes over one book, and the stages that were asked for, made ready. */
final class RoomApiGateway implements ApiGateway {

    /** An API that answers. */
    private interface Live {
        CompletionStage<GatewayResponse> serve(GatewayRequest request);

        default CompletionStage<SocketSession.Opening> open(GatewayRequest request) {
            return HttpFlow.done(new SocketSession.Opening.Refused(HttpFlow.FORBIDDEN));
        }
    }

    /** A WebSocket API. */
    private record LiveSockets(SocketFlow flow, Map<String, SocketStage> stages) implements Live {

        @Override
        public CompletionStage<GatewayResponse> serve(GatewayRequest request) {
            return HttpFlow.done(flow.manage(request));
        }

        @Override
        public CompletionStage<SocketSession.Opening> open(GatewayRequest request) {
            return flow.open(stages, request);
        }
    }

    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final Book book;
    private final RestOperations rest;
    private final HttpOperations http;
    private final HttpFlow httpFlow;
    private final RestFlow restFlow;
    private final SocketFlow socketFlow;
    private final RestTrial trial;
    private final UsagePlans plans;
    private final Ports ports;

    RoomApiGateway(
            ApiStore store,
            Functions functions,
            HttpCaller caller,
            UnaryOperator<String> endpoint,
            Ports ports,
            AwsScope scope) {
        this.ports = ports;
        this.book = new Book(store, this::changed);
        this.plans = new UsagePlans(book, ports);
        Shelf shelf = new Shelf(book, new Ids(ports.randomness()), ports, scope);
        this.rest = new RestOperations(shelf, plans);
        this.http = new HttpOperations(shelf, endpoint);
        HttpAuthorization authorization = new HttpAuthorization(functions, new Tokens(caller, ports), ports);
        this.httpFlow = new HttpFlow(functions, new HttpProxy(caller), authorization, ports, scope);
        this.socketFlow = new SocketFlow(functions, authorization, ports, scope);
        this.restFlow = new RestFlow(
                functions,
                new RestAuthorization(functions, ports),
                plans,
                new RestMapped(functions, caller, ports),
                ports,
                scope);
        this.trial = new RestTrial(book, functions, caller, restFlow, ports, scope);
    }

    private void changed(String owner) {
        if (owner.equals(Book.ACCOUNT)) {
            plans.changed();
        } else {
            live.remove(owner);
        }
    }

    @Override
    public Set<String> restOperations() {
        Set<String> all = new TreeSet<>(rest.all().keySet());
        all.add(RestTrial.NAME);
        return all;
    }

    @Override
    public Doc rest(String operation, Doc input) {
        return operation.equals(RestTrial.NAME)
                ? trial.run(input)
                : book.during(() -> rest.all().get(operation).apply(input));
    }

    @Override
    public Set<String> httpOperations() {
        return http.all().keySet();
    }

    @Override
    public Doc http(String operation, Doc input) {
        return book.during(() -> http.all().get(operation).apply(input));
    }

    @Override
    public CompletionStage<GatewayResponse> serve(GatewayRequest request) {
        Live api = live.get(request.api());
        if (api != null) {
            return api.serve(request);
        }
        return loaded(request.api())
                .thenCompose(made -> made == null
                        ? HttpFlow.done(RestReplies.plain(403, "Forbidden", "ForbiddenException"))
                        : made.serve(request));
    }

    @Override
    public CompletionStage<SocketSession.Opening> open(GatewayRequest handshake) {
        Live api = live.get(handshake.api());
        if (api != null) {
            return api.open(handshake);
        }
        return loaded(handshake.api())
                .thenCompose(made -> made == null
                        ? HttpFlow.done(new SocketSession.Opening.Refused(HttpFlow.FORBIDDEN))
                        : made.open(handshake));
    }

    private CompletionStage<@Nullable Live> loaded(String id) {
        CompletableFuture<@Nullable Live> loaded = new CompletableFuture<>();
        ports.tasks().start("apigateway load", () -> {
            try {
                loaded.complete(book.during(() -> load(id)));
            } catch (RuntimeException bug) {
                loaded.completeExceptionally(bug);
            }
        });
        return loaded;
    }

    /** Makes an API ready, within an operation of the book, so that no change is missed. */
    private @Nullable Live load(String id) {
        Live made = null;
        Doc httpApi = book.find(Book.ACCOUNT, Shelf.HTTP_API, id);
        if (httpApi != null && "HTTP".equals(httpApi.text("protocolType"))) {
            Map<String, HttpStage> stages = httpStages(httpApi, id);
            made = request -> httpFlow.serve(stages, request);
        } else if (httpApi != null) {
            Map<String, SocketStage> stages = new HashMap<>();
            configurations(id)
                    .forEach((stage, configuration) -> stages.put(
                            stage.text("stageName", ""), SocketStage.compile(httpApi, stage, configuration)));
            made = new LiveSockets(socketFlow, stages);
        } else if (book.find(Book.ACCOUNT, Shelf.REST_API, id) != null) {
            Map<String, RestStage> stages = restStages(id);
            made = request -> restFlow.serve(stages, request);
        }
        if (made != null) {
            live.put(id, made);
        }
        return made;
    }

    private Map<String, HttpStage> httpStages(Doc api, String id) {
        Map<String, HttpStage> stages = new HashMap<>();
        configurations(id)
                .forEach((stage, configuration) ->
                        stages.put(stage.text("stageName", ""), HttpCompiler.compile(api, stage, configuration)));
        return stages;
    }

    /** Stages with what each serves. */
    private Map<Doc, Doc> configurations(String id) {
        Map<Doc, Doc> all = new IdentityHashMap<>();
        for (Doc stage : book.list(id, Shelf.STAGE)) {
            Doc configuration = stage.truth("autoDeploy")
                    ? HttpStages.configuration(book, id)
                    : book.find(id, ApiStore.SNAPSHOT, stage.text("deploymentId", ""));
            if (configuration != null) {
                all.put(stage, configuration);
            }
        }
        return all;
    }

    private Map<String, RestStage> restStages(String id) {
        Map<String, RestStage> stages = new HashMap<>();
        for (Doc stage : book.list(id, Shelf.STAGE)) {
            Doc configuration = book.find(id, ApiStore.SNAPSHOT, stage.text("deploymentId", ""));
            if (configuration != null) {
                stages.put(stage.text("stageName", ""), RestCompiler.compile(id, stage, configuration));
            }
        }
        return stages;
    }

    @Override
    public void close() {
        plans.close();
    }
}
