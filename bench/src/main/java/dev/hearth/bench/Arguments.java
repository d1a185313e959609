package dev.hearth.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was typed behind {@code hearth bench}.
 *
 * @param names benchmarks
 * @param flags options without a value
 * @param numbers options with one, by name
 */
record Arguments(List<String> names, Set<String> flags, Map<String, Long> numbers) {

    static final String JSON = "--json";
    static final String QUICK = "--quick";
    static final String SECONDS = "--seconds";
    static final String SEED = "--seed";
    static final String HOSTS = "--hosts";
    static final String INVOCATIONS = "--invocations";
    static final String KILLS = "--kills";
    static final String OBJECTS = "--objects";
    static final String ITEMS = "--items";

    private static final Set<String> FLAGS = Set.of(JSON, QUICK);

    /** The benchmarks that have options with a number, and which. */
    private static final Map<String, Set<String>> NUMBERS = Map.of(
            SimulationBench.NAME,
            Set.of(SECONDS, SEED, HOSTS, INVOCATIONS),
            KillsBench.NAME,
            Set.of(KILLS, SEED),
            ClusterKillsBench.NAME,
            Set.of(KILLS, SEED),
            ObjectsBench.NAME,
            Set.of(OBJECTS),
            ItemsBench.NAME,
            Set.of(ITEMS));

    Arguments {
        names = List.copyOf(names);
        flags = Set.copyOf(flags);
        numbers = Map.copyOf(numbers);
    }

    /**
     * @param known names of benchmarks
     * @throws IllegalArgumentException when something is not understood, with what
     */
    static Arguments parse(List<String> typed, List<String> known) {
        List<String> names = new ArrayList<>();
        Set<String> flags = new HashSet<>();
        Map<String, Long> numbers = new HashMap<>();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            if (FLAGS.contains(word)) {
                flags.add(word);
            } else if (NUMBERS.values().stream().anyMatch(each -> each.contains(word)) && i + 1 < typed.size()) {
                numbers.put(word, number(word, typed.get(++i)));
            } else if (known.contains(word) && names.isEmpty()) {
                names.add(word);
            } else {
                throw new IllegalArgumentException(word);
            }
        }
        Set<String> allowed = NUMBERS.getOrDefault(String.join("", names), Set.of());
        for (String each : numbers.keySet()) {
            if (!allowed.contains(each)) {
                throw new IllegalArgumentException(each);
            }
        }
        return new Arguments(names, flags, numbers);
    }

    private static long number(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " " + value, e);
        }
    }

    boolean quick() {
        return flags.contains(QUICK);
    }

    boolean json() {
        return flags.contains(JSON);
    }

    long number(String option, long otherwise) {
        return numbers.getOrDefault(option, otherwise);
    }
}
