package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names and values that a request's expressions may refer to, and which of them nobody did. */
final class Placeholders {

    private static final Pattern NAME = Pattern.compile("#[0-9a-zA-Z_]+");
    private static final Pattern VALUE = Pattern.compile(":[0-9a-zA-Z_]+");

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Set<String> unusedNames;
    private final Set<String> unusedValues;

    private Placeholders(Map<String, String> names, Map<String, AttributeValue> values) {
        this.names = names;
        this.values = values;
        this.unusedNames = new LinkedHashSet<>(names.keySet());
        this.unusedValues = new LinkedHashSet<>(values.keySet());
    }

    static Placeholders of(ExpressionInput input) {
        Map<String, String> names = input.names();
        Map<String, AttributeValue> values = input.values();
        if (names != null) {
            check("ExpressionAttributeNames", names, NAME);
        }
        if (values != null) {
            check("ExpressionAttributeValues", values, VALUE);
        }
        return new Placeholders(names == null ? Map.of() : names, values == null ? Map.of() : values);
    }

    private static void check(String member, Map<String, ?> map, Pattern pattern) {
        if (map.isEmpty()) {
            throw DynamoDbError.invalid(member + " must not be empty");
        }
        for (String key : map.keySet()) {
            if (!pattern.matcher(key).matches()) {
                throw DynamoDbError.invalid(member + " contains invalid key: Syntax error; key: \"" + key + "\"");
            }
        }
    }

    @Nullable
    String name(String placeholder) {
        unusedNames.remove(placeholder);
        return names.get(placeholder);
    }

    @Nullable
    AttributeValue value(String placeholder) {
        unusedValues.remove(placeholder);
        return values.get(placeholder);
    }

    /** After all expressions: refuses what none of them needed. */
    void checkUsed() {
        if (!unusedNames.isEmpty()) {
            throw unused("ExpressionAttributeNames", unusedNames);
        }
        if (!unusedValues.isEmpty()) {
            throw unused("ExpressionAttributeValues", unusedValues);
        }
    }

    private static FaultException unused(String member, Set<String> keys) {
        return DynamoDbError.invalid(
                "Value provided in " + member + " unused in expressions: keys: {" + String.join(", ", keys) + "}");
    }
}
