package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ServiceException;

/** Two Hearths on one machine that are one: calls at either, environments on both, and one of them killed. */
@Tag("slow")
class ClusterTest {

    private static final String NAME = "where";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Tells on which host it ran, as its log stream's environment knows it: the port of the endpoint that it sees. */
    private static final String SOURCE = """
            import os, time
            def handler(event, context):
                print("ran for " + str(event.get("n")))
                time.sleep(event.get("sleep", 0))
                return {"endpoint": os.environ.get("AWS_ENDPOINT_URL", ""), "n": event.get("n")}
            """;

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @TempDir
    private Path third;

    @Test
    void aSecondHostTakesCallsAndRunsEnvironmentsUntilItIsKilled() throws Exception {
        try (ChildHearth one = ChildHearth.start(first)) {
            LambdaClient here = new Clients(one.endpoint(), one.keys()).lambda();
            create(here);
            String token = token();
            try (ChildHearth two = join(second, token)) {
                assertThat(Files.readString(two.data().resolve("credentials")))
                        .isEqualTo(Files.readString(one.data().resolve("credentials")));
                LambdaClient there = new Clients(two.endpoint(), two.keys()).lambda();
                assertThat(there.listFunctions().functions())
                        .extracting(function -> function.functionName())
                        .containsExactly(NAME);
                // More at once than one host of two wants to hold: both endpoints turn up in the answers.
                Set<String> endpoints =
                        await().atMost(PATIENCE).until(() -> burst(there, 8), found -> found.size() == 2);
                assertThat(endpoints)
                        .containsExactlyInAnyOrder(
                                one.endpoint().toString(), two.endpoint().toString());
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(hosts()).contains("\"environments\":"));

                killedUnderInvocations(here, two);
            }
            assertThat(burst(here, 8)).containsExactly(one.endpoint().toString());
            // What the killed host left is removed by its next start.
            try (ChildHearth back = ChildHearth.start(second)) {
                await().atMost(PATIENCE).until(() -> hosts().contains("\"environments\":"));
                assertThat(back.stop()).isZero();
            }
            assertThat(one.stop()).isZero();
        }
    }

    /** Each caller gets its answer or an error within seconds, and what is free afterwards is all. */
    private void killedUnderInvocations(LambdaClient here, ChildHearth two) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<InvokeResponse>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                running.add(callers.submit(() -> invoke(here, "{\"n\":1,\"sleep\":10}")));
            }
            // All are on their way into environments that the burst left idle on both hosts.
            await().atMost(PATIENCE).until(() -> busy(second));
            two.kill();
            int lost = 0;
            for (Future<InvokeResponse> each : running) {
                try {
                    assertThat(each.get().functionError()).isNull();
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(ServiceException.class).hasMessageContaining("was lost");
                    lost++;
                }
            }
            assertThat(lost).isPositive();
        }
        await().atMost(PATIENCE).until(() -> !hosts().contains("\"environments\":"));
    }

    @Test
    void aJoinedHostComesBackByItselfAndStrangersStayOutside() throws Exception {
        try (ChildHearth one = ChildHearth.start(first)) {
            String token = token();
            String wrong = token.substring(0, token.length() - 4) + "AAAA";
            assertThatThrownBy(() -> join(third, wrong)).hasMessageContaining("token");
            try (ChildHearth two = join(second, token)) {
                create(new Clients(two.endpoint(), two.keys()).lambda());
            }
            // Without a token: it has its certificate.
            try (ChildHearth two = ChildHearth.start(second)) {
                LambdaClient there = new Clients(two.endpoint(), two.keys()).lambda();
                await().atMost(PATIENCE).until(() -> hosts().contains("\"environments\":"));
                assertThat(invoke(there, "{\"n\":7}").payload().asUtf8String()).contains("\"n\": 7");
                one.kill();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThatThrownBy(there::listFunctions)
                                .isInstanceOfSatisfying(
                                        LambdaException.class,
                                        e -> assertThat(e.statusCode()).isEqualTo(503)));
                try (ChildHearth again = ChildHearth.start(first)) {
                    assertThat(again.endpoint()).isNotNull();
                    await().atMost(PATIENCE).until(() -> hosts().contains("\"environments\":"));
                    assertThat(invoke(there, "{\"n\":8}").payload().asUtf8String())
                            .contains("\"n\": 8");
                }
            }
        }
    }

    private String token() throws IOException {
        CommandLine.Result result = new CommandLine(first).hearth("cluster", "token");
        assertThat(result.status()).isZero();
        return result.out().strip();
    }

    private String hosts() throws IOException {
        return new CommandLine(first).hearth("cluster", "status", "--json").out();
    }

    /** Whether an environment of this host serves an invocation. */
    private static boolean busy(Path home) {
        return new CommandLine(home).hearth("status", "--json").out().contains("\"state\":\"busy\"");
    }

    private static ChildHearth join(Path home, String token) {
        return ChildHearth.start(home, "--join", "127.0.0.1:4566", "--token", token);
    }

    private static Set<String> burst(LambdaClient lambda, int count) throws Exception {
        Set<String> endpoints = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<InvokeResponse>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(callers.submit(() -> invoke(lambda, "{\"n\":1,\"sleep\":0.3}")));
            }
            for (Future<InvokeResponse> each : running) {
                String answer = each.get().payload().asString(StandardCharsets.UTF_8);
                endpoints.add(answer.replaceAll(".*\"endpoint\": \"([^\"]*)\".*", "$1"));
            }
        }
        return endpoints;
    }

    private static InvokeResponse invoke(LambdaClient lambda, String payload) {
        return lambda.invoke(request -> request.functionName(NAME).payload(SdkBytes.fromUtf8String(payload)));
    }

    private static void create(LambdaClient lambda) {
        lambda.createFunction(request -> request.functionName(NAME)
                .runtime("python3.11")
                .handler("app.handler")
                .role(Function.ROLE)
                .timeout(30)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(Zip.of("app.py", SOURCE)))));
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName(NAME));
    }
}
