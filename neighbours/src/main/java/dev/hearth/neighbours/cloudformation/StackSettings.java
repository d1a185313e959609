package dev.hearth.neighbours.cloudformation;

import java.util.List;
import java.util.Map;

/**
 * What a stack is asked to be.
 *
 * @param body the template as it was given
 * @param template the same with its transforms applied, as JSON
 * @param parameters what was given for the template's parameters, or is so by default
 * @param values what functions see: the parameters and pseudo parameters, stored ones looked up
 * @param tags of the stack, for its resources
 * @param capabilities that were acknowledged
 * @param notifications ARNs of topics; kept
 * @param role ARN of the role that was named, or empty; kept
 */
public record StackSettings(
        String body,
        String template,
        Map<String, String> parameters,
        Map<String, Object> values,
        Map<String, String> tags,
        List<String> capabilities,
        List<String> notifications,
        String role) {

    /** What is kept of nothing. */
    public static final StackSettings NONE =
            new StackSettings("", "", Map.of(), Map.of(), Map.of(), List.of(), List.of(), "");
}
