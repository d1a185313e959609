package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.resources.ResourceType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all runs share.
 *
 * @param types by name
 * @param custom serves every type {@code Custom::...}
 */
record RunParts(
        StackStore store,
        StackClients clients,
        Map<String, ResourceType> types,
        CustomResource custom,
        Ports ports,
        AwsScope scope) {

    @Nullable
    ResourceType type(String name) {
        return name.startsWith("Custom::") ? custom.named(name) : types.get(name);
    }
}
