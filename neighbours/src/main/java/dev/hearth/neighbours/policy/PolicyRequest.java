package dev.hearth.neighbours.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a policy is asked of.
 *
 * @param principal who
 * @param action {@code service:Operation}
 * @param resource its ARN, or {@code *}
 * @param context the values of context keys, their names in lower case
 */
public record PolicyRequest(
        PolicyPrincipal principal, String action, String resource, Map<String, List<String>> context) {

    public PolicyRequest {
        Map<String, List<String>> lower = new HashMap<>();
        context.forEach((key, values) -> lower.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        context = Map.copyOf(lower);
    }
}
