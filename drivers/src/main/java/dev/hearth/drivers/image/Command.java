package dev.hearth.drivers.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of a {@link Tool}, without a shell. What it says is kept for the error message. */
final class Command {

    /** How long any one step may take; a download over a slow line is the longest. */
    private static final long LIMIT_MINUTES = 60;
    /** Last lines of a failed program's words that are shown. */
    private static final int SHOWN_LINES = 6;

    private static final int LINE_CHARACTERS = 4096;

    private final Tool tool;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Path folder = Path.of("/");

    /** Writes what the program reads. */
    @FunctionalInterface
    interface Feed {

        void to(OutputStream input) throws IOException;
    }

    Command(Tool tool, List<String> arguments) throws ImageException {
        this.tool = tool;
        words.add(tool.required().toString());
        words.addAll(arguments);
    }

    Command(Tool tool, String... arguments) throws ImageException {
        this(tool, List.of(arguments));
    }

    /** Lets it run in {@code folder}. */
    Command in(Path workingFolder) {
        folder = workingFolder;
        return this;
    }

    /** Adds a variable to its environment. */
    Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs it and hands over each line that it prints, its errors as well. */
    void lines(Consumer<String> line) throws IOException {
        Process process = builder().redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            Deque<String> last = new ArrayDeque<>();
            read(process.getInputStream(), last, line);
            end(process, last);
        } finally {
            process.destroyForcibly();
        }
    }

    List<String> lines() throws IOException {
        List<String> all = new ArrayList<>();
        lines(all::add);
        return all;
    }

    /** Runs it on {@code input} with its output into {@code file}. */
    void filter(Path input, Path file) throws IOException {
        Path errors = file.resolveSibling(file.getFileName() + ".errors");
        try {
            Process process = builder()
                    .redirectInput(input.toFile())
                    .redirectOutput(file.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                end(process, errors);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    /** Runs it with its output into {@code file}. */
    void into(Path file) throws IOException {
        filter(Path.of("/dev/null"), file);
    }

    /** Runs it while {@code feed} writes its input; its words go to a file beside {@code place}. */
    void feed(Path place, Feed feed) throws IOException {
        Path errors = place.resolveSibling(place.getFileName() + ".errors");
        try {
            Process process = builder()
                    .redirectErrorStream(true)
                    .redirectOutput(errors.toFile())
                    .start();
            try {
                IOException broken = null;
                try (OutputStream input = process.getOutputStream()) {
                    feed.to(input);
                } catch (IOException e) {
                    broken = e;
                }
                end(process, errors);
                if (broken != null) {
                    throw broken;
                }
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.environment().putAll(environment);
        return builder;
    }

    private static void read(InputStream stream, Deque<String> last, Consumer<String> sink) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last.add(line.length() > LINE_CHARACTERS ? line.substring(0, LINE_CHARACTERS) : line);
                if (last.size() > SHOWN_LINES) {
                    last.remove();
                }
                sink.accept(line);
            }
        }
    }

    private void end(Process process, Path errors) throws IOException {
        boolean ended = await(process);
        Deque<String> last = new ArrayDeque<>();
        if (!ended || process.exitValue() != 0) {
            read(Files.newInputStream(errors), last, line -> {});
        }
        judge(process, ended, last);
    }

    private void end(Process process, Deque<String> last) throws IOException {
        judge(process, await(process), last);
    }

    private static boolean await(Process process) throws IOException {
        try {
            return process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private void judge(Process process, boolean ended, Deque<String> last) throws ImageException {
        if (!ended) {
            throw new ImageException(tool.program() + " did not end in " + LIMIT_MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            throw new ImageException(tool.program() + " failed (exit status " + process.exitValue() + "): "
                    + String.join(" | ", last).strip());
        }
    }
}
