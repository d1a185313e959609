package dev.hearth.drivers.firecracker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a fake process, read as Firecracker and its jailer read theirs.
 *
 * @param values of options with one; of an option that may be repeated the last
 * @param cgroups the jailer's {@code --cgroup} values
 */
record FakeArguments(@Nullable Jail jail, Map<String, String> values, List<String> cgroups) {

    /** What the jailer was asked for. */
    record Jail(
            Path root,
            String executable,
            int user,
            int group,
            int cgroupVersion,
            @Nullable Path namespace) {}

    /** The process ends with {@code status} and these last words. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String words) {
            super(words);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static final int BAD_ARGUMENTS = 153;
    private static final int FAILED = 1;
    private static final Set<String> JAILER_VALUES = Set.of(
            "id",
            "exec-file",
            "uid",
            "gid",
            "cgroup-version",
            "cgroup",
            "parent-cgroup",
            "chroot-base-dir",
            "netns",
            "resource-limit");
    private static final Set<String> JAILER_FLAGS = Set.of("daemonize", "new-pid-ns");
    private static final Set<String> VALUES = Set.of(
            "api-sock",
            "id",
            "seccomp-filter",
            "start-time-us",
            "start-time-cpu-us",
            "parent-cpu-time-us",
            "config-file",
            "metadata",
            "log-path",
            "level",
            "module",
            "metrics-path",
            "http-api-max-payload-size",
            "mmds-size-limit");
    private static final Set<String> FLAGS =
            Set.of("no-seccomp", "no-api", "show-level", "show-log-origin", "boot-timer", "enable-pci");

    String value(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    /** Reads {@code nsenter --net=FILE -- firecracker ...}, {@code firecracker ...} or {@code jailer ...}. */
    static FakeArguments parse(List<String> command) throws Refused {
        List<String> words = new ArrayList<>(command);
        if (words.getFirst().endsWith("nsenter")) {
            words.subList(0, words.indexOf("--") + 1).clear();
        }
        String program = words.removeFirst();
        if (!program.endsWith("jailer")) {
            return new FakeArguments(null, options(words, VALUES, FLAGS, BAD_ARGUMENTS, new ArrayList<>()), List.of());
        }
        int end = words.indexOf("--");
        List<String> own = end < 0 ? words : words.subList(0, end);
        List<String> passed = end < 0 ? List.of() : words.subList(end + 1, words.size());
        List<String> cgroups = new ArrayList<>();
        Map<String, String> jailer = options(own, JAILER_VALUES, JAILER_FLAGS, FAILED, cgroups);
        Jail jail = jail(jailer);
        Map<String, String> values = new HashMap<>(options(passed, VALUES, FLAGS, BAD_ARGUMENTS, new ArrayList<>()));
        values.put("id", jailer.get("id"));
        return new FakeArguments(jail, values, List.copyOf(cgroups));
    }

    private static Map<String, String> options(
            List<String> words, Set<String> valued, Set<String> flags, int status, List<String> cgroups)
            throws Refused {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i).startsWith("--") ? words.get(i).substring(2) : "";
            if (flags.contains(name)) {
                options.put(name, "");
            } else if (valued.contains(name) && i + 1 < words.size()) {
                i++;
                options.put(name, words.get(i));
                if (name.equals("cgroup")) {
                    cgroups.add(words.get(i));
                }
            } else {
                throw new Refused(
                        status,
                        "Arguments parsing error: Found argument '" + words.get(i)
                                + "' which wasn't expected, or isn't valid in this context.");
            }
        }
        return options;
    }

    private static Jail jail(Map<String, String> options) throws Refused {
        for (String name : List.of("id", "exec-file", "uid", "gid")) {
            if (!options.containsKey(name)) {
                throw new Refused(
                        FAILED, "Failed to parse arguments: Argument '" + name + "' required, but not found.");
            }
        }
        String id = options.get("id");
        if (!id.matches("[A-Za-z0-9-]{1," + MachineLimits.MAX_ID + "}")) {
            throw new Refused(FAILED, "Invalid instance ID: Invalid char (_) at position 0");
        }
        Path executable = existing(options.get("exec-file"));
        Path base = existing(options.getOrDefault("chroot-base-dir", "/srv/jailer"));
        String name = executable.getFileName().toString();
        for (String cgroup : List.of(options.getOrDefault("cgroup", "a.b=c"))) {
            if (!cgroup.matches("[a-z_]+\\.[a-z_.]+=[^=]+")) {
                throw new Refused(FAILED, "Invalid format for cgroups: " + cgroup);
            }
        }
        String namespace = options.get("netns");
        return new Jail(
                base.resolve(name).resolve(id).resolve("root"),
                name,
                number(options, "uid"),
                number(options, "gid"),
                options.getOrDefault("cgroup-version", "1").equals("2") ? 2 : 1,
                namespace == null ? null : existing(namespace));
    }

    private static int number(Map<String, String> options, String name) throws Refused {
        String value = options.getOrDefault(name, "");
        if (!value.matches("\\d{1,10}")) {
            throw new Refused(FAILED, "Invalid " + name + ": " + value);
        }
        return (int) Long.parseLong(value);
    }

    private static Path existing(String file) throws Refused {
        if (!Files.exists(Path.of(file))) {
            throw new Refused(
                    FAILED, "Failed to canonicalize path " + file + ": No such file or directory (os error 2)");
        }
        return Path.of(file);
    }
}
