package dev.hearth.aws.iam;

import dev.hearth.neighbours.iam.IamError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Tag;

/** What a request must say. */
final class Needed {

    private Needed() {}

    static <T> T member(@Nullable T value, String member) {
        if (value == null) {
            throw IamError.VALIDATION.because("1 validation error detected: Value null at '" + member
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Tag tag : tags) {
            String key = member(tag.key(), "tags.1.member.key");
            if (all.put(key, member(tag.value(), "tags.1.member.value")) != null) {
                throw IamError.INVALID_INPUT.because(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }
        return all;
    }
}
