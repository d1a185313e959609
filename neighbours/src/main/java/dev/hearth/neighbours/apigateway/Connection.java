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
    private static final int TRY_LATER = 1013;

    private final SocketFlow flow;
    private final SocketStage stage;
    private final HttpCall call;
    private final String id;
    private final Instant connected;
    private final Queue<String> waiting = new ArrayDeque<>();
    private final Queue<String> unsent = new ArrayDeque<>();
    private final WaitingBytes held = new WaitingBytes(ApiLimits.SOCKET_WAITING_BYTES);
    private @Nullable SocketChannel channel;
    private Timers.@Nullable Timer timer;
    private Instant active;
    private boolean busy;
    private boolean closing;
    private boolean over;

    Connection(SocketFlow flow, SocketStage stage, HttpCall call, String id) {
        this.flow = flow;
        this.stage = stage;
        this.call = call;
        this.id = id;
        this.connected = call.now();
        this.active = call.now();
    }

    String id() {
        return id;
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

    /** Bytes of its messages that wait. */
    long held() {
        return held.taken();
    }

    /** Whether it takes messages: it has begun, and does not end. */
    synchronized boolean isOpen() {
        return channel != null && !closing && !over;
    }

    /** Sends a message; whether it is on its way. A client that does not read what was sent is let go. */
    boolean send(String text) {
        synchronized (this) {
            active = flow.ports().time().instant();
            SocketChannel to = channel;
            if (to == null || closing || over) {
                return false;
            }
            if (!held.take(text)) {
                close(TOO_MUCH, "The client does not read");
                return false;
            }
            if (flow.waiting().take(text)) {
                unsent.add(text);
                to.send(text).whenComplete((sent, broken) -> sent(text));
                return true;
            }
            held.give(text);
        }
        flow.makeRoom();
        return false;
    }

    /** Once this is over all room is given back: nobody answers for a write whose connection broke. */
    private synchronized void sent(String text) {
        if (unsent.remove(text)) {
            give(text);
        }
    }

    private void give(String text) {
        held.give(text);
        flow.waiting().give(text);
    }

    /** Lets go of the connection, whose messages take the most room of all. */
    void cut() {
        close(TRY_LATER, "Too much waits");
    }

    synchronized void close(int code, String reason) {
        if (channel != null && !closing) {
            closing = true;
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
            if (over || closing) {
                return;
            }
            if (busy) {
                await(text);
                return;
            }
            busy = true;
        }
        deliver(text);
    }

    private void await(String text) {
        if (waiting.size() >= ApiLimits.SOCKET_WAITING || !held.take(text)) {
            close(TOO_MUCH, "Too many messages wait");
        } else if (flow.waiting().take(text)) {
            waiting.add(text);
        } else {
            held.give(text);
            cut();
        }
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
            if (body != null && !send(body)) {
                cut();
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
            if (text != null) {
                give(text);
            }
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
            waiting.forEach(this::give);
            waiting.clear();
            unsent.forEach(this::give);
            unsent.clear();
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
