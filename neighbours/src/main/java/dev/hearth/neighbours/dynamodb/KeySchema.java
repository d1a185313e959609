package dev.hearth.neighbours.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table's or an index's keys are.
 *
 * @param hash the partition key
 * @param range the sort key, or null
 */
public record KeySchema(Part hash, @Nullable Part range) {

    /** One attribute of a key. */
    public record Part(String name, ScalarType type) {

        /** Whether {@code value} may be this part of a key. */
        boolean fits(@Nullable AttributeValue value) {
            return value != null && value.type().equals(type.name());
        }
    }

    /** Whether {@code name} is part of the key. */
    public boolean has(String name) {
        return hash.name().equals(name) || range != null && range.name().equals(name);
    }

    /** How many attributes the key has. */
    int size() {
        return range == null ? 1 : 2;
    }

    /** The key's attributes of {@code item}. */
    Map<String, AttributeValue> of(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        copy(item, hash, key);
        if (range != null) {
            copy(item, range, key);
        }
        return key;
    }

    private static void copy(Map<String, AttributeValue> from, Part part, Map<String, AttributeValue> to) {
        AttributeValue value = from.get(part.name());
        if (value != null) {
            to.put(part.name(), value);
        }
    }

    /** Where an item with these attributes is; they fit. */
    ItemKey key(Map<String, AttributeValue> attributes) {
        Part sort = range;
        AttributeValue first = attributes.get(hash.name());
        AttributeValue second = sort == null ? null : attributes.get(sort.name());
        if (first == null || sort != null && second == null) {
            throw new IllegalStateException("not a whole key");
        }
        return new ItemKey(KeyBytes.hashed(first), second == null ? KeyBytes.NONE : KeyBytes.of(second));
    }

    /** Whether an item belongs into the index with this key. */
    boolean isIn(Map<String, AttributeValue> item) {
        return hash.fits(item.get(hash.name())) && (range == null || range.fits(item.get(range.name())));
    }
}
