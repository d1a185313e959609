package dev.hearth.neighbours.apigateway;

/** The other end of a WebSocket connection. Any thread may call it; nothing of it blocks. */
public interface SocketChannel {

    /** Sends a text message. */
    void send(String text);

    /** Ends the connection with a status of RFC 6455. */
    void close(int code, String reason);
}
