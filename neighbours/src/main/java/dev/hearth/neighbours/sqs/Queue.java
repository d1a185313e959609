package dev.hearth.neighbours.sqs;

import java.util.Map;
import java.util.TreeMap;

/**
 * A queue as it is kept.
 *
 * @param id never used twice
 * @param name ends in {@code .fifo} for a FIFO queue
 * @param attributes those that were set, by AWS's names
 * @param tags its tags
 * @param createdMillis milliseconds since the epoch
 * @param modifiedMillis when an attribute last changed, in milliseconds since the epoch
 * @param purgedSequence messages up to this sequence are as good as deleted
 */
public record Queue(
        long id,
        String name,
        Map<String, String> attributes,
        Map<String, String> tags,
        long createdMillis,
        long modifiedMillis,
        long purgedSequence) {

    public Queue {
        attributes = Map.copyOf(attributes);
        tags = Map.copyOf(tags);
    }

    /** Whether it is a FIFO queue. */
    public boolean isFifo() {
        return name.endsWith(".fifo");
    }

    /** With {@code changed} attributes; an empty value takes one back. */
    Queue with(Map<String, String> changed, long nowMillis) {
        Map<String, String> merged = new TreeMap<>(attributes);
        merged.putAll(changed);
        merged.values().removeIf(String::isEmpty);
        return new Queue(id, name, merged, tags, createdMillis, nowMillis, purgedSequence);
    }

    Queue withTags(Map<String, String> newTags) {
        return new Queue(id, name, attributes, newTags, createdMillis, modifiedMillis, purgedSequence);
    }

    Queue purged(long sequence) {
        return new Queue(id, name, attributes, tags, createdMillis, modifiedMillis, sequence);
    }
}
