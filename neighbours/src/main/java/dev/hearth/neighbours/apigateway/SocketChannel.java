package dev.hearth.neighbours.apigateway;

import java.util.concurrent.CompletionStage;

/** The other end of a WebSocket connection. Any thread may call it; nothing of it blocks. */
public interface SocketChannel {

    /** Sends a text message; ends, in whatever way, when it waits no more. */
    CompletionStage<?> send(String text);

    /** Ends the connection with a status of RFC 6455. */
    void close(int code, String reason);
}
