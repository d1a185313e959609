package dev.hearth.conformance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** A Hearth in a process of its own, started by the command line, that can be killed. */
final class ChildHearth implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(180);
    private static final int END_SECONDS = 90;
    private static final Pattern BUSY = Pattern.compile("hearth_environments\\{[^}]*\"busy\"[^}]*} [1-9]");
    private static final Pattern READY = Pattern.compile("(?m)^ready (http://\\S+)$");

    private final Path home;
    private final Path output;
    private final Process process;
    private final URI endpoint;

    private ChildHearth(Path home, Path output, Process process) {
        this.home = home;
        this.output = output;
        this.process = process;
        this.endpoint = awaitReady();
    }

    /** Starts one whose home, and so its data folder, is in {@code home}; returns when it is ready. */
    static ChildHearth start(Path home, String... more) {
        return start(new CommandLine(home), more);
    }

    /** The same of another build. */
    static ChildHearth start(CommandLine line, String... more) {
        Path home = line.home();
        Path output = home.resolve("up.txt");
        Path temporary;
        try {
            temporary = NothingLeft.watch(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] up =
                Stream.concat(Stream.of("up", "--port", "0"), Stream.of(more)).toArray(String[]::new);
        return new ChildHearth(home, output, line.start(output, temporary, up));
    }

    private URI awaitReady() {
        return await().atMost(START)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            if (!process.isAlive()) {
                                throw new IllegalStateException("it ended: " + said());
                            }
                            Matcher ready = READY.matcher(said());
                            return ready.find() ? URI.create(ready.group(1)) : URI.create("");
                        },
                        uri -> !uri.toString().isEmpty());
    }

    URI endpoint() {
        return endpoint;
    }

    long pid() {
        return process.pid();
    }

    /** Whether an environment serves an invocation, as who decides tells by the endpoint. */
    boolean busy() throws IOException, InterruptedException {
        return BUSY.matcher(SignedHttp.plain("GET", endpoint.resolve("/metrics"), "")
                        .body())
                .find();
    }

    /** What it printed. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return home.resolve(".hearth");
    }

    AwsCredentials keys() {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(data().resolve("credentials"))) {
            // The user's keys come first, and a later section would replace them: read up to it.
            StringBuilder first = new StringBuilder();
            reader.lines()
                    .takeWhile(line -> !line.equals("[function]"))
                    .forEach(line -> first.append(line).append('\n'));
            file.load(new java.io.StringReader(first.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AwsBasicCredentials.create(
                file.getProperty("aws_access_key_id"), file.getProperty("aws_secret_access_key"));
    }

    /** A number from its {@code /proc/PID/status}, for example {@code VmRSS} in KiB or {@code Threads}. */
    long status(String key) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                    .filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; returns its exit status. */
    int stop() {
        process.destroy();
        awaitEnd();
        return process.exitValue();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still alive after " + END_SECONDS + " s: " + said());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            awaitEnd();
        }
    }
}
