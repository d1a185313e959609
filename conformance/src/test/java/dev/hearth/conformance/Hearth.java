package dev.hearth.conformance;

import dev.hearth.server.HearthServer;
import dev.hearth.server.ServerOptions;
import dev.hearth.server.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A Hearth of a test's own, in this JVM, on a free port and a temporary data folder; and stock clients for it. */
final class Hearth implements AutoCloseable {

    /** Longer than Lambda's longest init and the longest timeout a test uses. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    private final Path data;
    private HearthServer server;
    private final LambdaClient lambda;
    private final CloudWatchLogsClient logs;

    private Hearth(Path data, HearthServer server) {
        this.data = data;
        this.server = server;
        this.lambda = client(LambdaClient.builder(), keys());
        this.logs = client(CloudWatchLogsClient.builder(), keys());
    }

    static Hearth start() {
        try {
            Path data = Files.createTempDirectory("hearth-conformance-");
            return new Hearth(data, HearthServer.start(ServerOptions.on(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops it and starts it again on the same data and port. */
    void restart() {
        int port = endpoint().getPort();
        server.close();
        try {
            server = HearthServer.start(ServerOptions.on(data).withPort(port));
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
        return client(StsClient.builder(), keys());
    }

    LambdaClient lambdaAs(AwsCredentials other) {
        return client(LambdaClient.builder(), other);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, AwsCredentials keys) {
        return builder.endpointOverride(endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(SOCKET_TIMEOUT))
                .overrideConfiguration(configuration -> configuration.retryStrategy(RetryMode.STANDARD))
                .build();
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
