package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.storage.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * A host dies with a hundred invocations: each caller hears so at once, each event is run elsewhere, and nothing counts
 * as in use that is not.
 */
@Tag("slow")
class LostWorkerTest {

    private static final String NAME = "lost";
    private static final int CALLS = 100;
    private static final int EVENTS = 20;
    private static final List<Integer> SENT = numbers(0, EVENTS);
    private static final List<Integer> CALLED = numbers(EVENTS, EVENTS + CALLS);

    /** Longer than this test: no call ends by itself. */
    private static final int TIMEOUT_SECONDS = 600;

    /** The promises are 2 and 10 s on a machine that has nothing else to do; what it took is printed. */
    private static final Duration TOLD = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(240);

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    /** How a call ended, and when, in ns. */
    private record End(String how, long nanos) {}

    @Test
    void callersAreToldEventsAreRunAndNothingStaysCounted() throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                RunCounter counter = RunCounter.start();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                ChildHearth one =
                        ChildHearth.start(first, "--store", postgres.create(), "--roles", "frontend,control")) {
            String token =
                    new CommandLine(first).hearth("cluster", "token").out().strip();
            ChildHearth two = ChildHearth.start(
                    second,
                    "--function-network",
                    "host",
                    "--roles",
                    "worker",
                    "--join",
                    "127.0.0.1:4566",
                    "--token",
                    token);
            try {
                LambdaClient lambda = new Clients(one.endpoint(), one.keys()).lambda();
                await().atMost(PATIENCE).until(() -> joined(first));
                counter.createFunction(lambda, NAME, TIMEOUT_SECONDS);
                List<Future<End>> calls = new ArrayList<>();
                for (int i = 0; i < CALLS; i++) {
                    String payload = "{\"n\": %d, \"hold\": true}".formatted(EVENTS + i);
                    calls.add(callers.submit(() -> call(lambda, payload)));
                }
                for (int i = 0; i < EVENTS; i++) {
                    String payload = "{\"n\": %d, \"hold\": true}".formatted(i);
                    lambda.invoke(request -> request.functionName(NAME)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String(payload)));
                }
                await().atMost(PATIENCE)
                        .failFast("a call ended", () -> calls.stream().anyMatch(Future::isDone))
                        .until(() -> counter.held().containsAll(CALLED));
                int running = counter.held().size();
                two.kill();
                long killed = System.nanoTime();
                long last = killed;
                for (Future<End> each : calls) {
                    End end = each.get(TOLD.toSeconds(), TimeUnit.SECONDS);
                    assertThat(end.how).contains("The host on which the function ran was lost.");
                    last = Math.max(last, end.nanos);
                }
                await().atMost(TOLD).until(() -> inUse(first) == 0);
                System.out.printf(
                        "LostWorkerTest: %d ran; the last caller heard after %d ms; nothing in use after %d ms%n",
                        running,
                        TimeUnit.NANOSECONDS.toMillis(last - killed),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
                counter.release();
                two = ChildHearth.start(second, "--function-network", "host", "--roles", "worker");
                await().atMost(PATIENCE).until(() -> counter.ends().keySet().containsAll(SENT));
                await().atMost(PATIENCE).until(() -> inUse(first) == 0);
            } finally {
                two.close();
            }
        }
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static End call(LambdaClient lambda, String payload) {
        try {
            InvokeResponse answer =
                    lambda.invoke(request -> request.functionName(NAME).payload(SdkBytes.fromUtf8String(payload)));
            return new End(answer.payload().asUtf8String(), System.nanoTime());
        } catch (SdkServiceException refused) {
            return new End(String.valueOf(refused.getMessage()), System.nanoTime());
        }
    }

    private static boolean joined(Path home) {
        return new CommandLine(home).hearth("cluster", "status", "--json").out().split("\"door\"").length == 3;
    }

    /** Units of concurrency. */
    private static int inUse(Path home) throws IOException {
        String status = new CommandLine(home).hearth("status", "--json").out();
        String units = status.replaceAll("(?s).*?\"inUse\":([0-9]+).*", "$1");
        return units.matches("[0-9]+") ? Integer.parseInt(units) : 0;
    }
}
