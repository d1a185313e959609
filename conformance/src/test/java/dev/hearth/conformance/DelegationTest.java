package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.storage.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Two hosts over one PostgreSQL: the endpoint of the one that does not decide serves what runs there itself. */
@Tag("slow")
class DelegationTest {

    private static final String NAME = "lent";

    private static final String SOURCE = """
            import os, time
            def handler(event, context):
                print("it ran")
                time.sleep(event.get("sleep", 0))
                if event.get("fail"):
                    raise ValueError("as it was told")
                return {"code": "%s", "endpoint": os.environ.get("AWS_ENDPOINT_URL", "")}
            """;

    /** After a death nobody decides for so long: a lease of 2.5 s may be half a second old. */
    private static final Duration NOBODY = Duration.ofSeconds(2);

    /** The promise is 1.5 s on a machine that has nothing else to do; what it was is printed. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final Duration TRAFFIC = Duration.ofSeconds(9);
    private static final Duration MOVED = Duration.ofSeconds(120);

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void aLivingHostServesWhatIsWarmThereWhileWhoeverDecidedIsDeadAndNeverServesOldCode() throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                ChildHearth one = ChildHearth.start(first, "--store", postgres.create())) {
            String token =
                    new CommandLine(first).hearth("cluster", "token").out().strip();
            try (ChildHearth two = ChildHearth.start(second, "--join", "127.0.0.1:4566", "--token", token)) {
                LambdaClient there = new Clients(two.endpoint(), two.keys()).lambda();
                create(there);
                String own = two.endpoint().toString();
                spread(there);
                await().atMost(MOVED).until(() -> isLent(there, own));
                answersAreWholeAt(there);
                for (int i = 1; i <= 5; i++) {
                    update(there, "v" + i);
                    assertThat(answer(there, "{}")).contains("\"v" + i + "\"");
                    burst(there, 4);
                }
                spread(there);
                await().atMost(MOVED).until(() -> isLent(there, own));

                servesOn(there, one);

                await().atMost(MOVED).until(() -> status(second).matches("(?s).*\"unreserved\":\\d+,\"inUse\":0,.*"));
                update(there, "after");
                assertThat(answer(there, "{}")).contains("\"after\"");
                assertThat(two.stop()).isZero();
            }
        }
    }

    /** Whether what is warm at this host alone serves it: that is lent by then. */
    private static boolean isLent(LambdaClient there, String own) {
        for (int i = 0; i < 40; i++) {
            if (!answer(there, "{}").contains(own)) {
                return false;
            }
        }
        return true;
    }

    private static void answersAreWholeAt(LambdaClient there) {
        InvokeResponse tail = there.invoke(
                request -> request.functionName(NAME).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String("{}")));
        assertThat(tail.executedVersion()).isEqualTo("$LATEST");
        assertThat(tail.functionError()).isNull();
        assertThat(new String(Base64.getDecoder().decode(tail.logResult()), StandardCharsets.UTF_8))
                .contains(
                        "it ran", "REPORT RequestId: " + tail.responseMetadata().requestId());
        InvokeResponse failed =
                there.invoke(request -> request.functionName(NAME).payload(SdkBytes.fromUtf8String("{\"fail\":true}")));
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String()).contains("as it was told");
    }

    /** Traffic from before the death until another host decided for long. */
    private static void servesOn(LambdaClient there, ChildHearth one) throws Exception {
        List<String> errors = new ArrayList<>();
        long begin = System.nanoTime();
        long last = begin;
        long longest = 0;
        int answered = 0;
        int alone = 0;
        long killed = 0;
        while (System.nanoTime() - begin < TRAFFIC.toNanos()) {
            if (killed == 0 && System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(1)) {
                killed = System.nanoTime();
                one.kill();
            }
            try {
                answer(there, "{}");
                answered++;
                longest = Math.max(longest, System.nanoTime() - last);
                last = System.nanoTime();
                alone += killed != 0 && last - killed < NOBODY.toNanos() ? 1 : 0;
            } catch (SdkException error) {
                errors.add(error.toString());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        System.out.printf(
                "DelegationTest: %d answered, %d while nobody decided, errors %s, longest silence %d ms%n",
                answered, alone, errors, TimeUnit.NANOSECONDS.toMillis(longest));
        assertThat(errors).hasSizeLessThanOrEqualTo(1);
        assertThat(alone).as("answered while nobody decided").isPositive();
        assertThat(Duration.ofNanos(longest)).isLessThan(SILENCE);
    }

    private static String status(Path home) throws IOException {
        return new CommandLine(home).hearth("status", "--json").out();
    }

    /** More and more at once, until both hosts hold environments: what is warm on one is not started on the other. */
    private static void spread(LambdaClient there) throws Exception {
        int count = 8;
        while (burst(there, count).size() < 2) {
            count += 8;
            assertThat(count).isLessThanOrEqualTo(64);
        }
    }

    private static Set<String> burst(LambdaClient lambda, int count) throws Exception {
        Set<String> endpoints = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(callers.submit(() -> answer(lambda, "{\"sleep\":0.3}")));
            }
            for (Future<String> each : running) {
                endpoints.add(each.get().replaceAll(".*\"endpoint\": \"([^\"]*)\".*", "$1"));
            }
        }
        return endpoints;
    }

    private static String answer(LambdaClient lambda, String payload) {
        return lambda.invoke(request -> request.functionName(NAME).payload(SdkBytes.fromUtf8String(payload)))
                .payload()
                .asUtf8String();
    }

    private static SdkBytes code(String name) {
        return SdkBytes.fromByteArray(Zip.of("app.py", SOURCE.formatted(name)));
    }

    private static void update(LambdaClient lambda, String name) {
        lambda.updateFunctionCode(request -> request.functionName(NAME).zipFile(code(name)));
    }

    private static void create(LambdaClient lambda) {
        lambda.createFunction(request -> request.functionName(NAME)
                .runtime("python3.11")
                .handler("app.handler")
                .role(Function.ROLE)
                .timeout(30)
                .code(code -> code.zipFile(code("v0"))));
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName(NAME));
    }
}
