package dev.hearth.neighbours.sqs;

import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pure checks of what callers say about queues, in AWS's wording. */
final class QueueRules {

    private QueueRules() {}

    static String name(@Nullable String name, Map<String, String> attributes) {
        if (name == null || name.isEmpty()) {
            throw SqsError.MISSING_PARAMETER.because("The request must contain the parameter QueueName.");
        }
        boolean fifo = "true".equals(attributes.get("FifoQueue")) || name.endsWith(".fifo");
        if (fifo && !SqsLimits.FIFO_NAME.matcher(name).matches()) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("The name of a FIFO queue can only include alphanumeric"
                    + " characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.");
        }
        if (!fifo && !SqsLimits.STANDARD_NAME.matcher(name).matches()) {
            throw SqsError.INVALID_PARAMETER_VALUE.because(
                    "Can only include alphanumeric characters, hyphens, or" + " underscores. 1 to 80 in length");
        }
        if (name.endsWith(".fifo") && !"true".equals(attributes.get("FifoQueue"))) {
            throw SqsError.INVALID_PARAMETER_VALUE.because(
                    "Can only include alphanumeric characters, hyphens, or" + " underscores. 1 to 80 in length");
        }
        return name;
    }

    /** Refuses to give an existing queue back for attributes that it does not have. */
    static void same(Queue existing, Map<String, String> wanted) {
        Map<String, String> has = QueueAttributes.effective(existing);
        wanted.forEach((name, value) -> {
            if (!value.equals(has.getOrDefault(name, ""))) {
                throw SqsError.QUEUE_NAME_EXISTS.because(
                        "A queue already exists with the same name and a different value for attribute " + name);
            }
        });
    }

    static Map<String, String> tags(Map<String, String> before, Map<String, String> added) {
        added.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > SqsLimits.TAG_KEY_CHARS) {
                throw tag("Tag keys must be between 1 and " + SqsLimits.TAG_KEY_CHARS + " characters in length.");
            }
            if (value.length() > SqsLimits.TAG_VALUE_CHARS) {
                throw tag("Tag values must be between 0 and " + SqsLimits.TAG_VALUE_CHARS + " characters in length.");
            }
            if (key.toLowerCase(java.util.Locale.ROOT).startsWith("aws:")) {
                throw tag("Tag keys must not start with aws:, which is reserved.");
            }
        });
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(added);
        if (all.size() > SqsLimits.TAGS) {
            throw tag("Too many tags added for queue; at most " + SqsLimits.TAGS + ".");
        }
        return all;
    }

    private static FaultException tag(String message) {
        return SqsError.INVALID_PARAMETER_VALUE.because(message);
    }

    /** How many a page may hold. */
    static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return SqsLimits.PAGE_QUEUES;
        }
        if (limit < 1 || limit > SqsLimits.PAGE_QUEUES) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Value for parameter MaxResults is invalid. Reason:"
                    + " MaxResults must be an integer between 1 and " + SqsLimits.PAGE_QUEUES + ".");
        }
        return limit;
    }

    /** The names that GetQueueAttributes may be asked for. */
    static void known(List<String> names) {
        for (String name : names) {
            if (!QueueAttributes.isKnown(name)) {
                throw SqsError.INVALID_ATTRIBUTE_NAME.because("Unknown Attribute " + name + ".");
            }
        }
    }
}
