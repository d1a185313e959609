package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.templates.ParameterType;
import java.util.List;
import java.util.Map;

/**
 * What a template says of itself.
 *
 * @param description or empty
 * @param parameters by name
 * @param types of its resources
 * @param capabilities that it needs
 * @param reason why it needs them, or empty
 * @param transforms that it names
 * @param metadata as JSON, or empty
 */
public record TemplateSummary(
        String description,
        Map<String, ParameterType> parameters,
        List<String> types,
        List<String> capabilities,
        String reason,
        List<String> transforms,
        String metadata) {}
