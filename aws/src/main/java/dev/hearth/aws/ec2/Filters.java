package dev.hearth.aws.ec2;

import dev.hearth.neighbours.ec2.Ec2Error;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/** EC2's filters: all of them must hold, each by any of its values; {@code *} and {@code ?} stand for others. */
final class Filters {

    private static final String TAG = "tag:";

    private Filters() {}

    /**
     * @param values what a thing has under a filter's name; null where there is no such filter
     * @param tags of a thing
     */
    static <T> Predicate<T> of(
            List<Filter> filters,
            BiFunction<T, String, @Nullable List<String>> values,
            java.util.function.Function<T, Map<String, String>> tags) {
        return thing -> filters.stream()
                .allMatch(filter -> holds(filter, name -> {
                    if (name.startsWith(TAG)) {
                        String value = tags.apply(thing).get(name.substring(TAG.length()));
                        return value == null ? List.of() : List.of(value);
                    }
                    if (name.equals("tag-key")) {
                        return List.copyOf(tags.apply(thing).keySet());
                    }
                    return values.apply(thing, name);
                }));
    }

    private static boolean holds(Filter filter, java.util.function.Function<String, @Nullable List<String>> values) {
        String name = String.valueOf(filter.name());
        List<String> found = values.apply(name);
        if (found == null) {
            throw Ec2Error.INVALID_PARAMETER.because("The filter '" + name + "' is invalid");
        }
        return filter.values().stream()
                .map(Filters::pattern)
                .anyMatch(pattern ->
                        found.stream().anyMatch(value -> pattern.matcher(value).matches()));
    }

    private static Pattern pattern(String wanted) {
        StringBuilder regex = new StringBuilder();
        for (char c : wanted.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
