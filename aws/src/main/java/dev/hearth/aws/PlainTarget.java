package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for a {@link PlainRoute}. */
record PlainTarget(PlainRoute route, RequestHead head) implements Target {

    private static final int BODY_BYTES = 1024;

    @Override
    public int bodyLimit() {
        return Math.max(BODY_BYTES, route.putBytes());
    }

    @Override
    public AwsError tooLarge() {
        return EdgeError.TOO_LARGE.json("Request entity too large");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        ByteBuffer bytes = body.bytes();
        boolean put = head.method().equals("PUT");
        byte[] content = new byte[bytes.remaining()];
        bytes.duplicate().get(content);
        exchange.onTask("hearth " + route.prefix(), () -> {
            PlainRoute.Answer answer =
                    put ? route.put(head.path(), head.query(), content) : route.get(head.path(), head.query());
            return new Reply(answer.status(), answer.contentType(), Map.of(), answer.body());
        });
    }

    @Override
    public @Nullable ServedApi api() {
        return null;
    }
}
