package dev.hearth.neighbours.ssm;

import java.util.List;

/**
 * One filter of a listing.
 *
 * @param key {@code Name}, {@code Type}, {@code KeyId}, {@code Path}, {@code Label}, {@code Tier}, {@code DataType} or
 *     {@code tag:KEY}
 * @param option {@code Equals}, {@code BeginsWith}, {@code Contains}, {@code Recursive} or {@code OneLevel}
 * @param values any of which may match
 */
public record ParameterFilter(String key, String option, List<String> values) {

    public ParameterFilter {
        values = List.copyOf(values);
    }
}
