package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * {@code kill -9} of a whole Hearth while events come and run: every event that was answered with 202 runs to its end,
 * and few run twice. {@code -Dhearth.kills=100 -Dhearth.life-millis=8000} is the long form, {@code
 * -Dhearth.store=postgres} has it on PostgreSQL.
 */
@Tag("slow")
class EventKillTest {

    private static final int KILLS = Integer.getInteger("hearth.kills", 8);
    private static final int LONGEST_LIFE_MILLIS = Integer.getInteger("hearth.life-millis", 2_500);
    /** A kill waits for so many events of its life to be acknowledged, on a slow machine too. */
    private static final int FEWEST_OF_A_LIFE = 11;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int SENDERS = 4;
    private static final String NAME = "killed";

    /** Events that may be over and not yet settled at a kill, generously: a slow commit at full speed. */
    private static final int TWICE_PER_KILL = 20;

    @TempDir
    private Path home;

    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void everyAcknowledgedEventRunsAndFewRunTwice() throws Exception {
        try (ChosenStore store = ChosenStore.open()) {
            kills(store.options("--function-network", "host"));
        }
    }

    private void kills(String... up) throws Exception {
        long seed = Long.getLong("hearth.seed", System.nanoTime());
        System.out.println("EventKillTest: -Dhearth.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (RunCounter counter = RunCounter.start();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (ChildHearth hearth = ChildHearth.start(home, up)) {
                    LambdaClient lambda = new Clients(hearth.endpoint(), hearth.keys()).lambda();
                    if (kill == 0) {
                        counter.createFunction(lambda, NAME);
                    }
                    List<Future<?>> sending = new ArrayList<>();
                    for (int i = 0; i < SENDERS; i++) {
                        sending.add(senders.submit(() -> send(lambda)));
                    }
                    live(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
                    hearth.kill();
                    for (Future<?> each : sending) {
                        each.get();
                    }
                }
            }
            try (ChildHearth hearth = ChildHearth.start(home, up)) {
                await().atMost(Duration.ofSeconds(240))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> counter.ends().keySet().containsAll(acknowledged));
                assertThat(hearth.stop()).isZero();
            }
            judge(counter);
        }
    }

    private void live(Duration life) {
        int enough = acknowledged.size() + FEWEST_OF_A_LIFE;
        long begun = System.nanoTime();
        LockSupport.parkNanos(life.toNanos());
        while (acknowledged.size() < enough && System.nanoTime() - begun < LONGEST_WAIT.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private void judge(RunCounter counter) {
        int twice =
                counter.ends().values().stream().mapToInt(count -> count - 1).sum();
        System.out.println("EventKillTest: " + KILLS + " kills, " + acknowledged.size()
                + " events acknowledged, 0 lost, " + twice + " runs too many");
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * 10);
        assertThat(twice).as("runs too many").isLessThanOrEqualTo(KILLS * TWICE_PER_KILL);
    }

    /** Sends until the server is gone. */
    private void send(LambdaClient lambda) {
        try {
            while (true) {
                int number = next.getAndIncrement();
                lambda.invoke(request -> request.functionName(NAME)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String("{\"n\":" + number + "}")));
                acknowledged.add(number);
            }
        } catch (SdkException killed) {
            // What was in flight may or may not have been accepted.
        }
    }
}
