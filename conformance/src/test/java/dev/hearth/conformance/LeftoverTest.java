package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** After a Hearth ended, nothing of it is left on the machine: idle, busy, or killed and started again. */
class LeftoverTest {

    private static final String SLEEPER = """
            import time
            def handler(event, context):
                time.sleep(event.get("seconds", 0))
                return "slept"
            """;

    @TempDir
    private Path home;

    @Test
    void aStopWithIdleAndBusyEnvironmentsLeavesNothing() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            ChildHearth hearth = ChildHearth.start(home);
            run(hearth, callers);
            assertThat(Footprint.of(home.toRealPath()).processes())
                    .as("while it runs")
                    .isNotEmpty();

            assertThat(hearth.stop()).isZero();
        }
        assertNothingIsLeft();
        assertThat(home.resolve(".hearth/status.sock")).doesNotExist();
        assertThat(home.resolve(".hearth/running")).isEmptyDirectory();
    }

    @Test
    void afterAKillTheNextStartClearsAway() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            ChildHearth hearth = ChildHearth.start(home);
            run(hearth, callers);
            hearth.kill();
        }
        try (ChildHearth again = ChildHearth.start(home)) {
            assertThat(again.stop()).isZero();
        }
        assertNothingIsLeft();
    }

    /** One idle environment, and one in the middle of an invocation. */
    private static void run(ChildHearth hearth, ExecutorService callers) {
        LambdaClient lambda = new Clients(hearth.endpoint(), hearth.keys()).lambda();
        lambda.createFunction(request -> request.functionName("sleeper")
                .runtime("python3.11")
                .handler("app.handler")
                .timeout(60)
                .role(Function.ROLE)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(Zip.of("app.py", SLEEPER)))));
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName("sleeper"));
        lambda.invoke(request -> request.functionName("sleeper"));
        callers.submit(() -> {
            try {
                lambda.invoke(request ->
                        request.functionName("sleeper").payload(SdkBytes.fromUtf8String("{\"seconds\":50}")));
            } catch (SdkException stopped) {
                // It was not going to be answered.
            }
        });
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(Footprint.of(home.toRealPath())).isEqualTo(Footprint.NOTHING);
    }
}
