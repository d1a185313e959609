package dev.hearth.neighbours.sam;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CloudFormation resource that the transform makes. */
final class Made {

    private String id;
    private final String type;
    private @Nullable Object dependsOn;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, Object> properties = new LinkedHashMap<>();

    /** Of {@code type}, with {@code attributes} such as {@code Condition}. */
    Made(String id, String type, Map<String, Object> attributes) {
        if (!id.matches("[A-Za-z0-9]+")) {
            throw SamProblem.ofResource(id, "Logical ids must be alphanumeric.");
        }
        this.id = id;
        this.type = type;
        this.attributes.putAll(attributes);
    }

    String id() {
        return id;
    }

    String type() {
        return type;
    }

    Made rename(String newId) {
        id = newId;
        return this;
    }

    Made dependsOn(@Nullable Object ids) {
        dependsOn = ids;
        return this;
    }

    /** Sets {@code property}; null leaves it out. */
    Made set(String property, @Nullable Object value) {
        if (value != null) {
            properties.put(property, value);
        }
        return this;
    }

    Made attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    @Nullable
    Object get(String property) {
        return properties.get(property);
    }

    Map<String, Object> properties() {
        return properties;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    Map<String, Object> ref() {
        return Fn.ref(id);
    }

    Map<String, Object> arn() {
        return Fn.getAtt(id, "Arn");
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = Tree.map("Type", type);
        if (Tree.says(dependsOn)) {
            map.put("DependsOn", dependsOn);
        }
        map.putAll(attributes);
        map.put("Properties", properties);
        return map;
    }
}
