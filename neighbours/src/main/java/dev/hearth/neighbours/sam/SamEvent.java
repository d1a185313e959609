package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a function, as it is declared.
 *
 * @param function the function's logical id
 * @param name the event's name
 * @param properties what is said of it
 * @param target what it calls
 * @param role the role that is made for the function, or null when it has another
 */
record SamEvent(
        String function,
        String name,
        Map<String, Object> properties,
        Target target,
        @Nullable Made role) {

    /** One kind of event. */
    interface Kind {

        PropertyTable table();

        List<Made> make(SamEvent event, Context context);
    }

    /** The logical id from which the ids of what is made begin. */
    String id() {
        return function + name;
    }

    @Nullable
    Object get(String property) {
        return properties.get(property);
    }

    boolean says(String property) {
        return Tree.says(get(property));
    }

    SamProblem problem(String message) {
        return SamProblem.ofEvent(function, name, message);
    }

    Made make(String suffix, String type) {
        return new Made(id() + suffix, type, target.passedOn());
    }

    /** The right of {@code principal} to call the function. */
    Made permission(String principal) {
        return permission(principal, "");
    }

    /** The right of {@code principal}; {@code suffix} tells several of one event from each other. */
    Made permission(String principal, String suffix) {
        boolean plain = suffix.matches("[\\p{Alnum}]+");
        String id = plain ? id() + "Permission" + suffix : Canonical.id(id() + "Permission", suffix);
        return new Made(id, "AWS::Lambda::Permission", target.passedOn())
                .set("Action", "lambda:InvokeFunction")
                .set("FunctionName", target.name())
                .set("Principal", principal);
    }

    /** The state of a rule, of {@code State} or {@code Enabled}; null when neither is said. */
    @Nullable
    Object state() {
        if (says("State") && get("Enabled") != null) {
            throw problem("State and Enabled Properties cannot both be specified.");
        }
        if (get("Enabled") != null) {
            return says("Enabled") ? "ENABLED" : "DISABLED";
        }
        return says("State") ? get("State") : null;
    }
}
