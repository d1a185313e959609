package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** A store that is full or does not answer: accepting stops with a 503, loses nothing, and comes back by itself. */
@Tag("slow")
class EventFaultTest {

    private static final String NAME = "faulty";
    private static final Duration AWAY = Duration.ofSeconds(10);

    @TempDir
    private Path home;

    private final Set<Integer> acknowledged = new HashSet<>();
    private int next;

    /** What makes the store fail, and lets it be again. */
    private interface Fault {
        AutoCloseable begin(ChildHearth hearth) throws Exception;
    }

    @Test
    void aStoreThatDoesNotAnswerForTenSeconds() throws Exception {
        survives(hearth -> {
            Connection other =
                    DriverManager.getConnection("jdbc:sqlite:" + hearth.data().resolve("hearth.db"));
            try (Statement statement = other.createStatement()) {
                // Another process holds the only right to write.
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("BEGIN IMMEDIATE");
            }
            return other;
        });
    }

    @Test
    void aFullDisk() throws Exception {
        assumeTrue(prlimit(ProcessHandle.current().pid()) == 0, "needs prlimit (util-linux) to make writes fail");
        survives(hearth -> {
            // No file of the server's grows beyond this: what a full disk does, without filling one.
            assertThat(prlimit(hearth.pid(), "--fsize=4096:unlimited")).isZero();
            return () -> assertThat(prlimit(hearth.pid(), "--fsize=unlimited:unlimited"))
                    .isZero();
        });
    }

    private static int prlimit(long pid, String... more) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("prlimit", "--pid", Long.toString(pid)));
        command.addAll(List.of(more));
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            return -1;
        }
    }

    private void survives(Fault fault) throws Exception {
        try (RunCounter counter = RunCounter.start();
                ChildHearth hearth = ChildHearth.start(home, "--function-network", "host")) {
            LambdaClient lambda = new Clients(hearth.endpoint(), hearth.keys()).lambda();
            lambda.createFunction(request -> request.functionName(NAME)
                    .runtime("python3.11")
                    .handler("app.handler")
                    .role(Function.ROLE)
                    .code(code -> code.zipFile(SdkBytes.fromByteArray(counter.zip()))));
            lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName(NAME));
            for (int i = 0; i < 20; i++) {
                assertThat(send(lambda)).isEqualTo(202);
            }
            long begun = System.nanoTime();
            int refused = 0;
            try (AutoCloseable end = fault.begin(hearth)) {
                while (System.nanoTime() - begun < AWAY.toNanos()) {
                    int status = send(lambda);
                    assertThat(status).isIn(202, 503);
                    refused += status == 503 ? 1 : 0;
                }
                assertThat(end).isNotNull();
            }
            assertThat(refused).as("events refused meanwhile").isPositive();
            await().atMost(Duration.ofSeconds(15)).until(() -> send(lambda) == 202);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(counter.ends().keySet()).containsAll(acknowledged));
        }
    }

    private int send(LambdaClient lambda) {
        int number = next++;
        try {
            int status = lambda.invoke(request -> request.functionName(NAME)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String("{\"n\":" + number + "}")))
                    .statusCode();
            acknowledged.add(number);
            return status;
        } catch (LambdaException refused) {
            if (refused.statusCode() == 503) {
                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailableException");
            }
            return refused.statusCode();
        }
    }
}
