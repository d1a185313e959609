package dev.hearth.drivers.microvm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What of a host's processor a snapshot depends on; pure. */
public final class HostProcessor {

    /** On x86_64 and on arm64. */
    private static final List<String> FIELDS = List.of(
            "vendor_id",
            "cpu family",
            "model",
            "model name",
            "stepping",
            "microcode",
            "CPU implementer",
            "CPU architecture",
            "CPU variant",
            "CPU part",
            "CPU revision");

    private static final List<String> FLAGS = List.of("flags", "Features");

    private HostProcessor() {}

    /**
     * Model, microcode and features of the first processor, in one line.
     *
     * @param cpuInfo {@code /proc/cpuinfo}
     */
    public static String describe(String cpuInfo) {
        String first = cpuInfo.strip().split("\n\\s*\n", 2)[0];
        return first.lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2)
                .map(field -> List.of(field[0].strip(), field[1].strip()))
                .filter(field -> FIELDS.contains(field.get(0)) || FLAGS.contains(field.get(0)))
                .map(field -> field.get(0).toLowerCase(Locale.ROOT).replace(' ', '-') + "="
                        + (FLAGS.contains(field.get(0)) ? sorted(field.get(1)) : field.get(1)))
                .collect(Collectors.joining("; "));
    }

    private static String sorted(String flags) {
        return String.join(" ", new TreeSet<>(Arrays.asList(flags.split("\\s+"))));
    }
}
