package dev.hearth.neighbours.sns;

import java.util.HashMap;
import java.util.Map;

/**
 * A topic.
 *
 * @param name unique in the account and region; ends in {@code .fifo} for a FIFO topic
 * @param attributes as they were set
 */
public record Topic(String name, Map<String, String> attributes, Map<String, String> tags) {

    static final String FIFO = "FifoTopic";
    static final String CONTENT_BASED = "ContentBasedDeduplication";

    public Topic {
        attributes = Map.copyOf(attributes);
        tags = Map.copyOf(tags);
    }

    public boolean isFifo() {
        return name.endsWith(".fifo");
    }

    boolean deduplicatesByContent() {
        return Boolean.parseBoolean(attributes.get(CONTENT_BASED));
    }

    Topic with(String attribute, String value) {
        Map<String, String> changed = new HashMap<>(attributes);
        changed.put(attribute, value);
        return new Topic(name, changed, tags);
    }

    Topic tagged(Map<String, String> newTags) {
        return new Topic(name, attributes, newTags);
    }
}
