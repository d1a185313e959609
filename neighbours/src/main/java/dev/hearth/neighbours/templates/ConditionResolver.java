package dev.hearth.neighbours.templates;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a template's conditions say. */
final class ConditionResolver {

    private final Map<String, Object> declared;
    private final Resolver values;
    private final Map<String, Boolean> known = new HashMap<>();

    ConditionResolver(Map<String, Object> declared, Resolver values) {
        this.declared = declared;
        this.values = values;
    }

    boolean holds(String name) {
        Boolean before = known.get(name);
        if (before != null) {
            return before;
        }
        if (known.containsKey(name)) {
            throw TemplateFault.error("Found circular condition dependency between: [" + name + "]");
        }
        if (!declared.containsKey(name)) {
            throw TemplateFault.error("unresolved condition dependency: " + name);
        }
        known.put(name, null);
        boolean holds = truth(declared.get(name));
        known.put(name, holds);
        return holds;
    }

    private boolean truth(Object condition) {
        if (condition instanceof Map<?, ?> call && call.size() == 1) {
            return evaluate(
                    String.valueOf(call.keySet().iterator().next()),
                    call.values().iterator().next());
        }
        String text = Tree.text(condition);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw TemplateFault.format("Conditions can only be boolean operations on parameters and other conditions");
    }

    boolean evaluate(String function, Object argument) {
        return switch (function) {
            case "Condition" -> holds(Tree.text(argument));
            case "Fn::Not" -> {
                List<Object> parts = many("Fn::Not", argument, 1, 1);
                yield !truth(parts.getFirst());
            }
            case "Fn::And" -> many("Fn::And", argument, 2, 10).stream().allMatch(this::truth);
            case "Fn::Or" -> many("Fn::Or", argument, 2, 10).stream().anyMatch(this::truth);
            case "Fn::Equals" -> {
                List<Object> parts = many("Fn::Equals", argument, 2, 2);
                yield Tree.same(values.resolve(parts.getFirst()), values.resolve(parts.get(1)));
            }
            default ->
                throw TemplateFault.format(
                        "Conditions can only be boolean operations on parameters and other conditions");
        };
    }

    private static List<Object> many(String function, Object argument, int least, int most) {
        List<Object> parts = Tree.list(argument);
        if (!(argument instanceof List) || parts.size() < least || parts.size() > most) {
            throw TemplateFault.error("every " + function + " object requires "
                    + (least == most ? "a list of " + least : "between " + least + " and " + most) + " "
                    + (most == 1 ? "condition" : function.equals("Fn::Equals") ? "parameters" : "conditions") + ".");
        }
        return parts;
    }
}
