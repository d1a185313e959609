package dev.hearth.neighbours.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;

/** What indexes have of items. */
final class Projections {

    private Projections() {}

    static Map<String, AttributeValue> of(Table table, Table.Index index, Map<String, AttributeValue> item) {
        if (index.projection() == Table.Projection.ALL) {
            return item;
        }
        Map<String, AttributeValue> projected = new LinkedHashMap<>();
        item.forEach((name, value) -> {
            if (has(table, index, name)) {
                projected.put(name, value);
            }
        });
        return projected;
    }

    static boolean has(Table table, Table.Index index, String name) {
        return switch (index.projection()) {
            case ALL -> true;
            case KEYS_ONLY -> table.keys().has(name) || index.keys().has(name);
            case INCLUDE ->
                table.keys().has(name)
                        || index.keys().has(name)
                        || index.included().contains(name);
        };
    }
}
