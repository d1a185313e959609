package dev.hearth.neighbours.resources;

import java.util.Map;

/**
 * A resource that is there.
 *
 * @param physicalId what {@code Ref} gives
 * @param attributes what {@code Fn::GetAtt} gives, by name
 */
public record Made(String physicalId, Map<String, Object> attributes) {

    /** With attributes. */
    public static Made of(String physicalId, Map<String, Object> attributes) {
        return new Made(physicalId, attributes);
    }

    /** Without attributes. */
    public static Made of(String physicalId) {
        return of(physicalId, Map.of());
    }
}
