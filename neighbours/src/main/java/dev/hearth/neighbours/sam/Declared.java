package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource as the template declares it.
 *
 * @param id its logical id
 * @param resource what is written there
 */
record Declared(String id, Map<String, Object> resource) {

    private static final List<String> ATTRIBUTES =
            List.of("DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata");
    private static final List<String> PASSED_ON = List.of("Condition", "DeletionPolicy", "UpdateReplacePolicy");

    String type() {
        return String.valueOf(resource.get("Type"));
    }

    Map<String, Object> properties() {
        return Tree.at(resource, "Properties");
    }

    @Nullable
    Object get(String property) {
        return properties().get(property);
    }

    boolean says(String property) {
        return Tree.says(get(property));
    }

    @Nullable
    Object dependsOn() {
        return resource.get("DependsOn");
    }

    /** The attributes that its own CloudFormation resource gets. */
    Map<String, Object> attributes() {
        return only(ATTRIBUTES);
    }

    /** The attributes that every resource made for it gets. */
    Map<String, Object> passedOn() {
        return only(PASSED_ON);
    }

    private Map<String, Object> only(List<String> names) {
        Map<String, Object> found = Tree.map();
        for (String name : names) {
            if (resource.containsKey(name)) {
                found.put(name, resource.get(name));
            }
        }
        return found;
    }

    SamProblem problem(String message) {
        return SamProblem.ofResource(id, message);
    }

    /** The map at {@code property}; null when there is none. Anything else is refused. */
    @Nullable
    Map<String, Object> map(String property) {
        return switch (get(property)) {
            case null -> null;
            case Map<?, ?> map -> Tree.members(map);
            default -> throw problem("Property '" + property + "' should be a map.");
        };
    }
}
