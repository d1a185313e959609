package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** WebSocket APIs: handshakes, the connections that are open, and what others do with them. */
final class SocketFlow {

    private static final int ID_BYTES = 9;
    private static final int OK = 200;
    private static final int REDIRECTED = 300;

    private final Functions functions;
    private final HttpAuthorization authorization;
    private final Ports ports;
    private final AwsScope scope;
    private final WaitingBytes waiting = new WaitingBytes(ApiLimits.SOCKETS_WAITING_BYTES);
    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    SocketFlow(Functions functions, HttpAuthorization authorization, Ports ports, AwsScope scope) {
        this.functions = functions;
        this.authorization = authorization;
        this.ports = ports;
        this.scope = scope;
    }

    Ports ports() {
        return ports;
    }

    /** The memory that all connections share. */
    WaitingBytes waiting() {
        return waiting;
    }

    /** Lets go of the connection that holds the most of it. */
    void makeRoom() {
        open.values().stream().max(Comparator.comparingLong(Connection::held)).ifPresent(Connection::cut);
    }

    Functions functions() {
        return functions;
    }

    /** Forgets a connection that is over. */
    void gone(String id) {
        open.remove(id);
    }

    CompletionStage<SocketSession.Opening> open(Map<String, SocketStage> stages, GatewayRequest request) {
        String[] path = request.path().split("[/?]", 3);
        SocketStage stage = stages.get(path.length > 1 ? Text.decoded(path[1], false) : "");
        if (stage == null) {
            return HttpFlow.done(new SocketSession.Opening.Refused(HttpFlow.FORBIDDEN));
        }
        if (open.size() >= ApiLimits.SOCKETS) {
            return HttpFlow.done(new SocketSession.Opening.Refused(HttpFlow.TOO_MANY));
        }
        String id = Base64.getUrlEncoder().encodeToString(ports.randomness().bytes(ID_BYTES)) + "=";
        HttpRoute route = stage.routes().get("$connect");
        if (route == null) {
            return HttpFlow.done(welcome(stage, call(stage, request, null), id));
        }
        if (!route.throttle().take(ports.time().nanos())) {
            return HttpFlow.done(new SocketSession.Opening.Refused(HttpFlow.TOO_MANY));
        }
        HttpCall call = call(stage, request, route);
        SocketEvent event = event("CONNECT", call, id);
        CompletionStage<Verdict> verdict = route.auth().equals("NONE")
                ? HttpFlow.done(Verdict.NOBODY)
                : authorization.verdict(call, event::forAuthorizer);
        return verdict.thenCompose(found -> switch (found) {
            case Verdict.Denied(GatewayResponse response) -> HttpFlow.done(new SocketSession.Opening.Refused(response));
            case Verdict.Allowed(Identity identity) -> connect(stage, call.by(identity), id);
        });
    }

    private HttpCall call(SocketStage stage, GatewayRequest request, @Nullable HttpRoute route) {
        HttpRoute any = route != null ? route : HttpCompiler.nothing("$connect");
        return new HttpCall(
                stage.stage(),
                any,
                request,
                "/",
                Map.of(),
                Identity.UNKNOWN,
                ports.time().instant(),
                scope);
    }

    private SocketEvent event(String type, HttpCall call, String id) {
        return new SocketEvent(type, call, id, call.request().requestId(), call.now(), call.now());
    }

    private CompletionStage<SocketSession.Opening> connect(SocketStage stage, HttpCall call, String id) {
        HttpIntegration integration = call.route().integration();
        if (integration == null || integration.type().equals("MOCK")) {
            return HttpFlow.done(welcome(stage, call, id));
        }
        return invoke(call, event("CONNECT", call, id).connect()).thenApply(result -> {
            int status = status(result);
            return status >= OK && status < REDIRECTED
                    ? welcome(stage, call, id)
                    : new SocketSession.Opening.Refused(
                            status == 0 ? HttpFlow.INTERNAL : GatewayResponse.message(status, "Forbidden"));
        });
    }

    private SocketSession.Opening welcome(SocketStage stage, HttpCall call, String id) {
        Connection connection = new Connection(this, stage, call, id);
        open.put(id, connection);
        return new SocketSession.Opening.Welcome(connection);
    }

    /** Calls a route's function; a result that is none for a route whose function may not be called. */
    CompletionStage<Functions.Result> invoke(HttpCall call, byte[] event) {
        HttpIntegration integration = call.route().integration();
        boolean permitted = integration != null
                && !integration.uri().isEmpty()
                && (integration.trusted()
                        || call.route()
                                .permit()
                                .allows(
                                        call.request().method(),
                                        ports.time().nanos(),
                                        call::sourceArn,
                                        arn -> functions.permits(integration.uri(), arn)));
        Functions.Result none = new Functions.Result.Refused(Functions.Result.Why.MISSING, "");
        if (integration == null || !permitted) {
            return HttpFlow.done(none);
        }
        String requestId = ports.randomness().uuid().toString();
        return Deadline.within(
                ApiLimits.REST_TIMEOUT,
                ports,
                functions.call(integration.uri(), event, false, requestId, null),
                () -> none);
    }

    /** The status of a proxy result; 0 when it is none. */
    static int status(Functions.Result result) {
        if (!(result instanceof Functions.Result.Returned(ByteBuffer payload, String error)) || !error.isEmpty()) {
            return 0;
        }
        Doc answer = HttpAuthorization.object(payload);
        return answer == null || !answer.has("statusCode") ? 0 : (int) answer.decimal("statusCode", 0);
    }

    /** {@code @connections} of an API: {@code POST}, {@code GET} and {@code DELETE} of one connection. */
    GatewayResponse manage(GatewayRequest request) {
        int at = request.path().indexOf("/@connections/");
        if (at < 0) {
            return HttpFlow.FORBIDDEN;
        }
        switch (request.signature()) {
            case GatewayRequest.Signature.Signed _ -> {}
            case GatewayRequest.Signature.Refused refused -> {
                return RestReplies.plain(refused.status(), refused.message(), refused.code());
            }
            case null -> {
                return RestReplies.plain(403, "Missing Authentication Token", "MissingAuthenticationTokenException");
            }
        }
        Connection connection = open.get(Text.decoded(request.path().substring(at + 14), false));
        if (connection == null || !connection.isOf(request.api()) || !connection.isOpen()) {
            return RestReplies.plain(410, "Gone", "GoneException");
        }
        return switch (request.method()) {
            case "POST" -> {
                if (request.body().remaining() > ApiLimits.MESSAGE_BYTES) {
                    yield RestReplies.plain(413, "Message too long", "PayloadTooLargeException");
                }
                String text = Text.utf8(request.body());
                if (text == null) {
                    yield RestReplies.plain(400, "Binary messages are not supported", "BadRequestException");
                }
                yield connection.send(text)
                        ? GatewayResponse.json(OK, "")
                        : RestReplies.plain(429, "The client does not read", "LimitExceededException");
            }
            case "GET" -> GatewayResponse.json(OK, connection.about().json());
            case "DELETE" -> {
                connection.close(1000, "Connection Closed Normally");
                yield GatewayResponse.json(204, "");
            }
            default -> RestReplies.plain(405, "Method Not Allowed", "MethodNotAllowedException");
        };
    }
}
