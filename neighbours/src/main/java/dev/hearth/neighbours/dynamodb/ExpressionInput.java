package dev.hearth.neighbours.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says that its expressions refer to.
 *
 * @param names {@code ExpressionAttributeNames}, or null
 * @param values {@code ExpressionAttributeValues}, or null
 */
public record ExpressionInput(
        @Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {

    /** Nothing to refer to. */
    public static final ExpressionInput NONE = new ExpressionInput(null, null);
}
