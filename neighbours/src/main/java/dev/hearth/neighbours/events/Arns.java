package dev.hearth.neighbours.events;

import dev.hearth.core.AwsScope;
import org.jspecify.annotations.Nullable;

/** What EventBridge's things are called in this account and region. Pure. */
record Arns(AwsScope scope) {

    String bus(String name) {
        return scope.arn("events", "event-bus/" + name);
    }

    String rule(Rule rule) {
        String path = rule.bus().equals(EventBus.DEFAULT) ? rule.name() : rule.bus() + "/" + rule.name();
        return scope.arn("events", "rule/" + path);
    }

    String archive(String name) {
        return scope.arn("events", "archive/" + name);
    }

    String replay(String name) {
        return scope.arn("events", "replay/" + name);
    }

    /** Where the rules of archives send events. */
    String archives() {
        return "arn:aws:events:" + scope.region() + ":::";
    }

    /** A bus's name, of its name or ARN; the default one's when nothing was said. */
    String busName(@Nullable String nameOrArn) {
        if (nameOrArn == null || nameOrArn.isEmpty()) {
            return EventBus.DEFAULT;
        }
        return name(nameOrArn, bus(""));
    }

    /** What stands behind {@code prefix}; another account's or region's ARN stays as it is and is not found. */
    static String name(String nameOrArn, String prefix) {
        return nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn;
    }
}
