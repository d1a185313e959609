package dev.hearth.services.worker;

import java.nio.ByteBuffer;

/** What the Runtime API's server tells the environment that it serves; on the server's event loop. */
interface RuntimeApiListener {

    void next(Exchange exchange);

    /**
     * The runtime began to stream a response; its end is told as {@link #responded}, {@link #erred} or {@link
     * #truncated}.
     */
    void streams(Exchange exchange, String requestId, String contentType);

    /** The connection closed before a streamed response was whole. */
    void truncated(Exchange exchange, String requestId);

    void responded(Exchange exchange, String requestId, ByteBuffer payload);

    void erred(Exchange exchange, String requestId, String errorType, ByteBuffer payload);

    /** A response or an error of {@code size} bytes is over the limit; its bytes are gone. */
    void oversized(Exchange exchange, String requestId, long size);

    void initErred(Exchange exchange, String errorType, ByteBuffer payload);

    /** The runtime ran its hooks before the snapshot; the answer lets it run those after it. */
    void restoreNext(Exchange exchange);

    /** A hook after the snapshot failed. */
    void restoreErred(Exchange exchange, String errorType, ByteBuffer payload);

    /** A function asks for the credentials of its role's session, and shows {@code guard}. */
    void credentials(Exchange exchange, String guard);

    /** A request of the Extensions API or the Telemetry API. */
    void extension(Exchange exchange, ExtensionRequest request);

    /** An identifier that no extension has yet. */
    String newExtensionId();

    /** The connection of {@code exchange} closed while it waited. */
    void disconnected(Exchange exchange);
}
