package dev.hearth.neighbours.templates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done with a template before its resources are looked at. */
public interface Templates {

    /** The name of the language extensions among the transforms. */
    String LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";

    /** The name of what puts snippets from S3 into a template. */
    String INCLUDE = "AWS::Include";

    /** Unrolls the loops of {@link #LANGUAGE_EXTENSIONS}. */
    static Transform languageExtensions() {
        return (template, parameters) -> new Loops().apply(template, parameters);
    }

    /**
     * {@code template} with what {@code AWS::Include} brings, which is done before {@link #transformed}.
     *
     * @param texts what lies at a URL of the form {@code s3://bucket/key}
     */
    static Template included(
            Template template,
            Map<String, Object> parameters,
            Surroundings surroundings,
            Function<String, String> texts) {
        Resolver resolver = Resolver.create(template, parameters, surroundings);
        return template.with(new Includes(resolver, texts).in(template.tree()));
    }

    /**
     * Applies the transforms that {@code template} names, those of the language before all others.
     *
     * @param known by name
     */
    static Template transformed(Template template, Map<String, Transform> known, Map<String, Object> parameters) {
        Map<String, Object> tree = new LinkedHashMap<>(template.tree());
        tree.remove("Transform");
        List<String> names = new ArrayList<>(template.transforms());
        names.removeIf(INCLUDE::equals);
        if (names.remove(LANGUAGE_EXTENSIONS)) {
            names.addFirst(LANGUAGE_EXTENSIONS);
        }
        for (String name : names) {
            Transform transform = name.equals(LANGUAGE_EXTENSIONS) ? languageExtensions() : known.get(name);
            if (transform == null) {
                throw TemplateFault.because("No transform named " + name + " found.");
            }
            tree = transform.apply(tree, parameters);
        }
        Template applied = template.with(tree);
        int resources = applied.section("Resources").size();
        if (resources > TemplateLimits.RESOURCES) {
            throw TemplateFault.format("Number of resources, " + resources + ", is greater than maximum allowed, "
                    + TemplateLimits.RESOURCES);
        }
        return applied;
    }

    /**
     * Refuses a transformed template that names what it does not have, and types that {@code known} does not hold: of
     * resources without a condition, because what is never made need not be known.
     */
    static void check(Template template, Set<String> known) {
        TreeSet<String> strange = new TreeSet<>();
        template.resources().forEach((id, block) -> {
            boolean always = block.condition().isEmpty();
            if (always && !known.contains(block.type()) && !block.type().startsWith("Custom::")) {
                strange.add(block.type());
            }
        });
        if (!strange.isEmpty()) {
            throw TemplateFault.format("Unrecognized resource types: " + strange);
        }
        Checks.references(template);
    }

    /**
     * The values of {@code template}'s parameters as texts: what is given, else what they are by default; checked,
     * those of {@code AWS::SSM} types as the names that they are.
     */
    static Map<String, String> given(Template template, Map<String, String> given) {
        Map<String, ParameterType> declared = template.parameters();
        List<String> strange = given.keySet().stream()
                .filter(name -> !declared.containsKey(name))
                .toList();
        if (!strange.isEmpty()) {
            throw TemplateFault.because("Parameters: " + strange + " do not exist in the template");
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        declared.forEach((name, type) -> {
            @Nullable String value = given.containsKey(name) ? given.get(name) : type.byDefault();
            if (value == null) {
                missing.add(name);
            } else {
                type.check(value);
                values.put(name, value);
            }
        });
        if (!missing.isEmpty()) {
            throw TemplateFault.because("Parameters: " + missing + " must have values");
        }
        return values;
    }

    /** Refuses parameters that break one of {@code template}'s rules. */
    static void obey(Template template, Map<String, Object> parameters) {
        new Rules(template, parameters).check();
    }
}
