package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Timers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One open WebSocket connection. Its messages reach their functions one after the other, as they came.
 *
 * <pre>
 * welcome -- begins --> open -- idle, too old, closed by either side --> over
 * welcome -- the handshake failed --> over
 * </pre>
 */
final class Connection implements SocketSession {

    private static final int GOING_AWAY = 1001;
    private static final int TOO_MUCH = 1008;

    private final SocketFlow flow;
    private final SocketStage stage;
    private final HttpCall call;
    private final String id;
    private final Instant connected;
    private final Queue<String> waiting = new ArrayDeque<>();
    private @Nullable SocketChannel channel;
    private Timers.@Nullable Timer timer;
    private Instant active;
    private boolean busy;
    private boolean over;

    Connection(SocketFlow flow, SocketStage stage, HttpCall call, String id) {
        this.flow = flow;
        this.stage = stage;
        this.call = call;
        this.id = id;
        this.connected = call.now();
        this.active = call.now();
    }

    boolean isOf(String api) {
        return call.request().api().equals(api);
    }

    @Override
    public synchronized void begins(SocketChannel to) {
        channel = to;
        watch(ApiLimits.SOCKET_IDLE);
    }

    private void watch(Duration delay) {
        timer = flow.ports().timers().after(delay, this::idle);
    }

    private synchronized void idle() {
        if (over) {
            return;
        }
        Instant now = flow.ports().time().instant();
        Duration idle = Duration.between(active, now);
        boolean old = Duration.between(connected, now).compareTo(ApiLimits.SOCKET_LIFE) >= 0;
        if (old || idle.compareTo(ApiLimits.SOCKET_IDLE) >= 0) {
            close(GOING_AWAY, "Going away");
        } else {
            watch(ApiLimits.SOCKET_IDLE.minus(idle));
        }
    }

    synchronized void send(String text) {
        active = flow.ports().time().instant();
        if (channel != null) {
            channel.send(text);
        }
    }

    synchronized void close(int code, String reason) {
        if (channel != null) {
            channel.close(code, reason);
        }
    }

    synchronized Doc about() {
        GatewayRequest request = call.request();
        return Doc.of(
                "connectedAt", connected.toString(),
                "identity", Doc.of("sourceIp", request.sourceIp(), "userAgent", request.header("User-Agent")),
                "lastActiveAt", active.toString());
    }

    @Override
    public void message(String text) {
        synchronized (this) {
            active = flow.ports().time().instant();
            if (over) {
                return;
            }
            if (busy) {
                if (waiting.size() >= ApiLimits.SOCKET_WAITING) {
                    close(TOO_MUCH, "Too many messages wait");
                } else {
                    waiting.add(text);
                }
                return;
            }
            busy = true;
        }
        deliver(text);
    }

    private void deliver(String text) {
        HttpRoute route = stage.routes().get(key(text));
        route = route != null ? route : stage.routes().get(HttpStage.DEFAULT);
        String requestId = flow.ports().randomness().uuid().toString();
        if (route == null) {
            refuse("Forbidden", requestId);
            next();
            return;
        }
        HttpRoute to = route;
        if (to.integration() != null && to.integration().type().equals("MOCK")) {
            next();
            return;
        }
        invoke("MESSAGE", to, requestId, event -> event.message(text)).whenComplete((result, bug) -> {
            answer(to, result, requestId);
            next();
        });
    }

    /** What in a message names its route. */
    private String key(String text) {
        String selection = stage.selection();
        if (!selection.startsWith("$request.body.")) {
            return HttpStage.DEFAULT;
        }
        try {
            Object found = Paths.read(Json.read(text), "$." + selection.substring(14));
            return found == null || found instanceof Map ? HttpStage.DEFAULT : found.toString();
        } catch (JacksonException | IllegalArgumentException notJson) {
            return HttpStage.DEFAULT;
        }
    }

    private CompletionStage<Functions.Result> invoke(
            String type, HttpRoute route, String requestId, java.util.function.Function<SocketEvent, byte[]> write) {
        Instant now = flow.ports().time().instant();
        HttpCall own =
                new HttpCall(call.stage(), route, call.request(), "/", Map.of(), call.identity(), now, call.scope());
        return flow.invoke(own, write.apply(new SocketEvent(type, own, id, requestId, connected, now)));
    }

    private void answer(HttpRoute route, Functions.@Nullable Result result, String requestId) {
        if (!(result instanceof Functions.Result.Returned(ByteBuffer payload, String error)) || !error.isEmpty()) {
            refuse("Internal server error", requestId);
            return;
        }
        if (stage.answering().contains(route.key())) {
            Doc answer = HttpAuthorization.object(payload);
            String body = answer == null ? Text.utf8(payload) : answer.text("body");
            if (body != null) {
                send(body);
            }
        }
    }

    private void refuse(String message, String requestId) {
        send(Doc.of("message", message, "connectionId", id, "requestId", requestId)
                .json());
    }

    private void next() {
        String text;
        synchronized (this) {
            text = waiting.poll();
            busy = text != null;
        }
        if (text != null) {
            deliver(text);
        }
    }

    @Override
    public void ends(int code, String reason) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            waiting.clear();
            if (timer != null) {
                timer.cancel();
            }
        }
        flow.gone(id);
        HttpRoute route = stage.routes().get("$disconnect");
        if (route != null
                && route.integration() != null
                && !route.integration().type().equals("MOCK")) {
            String requestId = flow.ports().randomness().uuid().toString();
            invoke("DISCONNECT", route, requestId, event -> event.disconnect(code, reason));
        }
    }
}
