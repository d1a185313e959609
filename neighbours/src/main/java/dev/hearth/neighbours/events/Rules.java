package dev.hearth.neighbours.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of the buses, and their targets. A bus is named by its name or ARN. Refusals are {@link EventsError}s. */
public interface Rules {

    /** What can be said of a rule; null where nothing was said. */
    record Wish(
            @Nullable String name,
            @Nullable String bus,
            @Nullable String pattern,
            @Nullable String schedule,
            @Nullable String state,
            @Nullable String description,
            @Nullable String roleArn,
            Map<String, String> tags) {}

    /** A target that was not changed. */
    record Failed(String targetId, String code, String message) {}

    /** Makes a rule, or changes the one of that name: what is not said is then gone, but for targets and tags. */
    Rule put(Wish wish);

    /** Deletes a rule without targets; one that is not there is deleted already. */
    void delete(String name, @Nullable String bus, boolean force);

    Rule get(String name, @Nullable String bus);

    String arn(Rule rule);

    Page<Rule> list(@Nullable String prefix, @Nullable String bus, Page.Wish page);

    /** The names of the rules of a bus that have a target of that ARN. */
    Page<String> namesByTarget(String targetArn, @Nullable String bus, Page.Wish page);

    /** @param state {@link Rule#ENABLED} or {@link Rule#DISABLED} */
    void setState(String name, @Nullable String bus, String state);

    /** Adds targets, or replaces those of the same ids. */
    List<Failed> putTargets(String rule, @Nullable String bus, List<Target> targets);

    List<Failed> removeTargets(String rule, @Nullable String bus, List<String> ids, boolean force);

    Page<Target> targets(String rule, @Nullable String bus, Page.Wish page);
}
