package dev.hearth.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An AWS CLI that is installed here.
 *
 * @param path its program
 * @param major version
 * @param minor version
 */
record AwsCli(String path, int major, int minor) {

    private static final Pattern VERSION = Pattern.compile("aws-cli/(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL);

    /** Every one found on {@code PATH} and in the system folders, newest first. */
    static List<AwsCli> installed(CommandLine line) {
        Stream<String> folders =
                Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/bin", "/usr/local/bin"));
        return folders.distinct()
                .map(folder -> Path.of(folder, "aws"))
                .filter(Files::isExecutable)
                .flatMap(path -> at(line, path.toString()).stream())
                .sorted((one, other) -> Integer.compare(other.major, one.major))
                .toList();
    }

    private static Optional<AwsCli> at(CommandLine line, String path) {
        Matcher version = VERSION.matcher(line.bash("'" + path + "' --version").out());
        if (!version.matches()) {
            return Optional.empty();
        }
        return Optional.of(new AwsCli(path, Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))));
    }

    /** Whether it knows {@code logs tail} and {@code --cli-binary-format}. */
    boolean isVersion2() {
        return major >= 2;
    }

    /**
     * A shell function {@code aws}; old ones do not know {@code AWS_ENDPOINT_URL}, and version 1 does not heed it for
     * SQS: they are told by an option.
     */
    String shellFunction() {
        boolean knowsVariable = major >= 2 && minor >= 13;
        String option = knowsVariable ? "" : " --endpoint-url \"$AWS_ENDPOINT_URL\"";
        return "aws() { '" + path + "'" + option + " \"$@\"; }\n";
    }
}
