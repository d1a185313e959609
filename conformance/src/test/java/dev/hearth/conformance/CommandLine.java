package dev.hearth.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line as a process of its own: the launcher script when the run was started by it (then it is built),
 * else the same program on this JVM's class path.
 *
 * @param home what the processes take for the user's home
 * @param words that start Hearth, before its arguments
 */
record CommandLine(Path home, List<String> words) {

    private static final int PATIENCE_SECONDS = 300;

    /**
     * How a process ended.
     *
     * @param status exit status
     * @param out standard output
     * @param err standard error
     */
    record Result(int status, String out, String err) {}

    CommandLine(Path home) {
        this(home, program());
    }

    /** The words that start Hearth, before its arguments. */
    static List<String> program() {
        String launcher = System.getProperty("hearth.launcher", "");
        if (!launcher.isEmpty()) {
            return List.of(launcher);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hearth.server.Main");
    }

    /** Runs Hearth with {@code arguments} to its end. */
    Result hearth(String... arguments) {
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs a script in bash, in which {@code ./hearth} is what users type. */
    Result bash(String script) {
        StringBuilder hearth = new StringBuilder();
        for (String word : words) {
            hearth.append('\'').append(word).append("' ");
        }
        String text = "set -eu\nhearth() { " + hearth + "\"$@\"; }\n" + script.replace("./hearth", "hearth");
        return run(List.of("bash", "-c", text));
    }

    /** Starts Hearth, whose temporary files are to be in {@code temporary}, and does not wait. */
    Process start(Path output, Path temporary, String... arguments) {
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of(arguments));
        if (command.size() > 1 && command.get(1).startsWith("--enable")) {
            command.add(1, "-Djava.io.tmpdir=" + temporary); // what the launcher does
        }
        ProcessBuilder builder = builder(command);
        builder.environment().put("TMPDIR", temporary.toString());
        try {
            return builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("AWS_PAGER", "");
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") && !name.equals("AWS_PAGER"));
        return builder;
    }

    private Result run(List<String> command) {
        try {
            Path out = Files.createTempFile(home, "out", "");
            Path err = Files.createTempFile(home, "err", "");
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still runs after " + PATIENCE_SECONDS + " s: " + command);
            }
            Result result = new Result(process.exitValue(), text(out), text(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
