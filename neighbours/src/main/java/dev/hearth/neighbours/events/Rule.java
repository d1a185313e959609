package dev.hearth.neighbours.events;

import java.util.List;
import java.util.Map;

/**
 * A rule as it is kept.
 *
 * @param bus the name of the bus whose events it looks at
 * @param name unique on its bus
 * @param pattern which events it takes; empty for a rule that has only a schedule
 * @param schedule when it fires by itself; empty for none
 * @param state {@code ENABLED}, {@code DISABLED} or {@code ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS}
 * @param description empty for none
 * @param roleArn kept and shown; empty for none
 * @param managedBy the AWS service that made it, who alone changes it; empty for none
 * @param tags its tags
 * @param targets who gets the events
 * @param sinceMillis since when its schedule counts, milliseconds since the epoch
 */
public record Rule(
        String bus,
        String name,
        String pattern,
        String schedule,
        String state,
        String description,
        String roleArn,
        String managedBy,
        Map<String, String> tags,
        List<Target> targets,
        long sinceMillis) {

    public static final String ENABLED = "ENABLED";
    public static final String DISABLED = "DISABLED";
    public static final String ENABLED_WITH_ALL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

    public Rule {
        tags = Map.copyOf(tags);
        targets = List.copyOf(targets);
    }

    public boolean isEnabled() {
        return !state.equals(DISABLED);
    }

    public boolean isManaged() {
        return !managedBy.isEmpty();
    }

    Rule with(List<Target> newTargets) {
        return new Rule(
                bus, name, pattern, schedule, state, description, roleArn, managedBy, tags, newTargets, sinceMillis);
    }

    Rule in(String newState, long now) {
        long since = isEnabled() ? sinceMillis : now;
        return new Rule(bus, name, pattern, schedule, newState, description, roleArn, managedBy, tags, targets, since);
    }

    Rule tagged(Map<String, String> newTags) {
        return new Rule(
                bus, name, pattern, schedule, state, description, roleArn, managedBy, newTags, targets, sinceMillis);
    }
}
