package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.templates.Template;
import dev.hearth.neighbours.templates.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** What of a template counts besides the properties of its resources. */
final class Sections {

    private Sections() {}

    /** Whether two settings give the same outputs and describe their resources in the same way. */
    static boolean same(StackSettings one, StackSettings other) {
        return Tree.same(seen(one), seen(other));
    }

    private static Map<String, Object> seen(StackSettings settings) {
        Template template = new Template(Tree.parseMap(settings.template()));
        Map<String, Object> seen = new LinkedHashMap<>();
        Map<String, Object> outputs = template.section("Outputs");
        seen.put("outputs", outputs);
        if (!outputs.isEmpty()) {
            seen.put("parameters", settings.parameters());
            seen.put("conditions", template.section("Conditions"));
        }
        template.resources().forEach((id, block) -> seen.put("resource " + id, block.metadata()));
        return seen;
    }
}
