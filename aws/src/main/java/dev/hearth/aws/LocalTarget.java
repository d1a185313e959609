package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for a {@link LocalRoute}. */
record LocalTarget(LocalRoute route) implements Target {

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
        exchange.onTask("hearth " + route.path(), () -> {
            byte[] json = route.json().get().getBytes(StandardCharsets.UTF_8);
            return new Reply(200, "application/json", Map.of(), json);
        });
    }

    @Override
    public @Nullable ServedApi api() {
        return null;
    }
}
