package dev.hearth.services.logs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limits and patterns of CloudWatch Logs, from its API model (2014-03-28) and its list of quotas; pure checks
 * that refuse with INVALID_PARAMETER in AWS's wording.
 */
public interface LogRules {

    /** What each event counts beside its message, in bytes. */
    int EVENT_OVERHEAD_BYTES = 26;

    /** The most bytes of one put: messages in UTF-8 and the overhead of each event. */
    int PUT_BYTES = 1_048_576;

    /** The most events of one put. */
    int PUT_EVENTS = 10_000;

    /** The largest message that fits: a put of one event. */
    int MESSAGE_BYTES = PUT_BYTES - EVENT_OVERHEAD_BYTES;

    /** The longest time between the first and the last event of a put. */
    Duration PUT_SPAN = Duration.ofHours(24);

    /** How far in the future an event may be. */
    Duration TOO_NEW = Duration.ofHours(2);

    /** How old an event may be. */
    Duration TOO_OLD = Duration.ofDays(14);

    /** The most events and about the most bytes of messages of one answer. */
    int PAGE_EVENTS = 10_000;

    int PAGE_BYTES = 1_048_576;

    /** The most groups or streams of one answer. */
    int PAGE_ITEMS = 50;

    /** The longest filter pattern, in characters. */
    int PATTERN_CHARS = 1_024;

    /** The most tags of a group. */
    int TAGS = 50;

    /** The most streams that a filter may name. */
    int FILTER_STREAMS = 100;

    /** The numbers of days that a retention may have. */
    List<Integer> RETENTION_DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    Set<String> GROUP_CLASSES = Set.of("STANDARD", "INFREQUENT_ACCESS", "DELIVERY");

    Pattern GROUP_NAME = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    Pattern STREAM_NAME = Pattern.compile("[^:*]{1,512}", Pattern.DOTALL);
    Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    static FaultException invalid(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }

    /** AWS's sentence for a value that its model refuses. */
    static FaultException violation(Object value, String member, String constraint) {
        return invalid("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    static String groupName(String name, String member) {
        if (!GROUP_NAME.matcher(name).matches()) {
            throw nameViolation(name, member, "[\\.\\-_/#A-Za-z0-9]+");
        }
        return name;
    }

    static String streamName(String name, String member) {
        if (!STREAM_NAME.matcher(name).matches()) {
            throw nameViolation(name, member, "[^:*]*");
        }
        return name;
    }

    private static FaultException nameViolation(String name, String member, String pattern) {
        if (name.isEmpty()) {
            return violation(name, member, "Member must have length greater than or equal to 1");
        }
        if (name.length() > 512) {
            return violation(name, member, "Member must have length less than or equal to 512");
        }
        return violation(name, member, "Member must satisfy regular expression pattern: " + pattern);
    }

    /** The group's name in {@code identifier}, which is a name or an ARN of this account and region. */
    static String groupOf(String identifier, AwsScope scope) {
        if (!identifier.startsWith("arn:")) {
            return groupName(identifier, "logGroupName");
        }
        String head = scope.arn("logs", "log-group:");
        if (!identifier.startsWith(head)) {
            throw new Fault(Fault.Kind.NOT_FOUND, "The specified log group does not exist.").asException();
        }
        String rest = identifier.substring(head.length());
        return groupName(rest.endsWith(":*") ? rest.substring(0, rest.length() - 2) : rest, "logGroupIdentifier");
    }

    static int limit(@Nullable Integer limit, int most) {
        if (limit == null) {
            return most;
        }
        if (limit < 1) {
            throw violation(limit, "limit", "Member must have value greater than or equal to 1");
        }
        if (limit > most) {
            throw violation(limit, "limit", "Member must have value less than or equal to " + most);
        }
        return limit;
    }

    static int retentionDays(int days) {
        if (!RETENTION_DAYS.contains(days)) {
            throw violation(days, "retentionInDays", "Member must satisfy enum value set: " + RETENTION_DAYS);
        }
        return days;
    }

    static void tags(Map<String, String> tags) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (!TAG_KEY.matcher(tag.getKey()).matches()) {
                throw violation(tag.getKey(), "tags", "Map keys must have length 1 to 128 and match the tag pattern");
            }
            if (!TAG_VALUE.matcher(tag.getValue()).matches()) {
                throw violation(
                        tag.getValue(), "tags", "Map values must have length 0 to 256 and match the tag pattern");
            }
            if (tag.getKey().startsWith("aws:")) {
                throw invalid("Tag keys that start with aws: are reserved for system use");
            }
        }
    }

    static long bytes(LogEvent event) {
        return utf8Length(event.message()) + EVENT_OVERHEAD_BYTES;
    }

    /** The bytes of {@code text} in UTF-8. */
    static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += Character.isSurrogate(c) ? 1 : 3;
            }
        }
        return bytes;
    }
}
