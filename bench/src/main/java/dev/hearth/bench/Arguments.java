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
 * @param words options with a list of words, by name
 */
record Arguments(List<String> names, Set<String> flags, Map<String, Long> numbers, Map<String, List<String>> words) {

    static final String JSON = "--json";
    static final String QUICK = "--quick";
    static final String SECONDS = "--seconds";
    static final String SEED = "--seed";
    static final String HOSTS = "--hosts";
    static final String INVOCATIONS = "--invocations";
    static final String KILLS = "--kills";
    static final String OBJECTS = "--objects";
    static final String ITEMS = "--items";
    static final String FAULTS = "--faults";

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

    /** The same for options with words, separated by commas. */
    private static final Map<String, Set<String>> WORDS = Map.of(ClusterKillsBench.NAME, Set.of(FAULTS));

    Arguments {
        names = List.copyOf(names);
        flags = Set.copyOf(flags);
        numbers = Map.copyOf(numbers);
        words = Map.copyOf(words);
    }

    /** Without words. */
    Arguments(List<String> names, Set<String> flags, Map<String, Long> numbers) {
        this(names, flags, numbers, Map.of());
    }

    /**
     * @param known names of benchmarks
     * @throws IllegalArgumentException when something is not understood, with what
     */
    static Arguments parse(List<String> typed, List<String> known) {
        List<String> names = new ArrayList<>();
        Set<String> flags = new HashSet<>();
        Map<String, Long> numbers = new HashMap<>();
        Map<String, List<String>> words = new HashMap<>();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            if (FLAGS.contains(word)) {
                flags.add(word);
            } else if (isOption(NUMBERS, word) && i + 1 < typed.size()) {
                numbers.put(word, number(word, typed.get(++i)));
            } else if (isOption(WORDS, word) && i + 1 < typed.size()) {
                words.put(word, List.of(typed.get(++i).split(",")));
            } else if (known.contains(word) && names.isEmpty()) {
                names.add(word);
            } else {
                throw new IllegalArgumentException(word);
            }
        }
        refuseOthers(NUMBERS, names, numbers.keySet());
        refuseOthers(WORDS, names, words.keySet());
        return new Arguments(names, flags, numbers, words);
    }

    private static boolean isOption(Map<String, Set<String>> options, String word) {
        return options.values().stream().anyMatch(each -> each.contains(word));
    }

    private static void refuseOthers(Map<String, Set<String>> options, List<String> names, Set<String> used) {
        Set<String> allowed = options.getOrDefault(String.join("", names), Set.of());
        for (String each : used) {
            if (!allowed.contains(each)) {
                throw new IllegalArgumentException(each);
            }
        }
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

    /** Empty when none were typed. */
    List<String> words(String option) {
        return words.getOrDefault(option, List.of());
    }

    long number(String option, long otherwise) {
        return numbers.getOrDefault(option, otherwise);
    }
}
