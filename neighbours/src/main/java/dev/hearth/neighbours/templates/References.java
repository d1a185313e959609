package dev.hearth.neighbours.templates;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The names that a tree's functions mention: of parameters, pseudo parameters and resources. */
final class References {

    private final Set<String> names = new LinkedHashSet<>();
    private final Predicate<String> condition;
    private final boolean all;

    private References(boolean all, Predicate<String> condition) {
        this.all = all;
        this.condition = condition;
    }

    /** All of them. */
    static Set<String> in(Object tree) {
        References found = new References(true, name -> true);
        found.look(tree);
        return found.names;
    }

    /** Those that count when {@code condition} tells which branch of every {@code Fn::If} is taken. */
    static Set<String> in(Object tree, Predicate<String> condition) {
        References found = new References(false, condition);
        found.look(tree);
        return found.names;
    }

    private void look(Object tree) {
        switch (tree) {
            case Collection<?> list -> list.forEach(this::look);
            case Map<?, ?> map -> {
                if (map.size() != 1 || !function(map)) {
                    map.values().forEach(this::look);
                }
            }
            default -> {}
        }
    }

    private boolean function(Map<?, ?> map) {
        Object name = map.keySet().iterator().next();
        Object argument = map.values().iterator().next();
        switch (String.valueOf(name)) {
            case "Ref" -> {
                if (argument instanceof String text) {
                    names.add(text);
                }
                return argument instanceof String;
            }
            case "Fn::GetAtt" -> {
                List<Object> parts = argument instanceof String text
                        ? List.of((Object[]) text.split("\\.", 2))
                        : Tree.list(argument);
                if (!parts.isEmpty() && parts.getFirst() instanceof String text) {
                    names.add(text);
                }
                parts.stream().skip(1).forEach(this::look);
                return true;
            }
            case "Fn::Sub" -> {
                sub(argument);
                return true;
            }
            case "Fn::If" -> {
                return taken(Tree.list(argument));
            }
            default -> {
                return false;
            }
        }
    }

    private boolean taken(List<Object> parts) {
        if (all || parts.size() != 3 || !(parts.getFirst() instanceof String name)) {
            return false;
        }
        look(condition.test(name) ? parts.get(1) : parts.get(2));
        return true;
    }

    private void sub(Object argument) {
        List<Object> parts = Tree.list(argument);
        Map<String, Object> own = parts.size() > 1 ? Tree.map(parts.get(1)) : new LinkedHashMap<>();
        own.values().forEach(this::look);
        if (!parts.isEmpty() && parts.getFirst() instanceof String text) {
            SubText.names(text).forEach(name -> {
                if (!own.containsKey(name)) {
                    names.add(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
                }
            });
        }
    }
}
