package dev.hearth.neighbours.templates;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What CloudFormation asks of a template's sections before it looks at any function. */
final class Checks {

    private static final Pattern LOGICAL_ID = Pattern.compile("[A-Za-z0-9]{1,255}");
    private static final String LOOP = "Fn::ForEach::";

    private Checks() {}

    static void sections(Template template) {
        Map<String, Object> resources = template.section("Resources");
        atMost("resources", resources.size(), TemplateLimits.UNROLLED_RESOURCES);
        atMost("parameters", template.section("Parameters").size(), TemplateLimits.PARAMETERS);
        atMost("outputs", template.section("Outputs").size(), TemplateLimits.OUTPUTS);
        atMost("mappings", template.section("Mappings").size(), TemplateLimits.MAPPINGS);
        for (String section :
                List.of("Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Rules", "Metadata")) {
            Object value = template.tree().get(section);
            if (value != null && !(value instanceof Map)) {
                throw TemplateFault.format("[/" + section + "] " + section + " must be an object");
            }
        }
        template.parameters();
        for (Map.Entry<String, Object> resource : resources.entrySet()) {
            String id = resource.getKey();
            boolean later = resource.getValue() instanceof Map<?, ?> block && block.containsKey(Includes.CALL);
            if (!id.startsWith(LOOP) && !id.equals(Includes.CALL) && !later) {
                if (!LOGICAL_ID.matcher(id).matches()) {
                    throw TemplateFault.format("Resource name " + id + " is non alphanumeric.");
                }
                ResourceBlock.of(id, resource.getValue());
            }
        }
        template.section("Outputs").forEach((name, value) -> {
            if (!name.startsWith(LOOP) && !(value instanceof Map<?, ?> output && output.containsKey("Value"))) {
                throw TemplateFault.format("Output " + name + " is malformed. The 'Value' member must be present.");
            }
        });
    }

    private static void atMost(String what, int number, int most) {
        if (number > most) {
            throw TemplateFault.format(
                    "Number of " + what + ", " + number + ", is greater than maximum allowed, " + most);
        }
    }

    /** Refuses names that nothing has; only for a template whose transforms were applied. */
    static void references(Template template) {
        TreeSet<String> names = new TreeSet<>(template.section("Parameters").keySet());
        TreeSet<String> resources = new TreeSet<>(template.section("Resources").keySet());
        names.addAll(resources);
        for (String section : List.of("Resources", "Outputs")) {
            TreeSet<String> missing = new TreeSet<>();
            References.in(template.section(section)).forEach(name -> {
                if (!names.contains(name) && !name.startsWith("AWS::")) {
                    missing.add(name);
                }
            });
            if (!missing.isEmpty()) {
                throw TemplateFault.format(
                        (section.equals("Resources") ? "Unresolved resource dependencies " : "Unresolved dependencies ")
                                + missing + " in the " + section + " block of the template");
            }
        }
        TreeSet<String> missing = new TreeSet<>();
        References.in(template.section("Conditions")).forEach(name -> {
            if (!template.section("Parameters").containsKey(name) && !name.startsWith("AWS::")) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw TemplateFault.format("Unresolved dependencies " + missing
                    + ". Cannot reference resources in the Conditions block of the template");
        }
        conditions(template);
        for (ResourceBlock block : template.resources().values()) {
            for (String earlier : block.dependsOn()) {
                if (!resources.contains(earlier)) {
                    throw TemplateFault.format("Unresolved resource dependencies [" + earlier
                            + "] in the Resources block of the template");
                }
            }
        }
    }

    private static void conditions(Template template) {
        Map<String, Object> conditions = template.section("Conditions");
        for (ResourceBlock block : template.resources().values()) {
            if (!block.condition().isEmpty() && !conditions.containsKey(block.condition())) {
                throw TemplateFault.format("Unresolved condition dependency " + block.condition()
                        + " in the Resources block of the template");
            }
        }
        template.section("Outputs").forEach((name, value) -> {
            String condition = Tree.text(Tree.map(value), "Condition", "");
            if (!condition.isEmpty() && !conditions.containsKey(condition)) {
                throw TemplateFault.format(
                        "Unresolved condition dependency " + condition + " in the Outputs block of the template");
            }
        });
    }
}
