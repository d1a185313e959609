package dev.hearth.conformance;

import dev.hearth.server.HearthServer;
import dev.hearth.server.ServerOptions;
import dev.hearth.server.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A Hearth of a test's own, in this JVM, on a free port and a temporary data folder; and stock clients for it. */
final class Hearth implements AutoCloseable {

    private final Path data;
    private HearthServer server;
    private final LambdaClient lambda;
    private final CloudWatchLogsClient logs;

    private Hearth(Path data, HearthServer server) {
        this.data = data;
        this.server = server;
        this.lambda = new Clients(endpoint(), keys()).lambda();
        this.logs = new Clients(endpoint(), keys()).logs();
    }

    static Hearth start() {
        try {
            Path data = Files.createTempDirectory("hearth-conformance-");
            shareImages(data);
            return new Hearth(data, HearthServer.start(options(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One with a sandbox of the test's choice. */
    static Hearth startWith(String sandbox) {
        try {
            Path data = Files.createTempDirectory("hearth-conformance-");
            return new Hearth(data, HearthServer.start(ServerOptions.on(data).withSandbox(sandbox)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With {@code -Dhearth.sandbox=qemu} the same tests run against another driver. */
    private static ServerOptions options(Path data) {
        return ServerOptions.on(data).withSandbox(System.getProperty("hearth.sandbox", ServerOptions.AUTO));
    }

    /** Whether the shared Hearth runs functions in microVMs. */
    static boolean inGuests() {
        return System.getProperty("hearth.sandbox", "").equals("qemu");
    }

    /** The data folder whose images and kernels guests get; empty when there is none. */
    static String guestImages() {
        return System.getProperty("hearth.images", System.getenv().getOrDefault("HEARTH_IMAGES", ""));
    }

    /** The guests' images and kernels of another data folder, because they take long to make. */
    private static void shareImages(Path data) throws IOException {
        String shared = inGuests() ? guestImages() : "";
        if (!shared.isEmpty()) {
            for (String folder : List.of("images", "kernels")) {
                Files.createSymbolicLink(data.resolve(folder), Path.of(shared, folder));
            }
        }
    }

    /** One with options of the test's own; it removes their data folder in the end. */
    static Hearth start(ServerOptions options) throws StartException {
        return new Hearth(options.data(), HearthServer.start(options));
    }

    /** Stops it and starts it again on the same data and port. */
    void restart() {
        int port = endpoint().getPort();
        server.close();
        try {
            server = HearthServer.start(options(data).withPort(port));
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    URI endpoint() {
        return server.endpoint();
    }

    Path data() {
        return data;
    }

    AwsCredentials keys() {
        return AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey());
    }

    LambdaClient lambda() {
        return lambda;
    }

    CloudWatchLogsClient logs() {
        return logs;
    }

    StsClient sts() {
        return new Clients(endpoint(), keys()).sts();
    }

    LambdaClient lambdaAs(AwsCredentials other) {
        return new Clients(endpoint(), other).lambda();
    }

    @Override
    public void close() {
        lambda.close();
        logs.close();
        server.close();
        remove(data);
    }

    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
