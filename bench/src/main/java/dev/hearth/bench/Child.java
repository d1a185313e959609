package dev.hearth.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A process that a benchmark started and will end. */
final class Child implements AutoCloseable {

    private static final int GRACE_SECONDS = 15;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final double KILO = 1024;

    private final List<String> command;
    private final Process process;
    private final BufferedReader output;

    private Child(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a program whose standard output is read with {@link #find}; its standard error is the benchmark's. */
    static Child start(List<String> command, Map<String, String> environment) {
        return start(command, environment, null, ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.INHERIT);
    }

    /** The same in a folder of its own. */
    static Child start(List<String> command, Map<String, String> environment, Path folder) {
        return start(command, environment, folder, ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.INHERIT);
    }

    /** Starts a program that nobody listens to. */
    static Child startSilent(List<String> command, Map<String, String> environment) {
        return startSilent(command, environment, null);
    }

    /** The same in a folder of its own. */
    static Child startSilent(List<String> command, Map<String, String> environment, @Nullable Path folder) {
        return start(command, environment, folder, ProcessBuilder.Redirect.DISCARD, ProcessBuilder.Redirect.DISCARD);
    }

    private static Child start(
            List<String> command,
            Map<String, String> environment,
            @Nullable Path folder,
            ProcessBuilder.Redirect output,
            ProcessBuilder.Redirect error) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output)
                .redirectError(error);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        builder.environment().putAll(environment);
        try {
            return new Child(command, builder.start());
        } catch (IOException e) {
            throw new BenchException("cannot start " + command.getFirst(), e);
        }
    }

    /** Reads lines until one has the pattern; returns the match. */
    Matcher find(Pattern pattern) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    return matcher;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new BenchException(String.join(" ", command) + " ended before it said " + pattern);
    }

    /** Waits for a program that ends by itself; returns the last line it printed. */
    String result() {
        try {
            String text = output.lines().reduce("", (_, last) -> last);
            if (process.waitFor() != 0) {
                throw new BenchException(String.join(" ", command) + " failed with status " + process.exitValue());
            }
            return text;
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Its resident memory in MB of 1,048,576 bytes. */
    double residentMb() {
        try {
            Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            if (!matcher.find()) {
                throw new BenchException(command.getFirst() + " has ended");
            }
            return Integer.parseInt(matcher.group(1)) / KILO;
        } catch (IOException e) {
            throw new BenchException("cannot read the memory of " + command.getFirst(), e);
        }
    }

    /** Sends a signal to it and all that it started. */
    void signal(String name) {
        List<String> kill = new ArrayList<>(List.of("kill", "-" + name, Long.toString(process.pid())));
        process.descendants().forEach(each -> kill.add(Long.toString(each.pid())));
        try (Child child = start(kill, Map.of())) {
            child.result();
        }
    }

    boolean lives() {
        return process.isAlive();
    }

    /** SIGKILL, and returns when it has gone. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("hearth bench: " + command.getFirst() + " does not end on SIGTERM; killed");
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
