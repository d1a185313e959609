package dev.hearth.aws.events;

import dev.hearth.neighbours.events.EventsError;
import dev.hearth.neighbours.events.Page;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Tag;

/** What requests have in common. */
final class Needed {

    private Needed() {}

    static <T> T member(@Nullable T value, String name) {
        if (value == null) {
            throw EventsError.VALIDATION.because("1 validation error detected: Value null at '" + name
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.forEach(tag -> all.put(member(tag.key(), "tags.member.key"), member(tag.value(), "tags.member.value")));
        return all;
    }

    static Page.Wish page(@Nullable Integer limit, @Nullable String token) {
        return new Page.Wish(limit, token);
    }

    /** What was not said is kept empty, and not shown. */
    static @Nullable String shown(String text) {
        return text.isEmpty() ? null : text;
    }

    /** 0 is no time. */
    static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
