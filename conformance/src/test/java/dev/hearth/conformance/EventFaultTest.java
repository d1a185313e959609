package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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
    /** A disk is full at once: longer only repeats the same refusals. */
    private static final Duration FULL = Duration.ofSeconds(3);

    private static final Duration HELD = Duration.ofMillis(300);
    private static final Duration LET_GO = Duration.ofMillis(150);

    @TempDir
    private Path home;

    private final Set<Integer> acknowledged = new HashSet<>();
    private int next;
    private int refused;

    /** What makes the store fail, and lets it be again. */
    private interface Fault {
        AutoCloseable begin(ChildHearth hearth) throws Exception;
    }

    @Test
    void aStoreThatDoesNotAnswerForTenSeconds() throws Exception {
        survives(AWAY, hearth -> {
            Connection other =
                    DriverManager.getConnection("jdbc:sqlite:" + hearth.data().resolve("hearth.db"));
            try (Statement statement = other.createStatement()) {
                // Another process holds the only right to write.
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("BEGIN IMMEDIATE");
            }
            return other;
        });
        assertThat(refused).as("events refused meanwhile").isPositive();
    }

    @Test
    void aStoreThatAnswersSlowlyForTenSeconds() throws Exception {
        survives(AWAY, hearth -> {
            Connection other =
                    DriverManager.getConnection("jdbc:sqlite:" + hearth.data().resolve("hearth.db"));
            AtomicBoolean over = new AtomicBoolean();
            Thread slow = Thread.ofPlatform().start(() -> hold(other, over));
            return () -> {
                over.set(true);
                slow.join();
                other.close();
            };
        });
        assertThat(refused).as("events refused by a store that is only slow").isZero();
    }

    /** Another process holds the right to write most of the time, and lets it go in between. */
    private static void hold(Connection other, AtomicBoolean over) {
        try (Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            while (!over.get()) {
                statement.execute("BEGIN IMMEDIATE");
                LockSupport.parkNanos(HELD.toNanos());
                statement.execute("ROLLBACK");
                LockSupport.parkNanos(LET_GO.toNanos());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDiskThatIsFullToTheLastByte() throws Exception {
        SmallDisk disk = SmallDisk.mounted(home.resolve("disk"), home.resolve(".hearth"), 96)
                .orElse(null);
        assumeTrue(disk != null, "needs root, mkfs.ext4 (e2fsprogs) and a loop device to have a disk to fill");
        try (disk) {
            survives(FULL, hearth -> {
                // What the server removes meanwhile is free again, and filled too.
                return await().atMost(Duration.ofMinutes(1))
                        .until(
                                () -> {
                                    AutoCloseable filler = disk.fill();
                                    return disk.freeBytes() < SmallDisk.PAGE
                                            ? Optional.of(filler)
                                            : Optional.<AutoCloseable>empty();
                                },
                                Optional::isPresent)
                        .orElseThrow();
            });
            assertThat(refused).as("events refused meanwhile").isPositive();
        }
    }

    @Test
    void filesThatMayNotGrow() throws Exception {
        assumeTrue(prlimit(ProcessHandle.current().pid()) == 0, "needs prlimit (util-linux) to make writes fail");
        survives(FULL, hearth -> {
            // No file of the server's grows beyond this: what a full disk does, where none can be filled.
            assertThat(prlimit(hearth.pid(), "--fsize=4096:unlimited")).isZero();
            return () -> assertThat(prlimit(hearth.pid(), "--fsize=unlimited:unlimited"))
                    .isZero();
        });
        assertThat(refused).as("events refused meanwhile").isPositive();
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

    private void survives(Duration away, Fault fault) throws Exception {
        try (RunCounter counter = RunCounter.start();
                ChildHearth hearth = ChildHearth.start(home, "--function-network", "host")) {
            LambdaClient lambda = new Clients(hearth.endpoint(), hearth.keys()).lambda();
            counter.createFunction(lambda, NAME);
            for (int i = 0; i < 20; i++) {
                assertThat(send(lambda)).isEqualTo(202);
            }
            long begun = System.nanoTime();
            try (AutoCloseable end = fault.begin(hearth)) {
                while (System.nanoTime() - begun < away.toNanos()) {
                    int status = send(lambda);
                    assertThat(status).isIn(202, 503);
                    refused += status == 503 ? 1 : 0;
                }
                assertThat(end).isNotNull();
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> send(lambda) == 202);
            await().atMost(Duration.ofSeconds(240))
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
