package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.templates.Graph;
import dev.hearth.neighbours.templates.Resolver;
import dev.hearth.neighbours.templates.ResourceBlock;
import dev.hearth.neighbours.templates.Template;
import dev.hearth.neighbours.templates.TemplateFault;
import dev.hearth.neighbours.templates.Tree;
import dev.hearth.neighbours.templates.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a stack is to become: its template with values, and what of it is there already. */
final class RunTarget {

    private final StackSettings settings;
    private final Template template;
    private final Map<String, ResourceBlock> blocks;
    private final RowSurroundings surroundings;
    private final Resolver resolver;
    private final Graph graph;
    private final List<String> order;

    /** @param rows a resource by logical id, null while it is not made as it is wanted */
    RunTarget(
            StackSettings settings,
            Function<String, @Nullable StackResource> rows,
            Supplier<Map<String, StackStore.Export>> exports,
            AwsCalls calls) {
        this.settings = settings;
        this.template = new Template(Tree.parseMap(settings.template()));
        this.blocks = template.resources();
        this.surroundings = new RowSurroundings(rows, exports, calls);
        this.resolver = Resolver.create(template, settings.values(), surroundings);
        this.graph = Graph.of(template, resolver);
        this.order = graph.order();
    }

    StackSettings settings() {
        return settings;
    }

    List<String> order() {
        return order;
    }

    boolean has(String logicalId) {
        return graph.earlier().containsKey(logicalId);
    }

    Set<String> earlier(String logicalId) {
        return graph.earlier().getOrDefault(logicalId, Set.of());
    }

    Set<String> imports() {
        return surroundings.imports();
    }

    ResourceBlock block(String logicalId) {
        ResourceBlock block = blocks.get(logicalId);
        if (block == null) {
            throw new IllegalArgumentException("no resource " + logicalId);
        }
        return block;
    }

    /** Its properties; with {@link Unknown}s where something that it needs is not made. */
    Map<String, Object> properties(String logicalId) {
        return Tree.map(resolver.resolve(block(logicalId).properties()));
    }

    /** {@code policy}, which may be a function of the parameters; {@code Delete} without one. */
    String policy(@Nullable Object policy) {
        return policy == null ? "Delete" : Tree.text(resolver.resolve(policy));
    }

    /** The outputs under the conditions that hold. */
    List<StackOutput> outputs() {
        List<StackOutput> outputs = new ArrayList<>();
        template.section("Outputs").forEach((key, value) -> {
            Map<String, Object> output = Tree.map(value);
            String condition = Tree.text(output, "Condition", "");
            if (condition.isEmpty() || resolver.condition(condition)) {
                Object export = Tree.map(output, "Export").get("Name");
                outputs.add(new StackOutput(
                        key,
                        single(key, resolver.resolve(output.getOrDefault("Value", ""))),
                        Tree.text(output, "Description", ""),
                        export == null ? "" : single(key, resolver.resolve(export))));
            }
        });
        return outputs;
    }

    private static String single(String key, Object value) {
        if (value == Resolver.NOTHING || value instanceof Map || value instanceof List) {
            throw TemplateFault.format("Output " + key + " is malformed. The Value field of every Outputs member must"
                    + " evaluate to a String.");
        }
        return Tree.text(value);
    }
}
