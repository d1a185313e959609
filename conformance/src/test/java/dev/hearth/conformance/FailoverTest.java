package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.storage.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Three hosts over one PostgreSQL: whichever decides may be killed or stand still, and another decides. */
@Tag("slow")
class FailoverTest {

    private static final String NAME = "kept";

    /** More than what is kept beside its row, and more than one part of a transfer. */
    private static final byte[] OBJECT = "kept whole".repeat(300_000).getBytes(StandardCharsets.UTF_8);

    /** The promise is 5 s on a machine that has nothing else to do. */
    private static final Duration MOVED = Duration.ofSeconds(60);

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @TempDir
    private Path third;

    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void whoeverDecidesMayDieOrSleepAndNothingThatWasAcknowledgedIsLost() throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                RunCounter counter = RunCounter.start();
                ChildHearth one =
                        ChildHearth.start(first, "--function-network", "host", "--store", postgres.create())) {
            String token =
                    new CommandLine(first).hearth("cluster", "token").out().strip();
            try (ChildHearth two = join(second, token);
                    ChildHearth three = join(third, token)) {
                await().atMost(MOVED).until(() -> status(first).split("\"door\"").length == 4);
                LambdaClient atTwo = new Clients(two.endpoint(), two.keys()).lambda();
                LambdaClient atThree = new Clients(three.endpoint(), three.keys()).lambda();
                counter.createFunction(atTwo, NAME);
                new Clients(three.endpoint(), three.keys()).s3().createBucket(bucket -> bucket.bucket(NAME));
                new Clients(three.endpoint(), three.keys())
                        .s3()
                        .putObject(put -> put.bucket(NAME).key(NAME), RequestBody.fromBytes(OBJECT));
                // Acknowledged means that it does not take the code with it.
                assertThat(packages(two)).hasSize(1).isEqualTo(packages(one)).isEqualTo(packages(three));
                for (int i = 0; i < 20; i++) {
                    await().atMost(MOVED).until(() -> send(atThree));
                }
                one.kill();
                await().atMost(MOVED).until(() -> send(atTwo) && send(atThree));
                Path decides = await().atMost(MOVED)
                        .until(() -> deciding(second, third), found -> found.size() == 1)
                        .getFirst();

                boolean twoDecides = decides.equals(second);
                asleep(twoDecides ? two : three, twoDecides ? atThree : atTwo);
                awaitRuns(counter);
                comesBackAndLeaves();
                assertThat(three.stop()).isZero();
                assertThat(two.stop()).isZero();
            }
        }
    }

    /** Stands still, is superseded, wakes, and finds that it is. */
    private void asleep(ChildHearth sleeper, LambdaClient other) throws Exception {
        signal("STOP", sleeper);
        try {
            await().atMost(MOVED).until(() -> send(other));
        } finally {
            signal("CONT", sleeper);
        }
        LambdaClient atSleeper = new Clients(sleeper.endpoint(), sleeper.keys()).lambda();
        await().atMost(MOVED).until(() -> deciding(second, third).size() == 1 && send(atSleeper));
    }

    /** The host that was killed comes back as one of them, and goes for good. */
    private void comesBackAndLeaves() throws IOException {
        Path leftover = makeLeftover();
        try (ChildHearth back = ChildHearth.start(first, "--function-network", "host")) {
            LambdaClient atBack = new Clients(back.endpoint(), back.keys()).lambda();
            await().atMost(MOVED).until(() -> send(atBack));
            await().atMost(MOVED).until(() -> status(first).contains("\"connected\":true"));
            // The bytes are on this host alone, which does not decide.
            assertThat(new Clients(back.endpoint(), back.keys())
                            .s3()
                            .getObjectAsBytes(get -> get.bucket(NAME).key(NAME))
                            .asByteArray())
                    .isEqualTo(OBJECT);
            await().atMost(MOVED).until(() -> !Files.exists(leftover));
            CommandLine.Result left = new CommandLine(first).hearth("cluster", "leave");
            assertThat(left.err()).isEmpty();
            assertThat(left.out()).contains("has left the cluster");
            // At once: whoever stops it now must not find a host at the next start that does not know.
            assertThat(back.data().resolve("cluster/removed")).exists();
            assertThat(status(first)).contains("\"removed\":true");
            assertThat(new CommandLine(first).hearth("cluster", "leave").out()).contains("has left the cluster");
            assertThat(back.stop()).isZero();
        }
    }

    /** As if the bytes of an object that was deleted since, hours old, on a host that does not decide. */
    private Path makeLeftover() throws IOException {
        Path folder = first.resolve(".hearth/objects/ab");
        Path leftover = Files.write(Files.createDirectories(folder).resolve("fab" + "0".repeat(30)), OBJECT);
        return Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    private static void signal(String name, ChildHearth hearth) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(hearth.pid()))
                .start()
                .waitFor();
    }

    private List<Path> deciding(Path... homes) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path home : homes) {
            if (status(home).startsWith("{\"role\":\"first\"")) {
                found.add(home);
            }
        }
        return found;
    }

    private static String status(Path home) throws IOException {
        return new CommandLine(home).hearth("cluster", "status", "--json").out();
    }

    private static ChildHearth join(Path home, String token) {
        return ChildHearth.start(home, "--function-network", "host", "--join", "127.0.0.1:4566", "--token", token);
    }

    private static List<String> packages(ChildHearth hearth) throws IOException {
        try (Stream<Path> files = Files.list(hearth.data().resolve("code"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zip"))
                    .sorted()
                    .toList();
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

    private void awaitRuns(RunCounter counter) {
        await().atMost(Duration.ofSeconds(240))
                .untilAsserted(() -> assertThat(counter.ends().keySet()).containsAll(acknowledged));
    }
}
