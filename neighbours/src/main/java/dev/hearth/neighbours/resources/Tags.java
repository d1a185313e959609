package dev.hearth.neighbours.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings a resource's tags from what they were to what they are to be. */
final class Tags {

    private Tags() {}

    /** By {@code TagResource} and {@code UntagResource} of {@code service}, which calls the resource {@code member}. */
    static void change(
            Wish before,
            Wish now,
            AwsCalls calls,
            String service,
            String member,
            String arn,
            String tagKeys,
            boolean asList) {
        Map<String, String> old = before.allTags();
        Map<String, String> wanted = now.allTags();
        List<String> gone =
                old.keySet().stream().filter(key -> !wanted.containsKey(key)).toList();
        Map<String, String> set = new LinkedHashMap<>(wanted);
        set.entrySet().removeIf(tag -> tag.getValue().equals(old.get(tag.getKey())));
        if (!gone.isEmpty()) {
            calls.call(service, "UntagResource", Map.of(member, arn, tagKeys, gone));
        }
        if (!set.isEmpty()) {
            calls.call(service, "TagResource", Map.of(member, arn, "Tags", asList ? list(set) : set));
        }
    }

    static List<Object> list(Map<String, String> tags) {
        List<Object> list = new ArrayList<>();
        tags.forEach((key, value) -> list.add(Map.of("Key", key, "Value", value)));
        return list;
    }
}
