package dev.hearth.neighbours.templates;

import java.util.List;
import java.util.Map;

/** {@code Fn::FindInMap}. */
final class Mappings {

    private Mappings() {}

    static Object find(Map<String, Object> mappings, List<Object> parts, Resolver values) {
        boolean hasDefault = parts.size() == 4 && Tree.map(parts.get(3)).containsKey("DefaultValue");
        if (parts.size() != 3 && !hasDefault) {
            throw TemplateFault.error("every Fn::FindInMap object requires three parameters, the map name, map key and"
                    + " the attribute for return value");
        }
        String map = key(parts.get(0), values);
        String first = key(parts.get(1), values);
        String second = key(parts.get(2), values);
        Object found = mappings.get(map) instanceof Map<?, ?> outer && outer.get(first) instanceof Map<?, ?> inner
                ? inner.get(second)
                : null;
        if (found != null) {
            return values.resolve(found);
        }
        if (hasDefault) {
            return values.resolve(Tree.map(parts.get(3)).get("DefaultValue"));
        }
        if (!mappings.containsKey(map)) {
            throw TemplateFault.error(
                    "Mapping named '" + map + "' is not present in the 'Mappings' section of template.");
        }
        throw TemplateFault.error("Unable to get mapping for " + map + "::" + first + "::" + second);
    }

    private static String key(Object part, Resolver values) {
        Object key = values.resolve(part);
        if (key instanceof Unknown || key instanceof Map || key instanceof List || key == Resolver.NOTHING) {
            throw TemplateFault.error("every Fn::FindInMap object requires three parameters, the map name, map key and"
                    + " the attribute for return value");
        }
        return Tree.text(key);
    }
}
