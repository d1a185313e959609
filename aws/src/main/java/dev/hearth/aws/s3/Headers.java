package dev.hearth.aws.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer's headers as they are made. */
final class Headers {

    private static final String XML = "application/xml";

    private final List<Map.Entry<String, String>> all = new ArrayList<>();

    static Headers xml() {
        return new Headers().put("Content-Type", XML);
    }

    Headers put(String name, Object value) {
        all.add(Map.entry(name, value.toString()));
        return this;
    }

    Headers putIf(boolean wanted, String name, Object value) {
        return wanted ? put(name, value) : this;
    }

    Headers putSaid(String name, @Nullable Object value) {
        return value == null ? this : put(name, value);
    }

    List<Map.Entry<String, String>> list() {
        return all;
    }
}
