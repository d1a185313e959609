package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for a {@link PlainRoute}. */
record PlainTarget(PlainRoute route, RequestHead head) implements Target {

    private static final int BODY_BYTES = 1024;

    @Override
    public int bodyLimit() {
        return BODY_BYTES;
    }

    @Override
    public AwsError tooLarge() {
        return EdgeError.TOO_LARGE.json("Request entity too large");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        exchange.onTask("hearth " + route.prefix(), () -> {
            PlainRoute.Answer answer = route.get(head.path(), head.query());
            return new Reply(answer.status(), answer.contentType(), Map.of(), answer.body());
        });
    }

    @Override
    public @Nullable ServedApi api() {
        return null;
    }
}
