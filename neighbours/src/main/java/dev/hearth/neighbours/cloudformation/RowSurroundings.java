package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.templates.Surroundings;
import dev.hearth.neighbours.templates.TemplateFault;
import dev.hearth.neighbours.templates.Tree;
import dev.hearth.neighbours.templates.Unknown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a template's functions see of the stack's resources, of other stacks' exports and of stored parameters. */
final class RowSurroundings implements Surroundings {

    private static final List<String> ZONES = List.of("a", "b", "c");

    private final Function<String, @Nullable StackResource> rows;
    private final Supplier<Map<String, StackStore.Export>> exports;
    private final AwsCalls calls;
    private final Set<String> imports = new TreeSet<>();

    /** @param rows a resource by logical id, null while it is not made as it is wanted */
    RowSurroundings(
            Function<String, @Nullable StackResource> rows,
            Supplier<Map<String, StackStore.Export>> exports,
            AwsCalls calls) {
        this.rows = rows;
        this.exports = exports;
        this.calls = calls;
    }

    /** The names of all exports that were asked for. */
    Set<String> imports() {
        return imports;
    }

    @Override
    public Object ref(String logicalId) {
        StackResource row = rows.apply(logicalId);
        if (row == null) {
            return new Unknown(logicalId);
        }
        Object ref = row.attributes().get(REF);
        return ref == null ? row.physicalId() : ref;
    }

    /** The attribute that {@code Ref} gives instead of the physical id. */
    static final String REF = "Ref";

    @Override
    public Object attribute(String logicalId, String attribute) {
        StackResource row = rows.apply(logicalId);
        if (row == null) {
            return new Unknown(logicalId + "." + attribute);
        }
        Object value = row.attributes().get(attribute);
        if (value != null) {
            return value;
        }
        Object part = row.attributes();
        for (String name : attribute.split("\\.")) {
            part = part instanceof Map<?, ?> map ? map.get(name) : null;
        }
        if (part == null) {
            throw TemplateFault.error(
                    "resource " + logicalId + " does not support attribute type " + attribute + " in Fn::GetAtt");
        }
        return part;
    }

    @Override
    public String exported(String name) {
        StackStore.Export export = exports.get().get(name);
        if (export == null) {
            throw TemplateFault.because("No export named " + name + " found.");
        }
        imports.add(name);
        return export.value();
    }

    @Override
    public List<String> zones(String region) {
        return ZONES.stream().map(letter -> region + letter).toList();
    }

    @Override
    public Object dynamic(String reference) {
        String[] parts = reference.split(":");
        if (!reference.startsWith("ssm:") && !reference.startsWith("ssm-secure:") || parts.length < 2) {
            throw TemplateFault.because("Hearth does not resolve the dynamic reference {{resolve:" + reference + "}}");
        }
        return stored(parts[1] + (parts.length > 2 ? ":" + parts[2] : ""), calls);
    }

    /** The value of a parameter of Systems Manager. */
    static String stored(String name, AwsCalls calls) {
        try {
            Map<String, Object> answer =
                    calls.call("ssm", "GetParameter", Map.of("Name", name, "WithDecryption", true));
            return Tree.text(Tree.map(answer, "Parameter"), "Value", "");
        } catch (FaultException refused) {
            throw TemplateFault.because(
                    "Unable to fetch parameters [" + name + "] from parameter store for this account." + " ("
                            + refused.fault().message() + ")");
        }
    }
}
