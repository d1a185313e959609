package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.storage.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** The host that decides is killed under invocations: what runs on at the other counts there until it is over. */
@Tag("slow")
class InheritedConcurrencyTest {

    private static final String NAME = "counted";
    private static final int RESERVED = 8;
    /** Longer than this test: no held run ends by itself. */
    private static final int TIMEOUT_SECONDS = 600;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** The numbers of runs of before the kill are below it. */
    private static final int AFTER = 100;

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void whoDecidesNextThrottlesBecauseOfWhatStillRuns() throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                RunCounter counter = RunCounter.start();
                ChildHearth one =
                        ChildHearth.start(first, "--function-network", "host", "--store", postgres.create())) {
            String token =
                    new CommandLine(first).hearth("cluster", "token").out().strip();
            try (ChildHearth two = ChildHearth.start(
                            second, "--function-network", "host", "--join", "127.0.0.1:4566", "--token", token);
                    ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                LambdaClient atOne = new Clients(one.endpoint(), one.keys()).lambda();
                LambdaClient atTwo = new Clients(two.endpoint(), two.keys()).lambda();
                await().atMost(PATIENCE).until(() -> cluster(first).split("\"door\"").length == 3);
                counter.createFunction(atOne, NAME, TIMEOUT_SECONDS);
                atOne.putFunctionConcurrency(put -> put.functionName(NAME).reservedConcurrentExecutions(RESERVED));
                List<Future<InvokeResponse>> before = invoke(callers, atOne, 0, true);
                await().atMost(PATIENCE)
                        .until(() -> counter.held().size() == RESERVED && busy(first) == RESERVED && busy(second) > 0);
                one.kill();

                int inherited = busy(second);
                await().atMost(PATIENCE).until(() -> cluster(second).startsWith("{\"role\":\"first\""));
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> atTwo.listFunctions().hasFunctions());
                List<Future<InvokeResponse>> after = invoke(callers, atTwo, AFTER, true);
                await().atMost(PATIENCE).until(() -> heldAfter(counter) == RESERVED - inherited);
                counter.release();
                assertThat(throttled(after)).isEqualTo(inherited);
                before.forEach(each -> assertThat(each).failsWithin(PATIENCE));
                await().atMost(PATIENCE).until(() -> throttled(invoke(callers, atTwo, AFTER, false)) == 0);
                assertThat(two.stop()).isZero();
            }
        }
    }

    private static String cluster(Path home) throws IOException {
        return new CommandLine(home).hearth("cluster", "status", "--json").out();
    }

    /** Environments that serve an invocation: of the whole cluster at who decides, else of the host. */
    private static int busy(Path home) throws IOException {
        String status = new CommandLine(home).hearth("status", "--json").out();
        String units = status.replaceAll("(?s).*?\"inUse\":([0-9]+).*", "$1");
        int counted = units.matches("[0-9]+") ? Integer.parseInt(units) : 0;
        return counted > 0 ? counted : status.split("\"state\":\"busy\"").length - 1;
    }

    private static List<Future<InvokeResponse>> invoke(
            ExecutorService callers, LambdaClient lambda, int first, boolean hold) {
        List<Future<InvokeResponse>> running = new ArrayList<>();
        for (int i = 0; i < RESERVED; i++) {
            SdkBytes payload = SdkBytes.fromUtf8String("{\"n\":%d,\"hold\":%b}".formatted(first + i, hold));
            running.add(callers.submit(
                    () -> lambda.invoke(request -> request.functionName(NAME).payload(payload))));
        }
        return running;
    }

    private static long heldAfter(RunCounter counter) {
        return counter.held().stream().filter(n -> n >= AFTER).count();
    }

    private static int throttled(List<Future<InvokeResponse>> invocations) throws InterruptedException {
        int count = 0;
        for (Future<InvokeResponse> each : invocations) {
            try {
                assertThat(each.get().functionError()).isNull();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(TooManyRequestsException.class);
                count++;
            }
        }
        return count;
    }
}
