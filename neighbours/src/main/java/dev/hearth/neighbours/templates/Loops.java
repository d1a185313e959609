package dev.hearth.neighbours.templates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code AWS::LanguageExtensions}: unrolls {@code Fn::ForEach}. The functions of it are the {@link Resolver}'s. */
final class Loops implements Transform {

    private static final String LOOP = "Fn::ForEach::";
    private static final int MAX_ROUNDS = 1_000;
    private int rounds;

    @Override
    public Map<String, Object> apply(Map<String, Object> template, Map<String, Object> parameters) {
        Map<String, Object> unrolled = new LinkedHashMap<>();
        template.forEach((name, section) -> unrolled.put(name, unroll(section, parameters)));
        return unrolled;
    }

    private Object unroll(Object tree, Map<String, Object> parameters) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach((key, value) -> {
                    String name = String.valueOf(key);
                    if (name.startsWith(LOOP)) {
                        all.putAll(loop(name, value, parameters));
                    } else {
                        all.put(name, unroll(value, parameters));
                    }
                });
                yield all;
            }
            case Collection<?> list -> {
                List<Object> all = new ArrayList<>();
                list.forEach(each -> all.add(unroll(each, parameters)));
                yield all;
            }
            default -> tree;
        };
    }

    private Map<String, Object> loop(String name, Object value, Map<String, Object> parameters) {
        List<Object> parts = Tree.list(value);
        if (parts.size() != 3 || !(parts.get(0) instanceof String identifier) || !(parts.get(2) instanceof Map)) {
            throw TemplateFault.error(name + " layout is incorrect");
        }
        Map<String, Object> all = new LinkedHashMap<>();
        for (Object item : items(name, parts.get(1), parameters)) {
            if (++rounds > MAX_ROUNDS) {
                throw TemplateFault.error("loops of more than " + MAX_ROUNDS + " rounds");
            }
            Object body = replace(parts.get(2), identifier, Tree.text(item));
            all.putAll(Tree.map(unroll(body, parameters)));
        }
        return all;
    }

    private static List<Object> items(String name, Object collection, Map<String, Object> parameters) {
        if (collection instanceof Map<?, ?> call && call.get("Ref") instanceof String parameter) {
            if (!(parameters.get(parameter) instanceof List)) {
                throw TemplateFault.error(name + ": " + parameter + " is not a list");
            }
            return Tree.list(parameters.get(parameter));
        }
        List<Object> items = new ArrayList<>();
        for (Object each : Tree.list(collection)) {
            boolean reference = each instanceof Map<?, ?> call && call.get("Ref") instanceof String;
            items.addAll(reference ? Tree.list(parameters.get(Tree.text(Tree.map(each), "Ref", ""))) : List.of(each));
        }
        return items;
    }

    private static Object replace(Object tree, String identifier, String item) {
        return switch (tree) {
            case Map<?, ?> map -> {
                if (map.size() == 1 && identifier.equals(map.get("Ref"))) {
                    yield item;
                }
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach((key, value) ->
                        all.put(text(String.valueOf(key), identifier, item), replace(value, identifier, item)));
                yield all;
            }
            case Collection<?> list -> {
                List<Object> all = new ArrayList<>();
                list.forEach(each -> all.add(replace(each, identifier, item)));
                yield all;
            }
            case String text -> text(text, identifier, item);
            default -> tree;
        };
    }

    private static String text(String text, String identifier, String item) {
        return text.replace("${" + identifier + "}", item)
                .replace("&{" + identifier + "}", item.replaceAll("[^A-Za-z0-9]", ""));
    }
}
