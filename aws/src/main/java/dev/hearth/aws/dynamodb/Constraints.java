package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.DynamoDbError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The constraints of AWS's model on a request; all that are not met are told together. */
final class Constraints {

    private static final int MAX_TOLD = 10;
    private static final int MAX_NAME = 255;
    private static final int MIN_NAME = 3;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

    private final List<String> broken = new ArrayList<>();

    private void add(@Nullable Object value, String path, String constraint) {
        if (broken.size() < MAX_TOLD) {
            String shown = value == null ? "null" : "'" + value + "'";
            String first = path.substring(0, 1).toLowerCase(Locale.ROOT) + path.substring(1);
            broken.add("Value " + shown + " at '" + first + "' failed to satisfy constraint: " + constraint);
        }
    }

    Constraints notNull(@Nullable Object value, String path) {
        if (value == null) {
            add(null, path, "Member must not be null");
        }
        return this;
    }

    Constraints oneOf(@Nullable String value, String path, String... words) {
        if (value != null && !List.of(words).contains(value)) {
            add(value, path, "Member must satisfy enum value set: [" + String.join(", ", words) + "]");
        }
        return this;
    }

    Constraints atLeast(@Nullable Long value, long least, String path) {
        if (value != null && value < least) {
            add(value, path, "Member must have value greater than or equal to " + least);
        }
        return this;
    }

    Constraints atMost(@Nullable Long value, long most, String path) {
        if (value != null && value > most) {
            add(value, path, "Member must have value less than or equal to " + most);
        }
        return this;
    }

    Constraints size(@Nullable Object shown, int size, int least, int most, String path) {
        if (shown != null && size < least) {
            add(shown, path, "Member must have length greater than or equal to " + least);
        }
        if (shown != null && size > most) {
            add(shown, path, "Member must have length less than or equal to " + most);
        }
        return this;
    }

    /** The name of a table, or its ARN. */
    Constraints tableName(@Nullable String value) {
        notNull(value, "tableName");
        return value != null && value.startsWith("arn:") ? this : name(value, "tableName");
    }

    Constraints name(@Nullable String value, String path) {
        if (value != null) {
            if (!NAME.matcher(value).matches()) {
                add(value, path, "Member must satisfy regular expression pattern: " + NAME);
            }
            size(value, value.length(), MIN_NAME, MAX_NAME, path);
        }
        return this;
    }

    /** Refuses the request unless it meets all. */
    void check() {
        if (!broken.isEmpty()) {
            throw DynamoDbError.invalid(broken.size() + " validation error" + (broken.size() > 1 ? "s" : "")
                    + " detected: " + String.join("; ", broken));
        }
    }
}
