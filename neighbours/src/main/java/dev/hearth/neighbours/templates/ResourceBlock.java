package dev.hearth.neighbours.templates;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource as a template declares it.
 *
 * @param logicalId its name in the template
 * @param type for example {@code AWS::SQS::Queue}
 * @param properties with functions in them
 * @param condition the name of the condition under which it is there; empty without one
 * @param dependsOn the resources that it names as earlier
 * @param deletionPolicy {@code Delete}, {@code Retain}, {@code RetainExceptOnCreate} or {@code Snapshot}; empty
 *     without one
 * @param updateReplacePolicy the same for its predecessor when it is replaced
 * @param metadata as declared
 */
public record ResourceBlock(
        String logicalId,
        String type,
        Map<String, Object> properties,
        String condition,
        List<String> dependsOn,
        @Nullable Object deletionPolicy,
        @Nullable Object updateReplacePolicy,
        Map<String, Object> metadata) {

    private static final Set<String> ATTRIBUTES = Set.of(
            "Type",
            "Properties",
            "Condition",
            "DependsOn",
            "DeletionPolicy",
            "UpdateReplacePolicy",
            "Metadata",
            "CreationPolicy",
            "UpdatePolicy",
            "Connectors",
            "Description",
            "Version",
            "IgnoreGlobals");

    static ResourceBlock of(String id, Object value) {
        Map<String, Object> block = Tree.map(value);
        if (!(value instanceof Map)) {
            throw TemplateFault.format("[/Resources/" + id + "] resource definition is malformed");
        }
        if (!(block.get("Type") instanceof String type)) {
            throw TemplateFault.format("[/Resources/" + id + "] Every Resources object must contain a Type member.");
        }
        List<String> strange = block.keySet().stream()
                .filter(name -> !ATTRIBUTES.contains(name))
                .toList();
        // SAM's transform looks at the type and the properties of its own resources alone.
        if (!strange.isEmpty() && !type.startsWith("AWS::Serverless::")) {
            throw TemplateFault.because("Invalid template resource property '" + strange.getFirst() + "'");
        }
        if (block.containsKey("Properties") && !(block.get("Properties") instanceof Map)) {
            throw TemplateFault.format("[/Resources/" + id + "/Properties] must be an object");
        }
        return new ResourceBlock(
                id,
                type,
                Tree.map(block, "Properties"),
                Tree.text(block, "Condition", ""),
                Tree.texts(block.get("DependsOn")),
                block.get("DeletionPolicy"),
                block.get("UpdateReplacePolicy"),
                Tree.map(block, "Metadata"));
    }
}
