package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import org.jspecify.annotations.Nullable;

/**
 * A request for a {@link StreamApi}: its body is not collected.
 *
 * @param streamed which API
 * @param head of the request
 */
record StreamTarget(StreamApi streamed, RequestHead head) implements Target {

    /** The target when {@code head} is for the API: by its signature, else by its address. */
    static @Nullable StreamTarget of(@Nullable StreamApi streamed, RequestHead head) {
        if (streamed == null) {
            return null;
        }
        String authorization = head.header("Authorization");
        boolean isFor;
        if (authorization != null) {
            isFor = authorization.contains("/" + streamed.service() + "/aws4_request") || SigV2.isSigned(head);
        } else if (SigV2.isSigned(head)) {
            isFor = true;
        } else if (head.query().contains("X-Amz-Credential=")) {
            isFor = head.query().contains("%2F" + streamed.service() + "%2Faws4_request")
                    || head.query().contains("/" + streamed.service() + "/aws4_request");
        } else {
            String host = head.header("Host");
            isFor = head.header("X-Amz-Target") == null
                    && streamed.isFor(head.method(), host == null ? "" : host, head.path());
        }
        return isFor ? new StreamTarget(streamed, head) : null;
    }

    @Override
    public int bodyLimit() {
        return Integer.MAX_VALUE;
    }

    @Override
    public AwsError tooLarge() {
        return EdgeError.TOO_LARGE.query("Request entity too large");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        throw new IllegalStateException("A stream is begun, not served");
    }

    @Override
    public Reply plain(AwsError error) {
        StreamReply reply = streamed.refusal(error.code(), error.status(), error.message(), "", head.path());
        byte[] body = reply.content() instanceof StreamReply.Content.Bytes whole ? whole.bytes() : new byte[0];
        return new Reply(reply.status(), "application/xml", java.util.Map.of(), body);
    }

    @Override
    public @Nullable ServedApi api() {
        return null;
    }
}
