package dev.hearth.neighbours.templates;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A template that has been read: its tree, with the sections that CloudFormation knows.
 *
 * @param tree not to be changed
 */
public record Template(Map<String, Object> tree) {

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Transform",
            "Resources",
            "Outputs",
            "Hooks",
            "Globals");

    /**
     * The template that {@code body} is, in YAML or JSON, checked as far as it can be without its transforms.
     *
     * @throws dev.hearth.core.FaultException with AWS's message
     */
    public static Template read(String body) {
        if (body.getBytes(StandardCharsets.UTF_8).length > TemplateLimits.BODY_BYTES) {
            throw TemplateFault.because("Template may not exceed " + TemplateLimits.BODY_BYTES + " bytes in size.");
        }
        Object tree = tree(body);
        if (!(tree instanceof Map)) {
            throw TemplateFault.format("unsupported structure.");
        }
        return new Template(Tree.map(tree)).checked();
    }

    /** The tree that {@code text} is, in YAML or JSON. */
    static Object tree(String text) {
        return text.stripLeading().startsWith("{") ? readObject(text) : YamlTree.read(text);
    }

    /** JSON, or YAML in its flow style. */
    private static Object readObject(String body) {
        try {
            return Tree.parse(body);
        } catch (dev.hearth.core.FaultException notJson) {
            try {
                return YamlTree.read(body);
            } catch (dev.hearth.core.FaultException notYaml) {
                throw notJson;
            }
        }
    }

    private Template checked() {
        List<String> strange =
                tree.keySet().stream().filter(name -> !SECTIONS.contains(name)).toList();
        if (!strange.isEmpty()) {
            throw TemplateFault.because("Invalid template property or properties " + strange);
        }
        Object version = tree.get("AWSTemplateFormatVersion");
        if (version != null && !Tree.text(version).equals("2010-09-09")) {
            throw TemplateFault.format("Template format version " + Tree.text(version) + " is unsupported.");
        }
        if (!(tree.get("Resources") instanceof Map<?, ?> resources) || resources.isEmpty()) {
            throw TemplateFault.format("At least one Resources member must be defined.");
        }
        Checks.sections(this);
        return this;
    }

    /** With another tree: what a transform made of this one. */
    public Template with(Map<String, Object> changed) {
        return new Template(changed).checked();
    }

    public String description() {
        return Tree.text(tree, "Description", "");
    }

    /** The declarations of the section {@code name}, by their names. */
    public Map<String, Object> section(String name) {
        return Tree.map(tree, name);
    }

    /** The names of the transforms of the whole template, in their order. */
    public List<String> transforms() {
        return Tree.list(tree.get("Transform")).stream()
                .map(each -> each instanceof Map<?, ?> call ? Tree.text(Tree.map(call), "Name", "") : Tree.text(each))
                .toList();
    }

    public Map<String, ParameterType> parameters() {
        Map<String, ParameterType> parameters = new LinkedHashMap<>();
        section("Parameters").forEach((name, value) -> parameters.put(name, ParameterType.of(name, Tree.map(value))));
        return parameters;
    }

    /** The resources, by logical id, whatever their conditions say. */
    public Map<String, ResourceBlock> resources() {
        Map<String, ResourceBlock> resources = new LinkedHashMap<>();
        section("Resources").forEach((id, value) -> resources.put(id, ResourceBlock.of(id, value)));
        return resources;
    }

    /** The tree as JSON. */
    public String json() {
        return Tree.json(tree);
    }
}
