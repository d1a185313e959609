package dev.hearth.neighbours.sam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a template's parameters, put where {@code Ref} and {@code Fn::Sub} name them.
 *
 * <p>What is given is changed, as far as it is a map or a list; so what was resolved once stays resolved.
 */
final class Parameters {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9.]+|AWS::[A-Z][A-Za-z]*)}");

    private final Map<String, Object> values = new HashMap<>();

    Parameters(Map<String, ?> given, Map<String, Object> template, String partition, String region) {
        values.put("AWS::Region", region);
        values.put("AWS::Partition", partition);
        Tree.at(template, "Parameters").forEach((name, parameter) -> {
            if (parameter instanceof Map<?, ?> map && map.get("Default") != null) {
                values.put(name, map.get("Default"));
            }
        });
        values.putAll(given);
    }

    /** {@code value} with the parameters' values in it. */
    @Nullable
    Object resolve(@Nullable Object value) {
        return rewrite(value, (function, argument) -> switch (function) {
            case Fn.REF -> argument instanceof String name ? values.getOrDefault(name, Fn.ref(name)) : null;
            case Fn.SUB -> substituted(argument, (whole, name) -> String.valueOf(values.getOrDefault(name, whole)));
            default -> null;
        });
    }

    /** {@link #resolve} of what is then a map. */
    @Nullable
    Map<String, Object> resolveMap(@Nullable Object value) {
        return resolve(value) instanceof Map<?, ?> map ? Tree.members(map) : null;
    }

    /**
     * Goes through {@code value} from above and hands every call of a function, its name and argument, to {@code
     * change}, which returns what stands there instead, or null to leave it.
     */
    static @Nullable Object rewrite(@Nullable Object value, BiFunction<String, Object, @Nullable Object> change) {
        Object now = value;
        if (value instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            if (only.getValue() != null) {
                Object instead = change.apply(String.valueOf(only.getKey()), only.getValue());
                now = instead == null ? value : Tree.copy(instead);
            }
        }
        if (now instanceof Map<?, ?> map) {
            Tree.members(map).replaceAll((name, member) -> rewrite(member, change));
        } else if (now instanceof List<?> list) {
            Tree.items(list).replaceAll(item -> rewrite(item, change));
        }
        return now;
    }

    /** The call of {@code Fn::Sub} with {@code argument} whose variables were given to {@code replace}. */
    static @Nullable Object substituted(Object argument, BiFunction<String, String, String> replace) {
        if (argument instanceof String text) {
            return Fn.sub(replaceAll(text, replace));
        }
        if (argument instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof String text) {
            Tree.items(list).set(0, replaceAll(text, replace));
        }
        return null;
    }

    private static String replaceAll(String text, BiFunction<String, String, String> replace) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = replace.apply(matcher.group(), Objects.requireNonNull(matcher.group(1)));
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }
}
