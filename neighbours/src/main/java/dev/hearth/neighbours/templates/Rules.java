package dev.hearth.neighbours.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template's {@code Rules}: what its parameters must say together. */
final class Rules {

    private final Template template;
    private final Map<String, Object> parameters;

    Rules(Template template, Map<String, Object> parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    void check() {
        template.section("Rules").forEach((name, value) -> {
            Map<String, Object> rule = Tree.map(value);
            Object condition = rule.get("RuleCondition");
            if (condition == null || truth(condition)) {
                for (Object each : Tree.list(rule.get("Assertions"))) {
                    Map<String, Object> assertion = Tree.map(each);
                    if (!truth(assertion.get("Assert"))) {
                        String said = Tree.text(assertion, "AssertDescription", "");
                        throw TemplateFault.error(
                                "Rule " + name + " failed: " + (said.isEmpty() ? "an assertion does not hold" : said));
                    }
                }
            }
        });
    }

    private boolean truth(@Nullable Object condition) {
        if (!(condition instanceof Map<?, ?> call) || call.size() != 1) {
            return condition != null && Tree.text(condition).equals("true");
        }
        String function = String.valueOf(call.keySet().iterator().next());
        List<Object> parts = Tree.list(call.values().iterator().next());
        return switch (function) {
            case "Fn::And" -> parts.stream().allMatch(this::truth);
            case "Fn::Or" -> parts.stream().anyMatch(this::truth);
            case "Fn::Not" -> parts.size() == 1 && !truth(parts.getFirst());
            case "Fn::Equals" -> parts.size() == 2 && Tree.same(value(parts.get(0)), value(parts.get(1)));
            case "Fn::Contains" ->
                parts.size() == 2 && Tree.texts(value(parts.get(0))).contains(Tree.text(value(parts.get(1))));
            case "Fn::EachMemberEquals" ->
                parts.size() == 2
                        && Tree.texts(value(parts.get(0))).stream().allMatch(Tree.text(value(parts.get(1)))::equals);
            case "Fn::EachMemberIn" ->
                parts.size() == 2 && Tree.texts(value(parts.get(1))).containsAll(Tree.texts(value(parts.get(0))));
            default -> throw TemplateFault.error("Rules do not know the function " + function);
        };
    }

    private Object value(Object tree) {
        if (tree instanceof Map<?, ?> call && call.get("Ref") instanceof String name) {
            Object parameter = parameters.get(name);
            if (parameter == null) {
                throw TemplateFault.error("Rules can refer to parameters only, not to " + name);
            }
            return parameter;
        }
        if (tree instanceof Map<?, ?>) {
            throw TemplateFault.error("Rules do not know the function "
                    + Tree.map(tree).keySet().iterator().next());
        }
        return tree instanceof List<?> list ? list.stream().map(this::value).toList() : tree;
    }
}
