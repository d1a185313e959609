package dev.hearth.neighbours.ssm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A parameter as it is now.
 *
 * @param latest its last version
 * @param tags by key
 */
public record Parameter(ParameterVersion latest, Map<String, String> tags) {

    public Parameter {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    public String name() {
        return latest.name();
    }
}
