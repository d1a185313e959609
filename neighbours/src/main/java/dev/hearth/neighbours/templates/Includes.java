package dev.hearth.neighbours.templates;

import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code AWS::Include}: puts what lies in S3 where {@code Fn::Transform}, or the template's {@code Transform}, names
 * it. It is done before all other transforms, the innermost first ("AWS::Include transform" in CloudFormation's
 * template reference). Unlike there, functions in included YAML may have their short forms.
 */
final class Includes {

    static final String CALL = "Fn::Transform";

    private final Resolver resolver;
    private final Function<String, String> texts;
    private int number;

    /**
     * With the functions of a location.
     *
     * @param texts what lies at a URL of the form {@code s3://bucket/key}
     */
    Includes(Resolver resolver, Function<String, String> texts) {
        this.resolver = resolver;
        this.texts = texts;
    }

    /** {@code template} with everything that it includes. */
    Map<String, Object> in(Map<String, Object> template) {
        Map<String, Object> whole = new LinkedHashMap<>();
        template.forEach((name, section) -> whole.put(name, name.equals("Transform") ? section : walk(section)));
        for (Object transform : Tree.list(template.get("Transform"))) {
            Map<String, Object> call = Tree.map(transform);
            if (Tree.text(call, "Name", "").equals(Templates.INCLUDE)) {
                Tree.map(included(call)).forEach((section, value) -> {
                    Map<String, Object> both = Tree.map(value);
                    both.putAll(Tree.map(whole, section));
                    whole.put(section, both.isEmpty() ? value : both);
                });
            }
        }
        return whole;
    }

    private Object walk(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, Object> members = new LinkedHashMap<>();
                map.forEach((name, value) -> members.put(String.valueOf(name), walk(value)));
                Object call = members.remove(CALL);
                yield call == null ? members : joined(call, members);
            }
            case Collection<?> list -> {
                List<Object> all = new ArrayList<>();
                list.forEach(each -> all.add(walk(each)));
                yield all;
            }
            default -> tree;
        };
    }

    /** What is written beside an include wins over what it brings. */
    private Object joined(Object calls, Map<String, Object> beside) {
        Map<String, Object> joined = new LinkedHashMap<>();
        for (Object call : Tree.list(calls)) {
            String name = Tree.text(Tree.map(call), "Name", "");
            if (!name.equals(Templates.INCLUDE)) {
                throw TemplateFault.because("No transform named " + name + " found.");
            }
            joined.putAll(Tree.map(included(Tree.map(call))));
        }
        joined.putAll(beside);
        return joined;
    }

    private Object included(Map<String, Object> call) {
        Object location = Tree.map(call, "Parameters").get("Location");
        if (location == null) {
            throw failed("Missing required parameter: Location.");
        }
        String url = Tree.text(resolver.resolve(location));
        if (!url.startsWith("s3://")) {
            throw failed("The location parameter is not a valid S3 uri.");
        }
        if (++number > TemplateLimits.INCLUDES) {
            throw failed("a template may include at most " + TemplateLimits.INCLUDES + " objects.");
        }
        String text = texts.apply(url);
        Object tree;
        try {
            tree = Template.tree(text);
        } catch (FaultException wrong) {
            throw failed(url + ": " + wrong.getMessage());
        }
        if (!(tree instanceof Map)) {
            throw failed("The specified S3 object's content should be valid Yaml/JSON.");
        }
        return tree;
    }

    private static FaultException failed(String why) {
        return TemplateFault.because("Transform " + Templates.INCLUDE + " failed with: " + why);
    }
}
