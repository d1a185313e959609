package dev.hearth.aws;

import dev.hearth.services.frontend.InvokeOutcome;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How an invocation's answer looks to a client that may get it in pieces. All on the exchange's event loop. */
interface StreamForm {

    /** The function began to stream. */
    void begins(StreamedAnswer to, String executedVersion, String contentType);

    /** What to write for the next bytes of the stream; null when they are kept or dropped. */
    @Nullable
    Buffer chunk(StreamedAnswer to, ByteBuffer bytes);

    /** The invocation is over, streamed or not. */
    void ends(StreamedAnswer to, InvokeOutcome outcome);
}
