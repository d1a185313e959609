package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The violations of AWS's model that one request has, told together in AWS's words. */
final class Constraints {

    private final List<String> violations = new ArrayList<>();

    /** Throws when anything was violated. */
    void verify() {
        if (violations.isEmpty()) {
            return;
        }
        String errors = violations.size() == 1 ? " validation error detected: " : " validation errors detected: ";
        throw new Fault(Fault.Kind.VALIDATION, violations.size() + errors + String.join("; ", violations))
                .asException();
    }

    Constraints required(String member, @Nullable Object value) {
        if (value == null) {
            violations.add("Value null at '" + member + "' failed to satisfy constraint: Member must not be null");
        }
        return this;
    }

    Constraints length(String member, @Nullable String value, int least, int most) {
        if (value != null && value.length() < least) {
            violated(member, "'" + value + "'", "Member must have length greater than or equal to " + least);
        }
        if (value != null && value.length() > most) {
            violated(member, "'" + value + "'", "Member must have length less than or equal to " + most);
        }
        return this;
    }

    Constraints size(String member, @Nullable Collection<?> value, int least, int most) {
        if (value != null && value.size() < least) {
            violated(member, "'" + value + "'", "Member must have length greater than or equal to " + least);
        }
        if (value != null && value.size() > most) {
            violated(member, "'" + value + "'", "Member must have length less than or equal to " + most);
        }
        return this;
    }

    Constraints range(String member, @Nullable Integer value, int least, int most) {
        if (value != null && value < least) {
            violated(member, "'" + value + "'", "Member must have value greater than or equal to " + least);
        }
        if (value != null && value > most) {
            violated(member, "'" + value + "'", "Member must have value less than or equal to " + most);
        }
        return this;
    }

    Constraints pattern(String member, @Nullable String value, Pattern pattern) {
        if (value != null && !pattern.matcher(value).matches()) {
            violated(member, "'" + value + "'", "Member must satisfy regular expression pattern: " + pattern);
        }
        return this;
    }

    /** As {@link #pattern} for the keys of a map whose content is a secret, so that AWS does not repeat it. */
    Constraints secretKeys(String member, @Nullable Collection<String> keys, Pattern pattern) {
        if (keys != null && !keys.stream().allMatch(key -> pattern.matcher(key).matches())) {
            violations.add("Value at '" + member + "' failed to satisfy constraint: Map keys must satisfy constraint: "
                    + "[Member must satisfy regular expression pattern: " + pattern + "]");
        }
        return this;
    }

    Constraints oneOf(String member, @Nullable String value, List<String> values) {
        if (value != null && !values.contains(value)) {
            violated(member, "'" + value + "'", "Member must satisfy enum value set: " + values);
        }
        return this;
    }

    Constraints eachOneOf(String member, @Nullable Collection<String> value, List<String> values) {
        if (value != null && !values.containsAll(value)) {
            violated(
                    member,
                    "'" + value + "'",
                    "Member must satisfy constraint: [Member must satisfy enum value set: " + values
                            + ", Member must not be null]");
        }
        return this;
    }

    /** Notes a violation; {@code value} as it is to be told. */
    void violated(String member, String value, String constraint) {
        violations.add("Value " + value + " at '" + member + "' failed to satisfy constraint: " + constraint);
    }
}
