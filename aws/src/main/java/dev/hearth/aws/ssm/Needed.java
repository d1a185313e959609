package dev.hearth.aws.ssm;

import dev.hearth.neighbours.ssm.ParameterFilter;
import dev.hearth.neighbours.ssm.SsmError;
import dev.hearth.neighbours.ssm.SsmLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.Tag;

/** What a request must say. */
final class Needed {

    private Needed() {}

    static <T> T member(@Nullable T value, String member) {
        if (value == null) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value null at '" + member
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    /** Names of a request that takes a handful. */
    static List<String> names(List<String> given) {
        if (given.isEmpty()) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value '[]' at 'names' failed to satisfy"
                    + " constraint: Member must have length greater than or equal to 1");
        }
        if (given.size() > SsmLimits.NAMES) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value '" + given
                    + "' at 'names' failed to satisfy constraint: Member must have length less than or equal to "
                    + SsmLimits.NAMES);
        }
        return given.stream().distinct().toList();
    }

    static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.forEach(tag -> all.put(member(tag.key(), "tags.key"), member(tag.value(), "tags.value")));
        return all;
    }

    static List<ParameterFilter> filters(List<ParameterStringFilter> given) {
        return given.stream()
                .map(each -> new ParameterFilter(
                        member(each.key(), "parameterFilters.key"),
                        each.option() != null ? each.option() : "Path".equals(each.key()) ? "OneLevel" : "Equals",
                        each.values()))
                .toList();
    }
}
