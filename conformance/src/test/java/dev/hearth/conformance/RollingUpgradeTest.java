package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.storage.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * The build of an earlier commit beside this one, in one cluster over PostgreSQL. {@code bench/rolling-upgrade.sh}
 * makes that build and runs this; without {@code -Dhearth.previous=LAUNCHER} it is skipped.
 */
@Tag("slow")
class RollingUpgradeTest {

    private static final String NAME = "kept";
    private static final Duration MOVED = Duration.ofSeconds(120);
    private static final String PREVIOUS = System.getProperty("hearth.previous", "");

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    private CommandLine before(Path home) {
        return new CommandLine(home, List.of(PREVIOUS));
    }

    private CommandLine now(Path home) {
        return new CommandLine(home);
    }

    @Test
    void theOldOneIsReplacedByTheNewOneHostByHostAndNothingIsLost() throws Exception {
        replaced(before(first), now(first), before(second), now(second));
    }

    @Test
    void theNewOneIsReplacedByTheOldOneAndNothingIsLost() throws Exception {
        replaced(now(first), before(first), now(second), before(second));
    }

    /** Two hosts of one build; each is stopped and comes back as the other build, the one that decides last. */
    private void replaced(CommandLine one, CommandLine oneAfter, CommandLine two, CommandLine twoAfter)
            throws Exception {
        assumeTrue(!PREVIOUS.isEmpty(), "there is no earlier build: run bench/rolling-upgrade.sh");
        try (TestPostgres postgres = TestPostgres.start();
                RunCounter counter = RunCounter.start();
                ChildHearth deciding =
                        ChildHearth.start(one, "--function-network", "host", "--store", postgres.create())) {
            String token = one.hearth("cluster", "token").out().strip();
            LambdaClient here = client(deciding);
            try (ChildHearth joined =
                    ChildHearth.start(two, "--function-network", "host", "--join", "127.0.0.1:0", "--token", token)) {
                awaitHosts(one);
                counter.createFunction(client(joined), NAME);
                answers(here, client(joined));
                assertThat(joined.stop()).isZero();
            }
            assertThat(send(here)).isTrue();
            // Both builds in one cluster: the old one decides, the new one follows; or the other way round.
            try (ChildHearth joined = ChildHearth.start(twoAfter, "--function-network", "host")) {
                LambdaClient there = client(joined);
                await().atMost(MOVED).until(() -> send(there) && invoke(there));
                answers(here, there);
                runsOnBoth(here, there);
                assertThat(deciding.stop()).isZero();
                // Now the other one decides, on tables that both know.
                await().atMost(MOVED).until(() -> send(there) && invoke(there));
                try (ChildHearth back = ChildHearth.start(oneAfter, "--function-network", "host")) {
                    LambdaClient atBack = client(back);
                    await().atMost(MOVED).until(() -> send(atBack) && invoke(atBack));
                    answers(there, atBack);
                    assertThat(joined.stop()).isZero();
                    await().atMost(MOVED).until(() -> send(atBack) && invoke(atBack));
                    await().atMost(Duration.ofSeconds(240))
                            .untilAsserted(
                                    () -> assertThat(counter.ends().keySet()).containsAll(acknowledged));
                    assertThat(back.stop()).isZero();
                }
            }
        }
    }

    private static LambdaClient client(ChildHearth hearth) {
        return new Clients(hearth.endpoint(), hearth.keys()).lambda();
    }

    private static void awaitHosts(CommandLine line) {
        await().atMost(MOVED).until(() -> {
            String status = line.hearth("cluster", "status", "--json").out();
            return status.split("\"door\"", -1).length == 3;
        });
    }

    /** Every call at either is answered: nothing moves now. */
    private void answers(LambdaClient one, LambdaClient two) {
        for (int i = 0; i < 20; i++) {
            assertThat(invoke(one)).isTrue();
            assertThat(invoke(two)).isTrue();
            assertThat(send(one)).isTrue();
            assertThat(send(two)).isTrue();
        }
        assertThat(one.listFunctions().functions())
                .extracting(function -> function.functionName())
                .isEqualTo(two.listFunctions().functions().stream()
                        .map(function -> function.functionName())
                        .toList())
                .containsExactly(NAME);
    }

    /** More at once than one host runs by itself: payloads, answers and logs cross between the builds. */
    private void runsOnBoth(LambdaClient one, LambdaClient two) {
        List<Thread> callers = new ArrayList<>();
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < 16; i++) {
            LambdaClient at = i % 2 == 0 ? one : two;
            callers.add(Thread.ofVirtual().start(() -> {
                if (!invoke(at)) {
                    failed.incrementAndGet();
                }
            }));
        }
        callers.forEach(caller -> {
            try {
                caller.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(failed).hasValue(0);
    }

    private boolean invoke(LambdaClient lambda) {
        int number = next.getAndIncrement();
        try {
            return lambda.invoke(request ->
                            request.functionName(NAME).payload(SdkBytes.fromUtf8String("{\"n\":" + number + "}")))
                    .payload()
                    .asUtf8String()
                    .equals(Integer.toString(number));
        } catch (SdkException refused) {
            return false;
        }
    }

    private boolean send(LambdaClient lambda) {
        int number = next.getAndIncrement();
        try {
            lambda.invoke(request -> request.functionName(NAME)
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String("{\"n\":" + number + "}")));
            acknowledged.add(number);
            return true;
        } catch (SdkException refused) {
            return false;
        }
    }
}
