package dev.hearth.neighbours.events;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.schedule.ScheduleExpression;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be put onto a bus, and what a rule may say (API reference, PutEvents and PutRule). Pure. */
final class EventRules {

    private static final Set<String> STATES = Set.of(Rule.ENABLED, Rule.DISABLED, Rule.ENABLED_WITH_ALL);

    private EventRules() {}

    /** A name that must be there. */
    static String name(@Nullable String name, String parameter, Pattern pattern) {
        if (name == null || !pattern.matcher(name).matches()) {
            throw constraint(
                    name == null ? "null" : "'" + name + "'",
                    parameter,
                    name == null
                            ? "Member must not be null"
                            : "Member must satisfy regular expression pattern: " + pattern);
        }
        return name;
    }

    static FaultException constraint(String value, String parameter, String constraint) {
        return EventsError.VALIDATION.because("1 validation error detected: Value " + value + " at '" + parameter
                + "' failed to satisfy constraint: " + constraint);
    }

    static void description(@Nullable String description) {
        if (description != null && description.length() > EventsLimits.DESCRIPTION_CHARS) {
            throw constraint(
                    "'" + description + "'",
                    "description",
                    "Member must have length less than or equal to " + EventsLimits.DESCRIPTION_CHARS);
        }
    }

    /** @param bus the name of the rule's bus */
    static void rule(Rules.Wish wish, String bus) {
        name(wish.name(), "name", EventsLimits.RULE_NAME);
        description(wish.description());
        String state = wish.state();
        if (state != null && !STATES.contains(state)) {
            throw constraint(
                    "'" + state + "'",
                    "state",
                    "Member must satisfy enum value set: [" + Rule.ENABLED + ", " + Rule.DISABLED + ", "
                            + Rule.ENABLED_WITH_ALL + "]");
        }
        String pattern = wish.pattern() == null ? "" : wish.pattern();
        String schedule = wish.schedule() == null ? "" : wish.schedule();
        if (pattern.isEmpty() && schedule.isEmpty()) {
            throw EventsError.VALIDATION.because("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        if (!pattern.isEmpty()) {
            EventPatterns.check(pattern);
        }
        if (!schedule.isEmpty()) {
            if (!bus.equals(EventBus.DEFAULT)) {
                throw EventsError.VALIDATION.because("ScheduleExpression is supported only on the default event bus.");
            }
            if (ScheduleExpression.parse(schedule, ScheduleExpression.Dialect.RULES)
                    .isEmpty()) {
                throw EventsError.VALIDATION.because("Parameter ScheduleExpression is not valid.");
            }
        }
    }

    /** Refuses a request that is too large as a whole. */
    static void entries(List<NewEvent> entries) {
        if (entries.isEmpty() || entries.size() > EventsLimits.ENTRIES) {
            throw constraint(
                    "'[" + entries.size() + " entries]'",
                    "entries",
                    "Member must have length "
                            + (entries.isEmpty()
                                    ? "greater than or equal to 1"
                                    : "less than or equal to " + EventsLimits.ENTRIES));
        }
        if (entries.stream().mapToLong(EventRules::bytes).sum() > EventsLimits.EVENTS_BYTES) {
            throw EventsError.VALIDATION.because("Total size of the entries in the request is over the limit.");
        }
    }

    /** What an entry counts (user guide, "Calculating Amazon EventBridge PutEvents event entry size"). */
    static long bytes(NewEvent entry) {
        long bytes = entry.timeMillis() == null ? 0 : EventsLimits.TIME_BYTES;
        bytes += utf8(entry.source()) + utf8(entry.detailType()) + utf8(entry.detail());
        return bytes + entry.resources().stream().mapToLong(EventRules::utf8).sum();
    }

    private static long utf8(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Why an entry is refused; null when it is not. */
    static PutResult.@Nullable Refused refusal(NewEvent entry) {
        String missing = isMissing(entry.source())
                ? "Source"
                : isMissing(entry.detailType()) ? "DetailType" : isMissing(entry.detail()) ? "Detail" : "";
        if (!missing.isEmpty()) {
            return new PutResult.Refused(
                    "InvalidArgument",
                    "Parameter " + missing + " is not valid. Reason: " + missing + " is a required argument.");
        }
        if (String.valueOf(entry.source()).startsWith("aws.")) {
            return new PutResult.Refused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        if (Json.object(String.valueOf(entry.detail())) == null) {
            return new PutResult.Refused("MalformedDetail", "Detail is malformed.");
        }
        return null;
    }

    private static boolean isMissing(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
