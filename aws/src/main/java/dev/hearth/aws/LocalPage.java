package dev.hearth.aws;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** {@link PlainRoute#local}. */
record LocalPage(String prefix, Supplier<String> json) implements PlainRoute {

    @Override
    public boolean localOnly() {
        return true;
    }

    @Override
    public Answer get(String path, String query) {
        return path.equals(prefix)
                ? new Answer(200, "application/json", json.get().getBytes(StandardCharsets.UTF_8))
                : new Answer(
                        404, "application/json", "{\"message\":\"No such page\"}".getBytes(StandardCharsets.UTF_8));
    }
}
