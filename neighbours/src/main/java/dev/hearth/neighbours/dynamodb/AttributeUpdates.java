package dev.hearth.neighbours.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code AttributeUpdates}, the way of updating from before there were expressions. */
final class AttributeUpdates {

    private static final Set<String> SETS = Set.of("SS", "NS", "BS");

    private AttributeUpdates() {}

    static void check(@Nullable String action, @Nullable AttributeValue value) {
        if (value == null) {
            if (!"DELETE".equals(action)) {
                throw DynamoDbError.invalidParameter(
                        "Only DELETE action is allowed when no attribute value is specified");
            }
            return;
        }
        String type = value.type();
        if ("DELETE".equals(action) && !SETS.contains(type)) {
            throw DynamoDbError.invalidParameter("DELETE action with value is not supported for the type " + type);
        }
        if ("ADD".equals(action) && !SETS.contains(type) && !type.equals("N") && !type.equals("L")) {
            throw DynamoDbError.invalidParameter("ADD action is not supported for the type " + type);
        }
    }

    static Map<String, AttributeValue> apply(
            Map<String, Write.AttributeUpdate> updates, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> now = new LinkedHashMap<>(item);
        updates.forEach((name, update) -> apply(name, update, now));
        return now;
    }

    private static void apply(String name, Write.AttributeUpdate update, Map<String, AttributeValue> item) {
        AttributeValue present = item.get(name);
        AttributeValue value = update.value();
        if (value == null) {
            item.remove(name);
        } else if ("ADD".equals(update.action())) {
            AttributeValue sum = present == null ? value : Updater.sum(present, value);
            if (sum == null) {
                throw mismatch();
            }
            item.put(name, sum);
        } else if ("DELETE".equals(update.action())) {
            if (present != null && !present.type().equals(value.type())) {
                throw mismatch();
            }
            AttributeValue left = present == null ? null : Updater.difference(present, value);
            if (left == null) {
                item.remove(name);
            } else {
                item.put(name, left);
            }
        } else {
            item.put(name, value);
        }
    }

    private static dev.hearth.core.FaultException mismatch() {
        return DynamoDbError.invalid("Type mismatch for attribute to update");
    }
}
