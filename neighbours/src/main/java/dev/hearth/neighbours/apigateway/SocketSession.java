package dev.hearth.neighbours.apigateway;

/** One WebSocket connection to an API, as its server sees it. */
public interface SocketSession {

    /** What becomes of a handshake. */
    sealed interface Opening {

        /** The connection may be made. */
        record Welcome(SocketSession session) implements Opening {}

        /** It may not. */
        record Refused(GatewayResponse response) implements Opening {}
    }

    /** The connection is made. */
    void begins(SocketChannel channel);

    /** A text message came. */
    void message(String text);

    /** The connection is over, or was never made. Once. */
    void ends(int code, String reason);
}
