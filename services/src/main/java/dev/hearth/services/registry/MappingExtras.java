package dev.hearth.services.registry;

import java.util.List;
import java.util.Map;

/**
 * What else is kept of an event source mapping.
 *
 * @param minimumPollers of the provisioned mode; 0 when it is not on
 * @param maximumPollers of the provisioned mode; 0 when it is not on
 * @param pollerGroup pollers that share, or empty
 * @param metrics that AWS would publish
 * @param kmsKeyArn that AWS would encrypt filters with, or empty
 * @param tags by name
 */
public record MappingExtras(
        int minimumPollers,
        int maximumPollers,
        String pollerGroup,
        List<String> metrics,
        String kmsKeyArn,
        Map<String, String> tags) {

    public static final MappingExtras NONE = new MappingExtras(0, 0, "", List.of(), "", Map.of());

    public MappingExtras {
        metrics = List.copyOf(metrics);
        tags = Map.copyOf(tags);
    }

    /** These with other tags. */
    MappingExtras tagged(Map<String, String> others) {
        return new MappingExtras(minimumPollers, maximumPollers, pollerGroup, metrics, kmsKeyArn, others);
    }

    /** Whether the number of pollers was said. */
    public boolean isProvisioned() {
        return minimumPollers > 0;
    }
}
