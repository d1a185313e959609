package dev.hearth.aws;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An AWS API whose bodies are too large to be held: it reads requests and writes answers as streams, and reads and
 * writes its own bytes. S3 is one.
 */
public interface StreamApi {

    /** The name that a signature's credential scope carries. */
    String service();

    /** The names of the operations that are built. */
    Set<String> built();

    /**
     * Whether an unsigned request to {@code host} (the header, or empty) and {@code path} is for it. Must not block.
     */
    boolean isFor(String method, String host, String path);

    /** The path of a request with its bucket in front, wherever that was said: what older signatures are over. */
    String resource(String host, String path);

    /** Answers. Runs on a task and may block. */
    StreamReply serve(StreamRequest request);

    /** An error of the edge's own, in the form of this API. */
    StreamReply refusal(String code, int status, String message, String requestId, @Nullable String path);
}
