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

    /** Longer than this test, s: no call ends by itself. */
    private static final int FOR_EVER = 300;

    private static final int TIMEOUT_SECONDS = 600;

    /** The promises are 2 and 10 s on a machine that has nothing else to do; what it took is printed. */
    private static final Duration TOLD = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
                    String payload = "{\"n\": %d, \"sleep\": %d}".formatted(EVENTS + i, FOR_EVER);
                    calls.add(callers.submit(() -> call(lambda, payload)));
                }
                for (int i = 0; i < EVENTS; i++) {
                    String payload = "{\"n\": %d, \"sleep\": 5}".formatted(i);
                    lambda.invoke(request -> request.functionName(NAME)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String(payload)));
                }
                await().atMost(PATIENCE).until(() -> busy(second) >= CALLS);
                int running = busy(second);
                two.kill();
                long killed = System.nanoTime();
                long last = killed;
                for (Future<End> each : calls) {
                    End end = each.get(TOLD.toSeconds(), TimeUnit.SECONDS);
                    // Some of what is busy may be events; a call that had not begun is refused.
                    assertThat(end.how).containsAnyOf("ran was lost", "worker host was lost", "No worker host");
                    last = Math.max(last, end.nanos);
                }
                await().atMost(TOLD).until(() -> inUse(first) == 0);
                System.out.printf(
                        "LostWorkerTest: %d ran; the last caller heard after %d ms; nothing in use after %d ms%n",
                        running,
                        TimeUnit.NANOSECONDS.toMillis(last - killed),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
                two = ChildHearth.start(second, "--function-network", "host", "--roles", "worker");
                await().atMost(PATIENCE)
                        .until(() -> counter.ends().keySet().stream()
                                        .filter(n -> n < EVENTS)
                                        .count()
                                == EVENTS);
                await().atMost(PATIENCE).until(() -> inUse(first) == 0);
            } finally {
                two.close();
            }
        }
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

    /** Environments of the host that serve an invocation. */
    private static int busy(Path home) {
        return new CommandLine(home).hearth("status", "--json").out().split("\"state\":\"busy\"").length - 1;
    }

    /** Units of concurrency. */
    private static int inUse(Path home) throws IOException {
        String status = new CommandLine(home).hearth("status", "--json").out();
        String units = status.replaceAll("(?s).*?\"inUse\":([0-9]+).*", "$1");
        return units.matches("[0-9]+") ? Integer.parseInt(units) : 0;
    }
}
