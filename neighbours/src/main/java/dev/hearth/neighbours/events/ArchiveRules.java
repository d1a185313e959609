package dev.hearth.neighbours.events;

import dev.hearth.core.FaultException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What archives and replays may say (API reference, CreateArchive and StartReplay). Pure. */
final class ArchiveRules {

    private ArchiveRules() {}

    static void check(Archives.Wish wish) {
        EventRules.description(wish.description());
        Integer days = wish.retentionDays();
        if (days != null && days < 0) {
            throw EventRules.constraint(
                    "'" + days + "'", "retentionDays", "Member must have value greater than or equal to 0");
        }
        String pattern = wish.pattern();
        if (pattern != null && !pattern.isEmpty()) {
            EventPatterns.check(pattern);
        }
    }

    static void check(Archives.ReplayWish wish) {
        EventRules.name(wish.name(), "replayName", EventsLimits.RULE_NAME);
        EventRules.description(wish.description());
        needed(wish.archiveArn(), "eventSourceArn");
        needed(wish.busArn(), "destination.arn");
        Long from = wish.fromMillis();
        Long to = wish.toMillis();
        needed(from, "eventStartTime");
        needed(to, "eventEndTime");
        if (from != null && to != null && from >= to) {
            throw invalid("EventEndTime", "EventStartTime must be before EventEndTime.");
        }
    }

    private static void needed(@Nullable Object value, String name) {
        if (value == null) {
            throw EventRules.constraint("null", name, "Member must not be null");
        }
    }

    static Archive source(Map<String, Archive> archives, String name) {
        Archive archive = archives.get(name);
        if (archive == null) {
            throw invalid("EventSourceArn", "Archive " + name + " does not exist.");
        }
        return archive;
    }

    static FaultException invalid(String parameter, String reason) {
        return EventsError.VALIDATION.because("Parameter " + parameter + " is not valid. Reason: " + reason);
    }
}
