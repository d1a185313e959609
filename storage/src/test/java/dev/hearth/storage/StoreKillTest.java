package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.logs.EventCursor;
import dev.hearth.services.logs.LogStore;
import dev.hearth.services.logs.LogStore.EventChunk;
import dev.hearth.services.logs.LogStore.EventScan;
import dev.hearth.services.logs.LogStore.Streams;
import dev.hearth.services.logs.StoredEvent;
import dev.hearth.services.registry.FunctionRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that writes is killed at random moments, again and again on the same files: everything that it had
 * acknowledged is there, and nothing half-made is visible.
 */
@Tag("slow")
class StoreKillTest {

    private static final int KILLS = 25;

    /** From the first acknowledgement to the kill, at most, microseconds. */
    private static final int LONGEST_LIFE_MICROS = 150_000;

    @TempDir
    Path folder;

    /** What a killed process had acknowledged: the last number of each kind; each kind counts upwards. */
    private record Acknowledged(Map<String, Integer> last) {
        int of(String kind) {
            return last.getOrDefault(kind, -1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatWasAcknowledgedSurvivesAndNothingIsHalfMade(int chain) throws Exception {
        long seed = Long.getLong("hearth.kill.seed", System.nanoTime()) + chain;
        System.out.println("StoreKillTest chain " + chain + ": -Dhearth.kill.seed=" + (seed - chain));
        SplittableRandom random = new SplittableRandom(seed);
        int functionsSeen = -1;
        Process next = start(1);
        for (int round = 1; round <= KILLS; round++) {
            Process writer = next;
            next = start(round + 1);
            Acknowledged acknowledged = runAndKill(writer, random.nextInt(LONGEST_LIFE_MICROS));
            String what = "seed %d chain %d round %d".formatted(seed - chain, chain, round);
            try (TestDatabase test = TestDatabase.in(folder)) {
                functionsSeen = Math.max(functionsSeen, acknowledged.of("F"));
                checkFunctions(what, test.database(), functionsSeen, round);
                checkLogs(what, test.database(), round, acknowledged);
            }
        }
        kill(next);
        try (TestDatabase test = TestDatabase.in(folder)) {
            for (int round = 1; round <= KILLS; round++) {
                checkLogs("at the end, round " + round, test.database(), round, new Acknowledged(Map.of()));
            }
            assertThat(test.database()
                            .<List<String>>read(connection ->
                                    Sql.list(connection, "PRAGMA integrity_check", row -> row.getString(1))))
                    .containsExactly("ok");
        }
    }

    /** A writer that has loaded its classes and waits for a byte, so that starting takes no time from the test. */
    private Process start(int round) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private Acknowledged runAndKill(Process process, int lifeMicros) throws IOException, InterruptedException {
        Map<String, Integer> last = new ConcurrentHashMap<>();
        CountDownLatch alive = new CountDownLatch(1);
        Thread reader = Thread.ofPlatform().start(() -> read(process.inputReader(), last, alive));
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            assertThat(alive.await(180, TimeUnit.SECONDS))
                    .as(() -> "the writer says nothing: " + errors())
                    .isTrue();
            LockSupport.parkNanos(lifeMicros * 1_000L);
            assertThat(process.isAlive()).as(this::errors).isTrue();
        } finally {
            kill(process);
            reader.join();
        }
        return new Acknowledged(Map.copyOf(last));
    }

    /** Not by {@link Process#destroyForcibly}, which also throws away what is still in the pipe. */
    private static void kill(Process process) throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    private static void read(BufferedReader lines, Map<String, Integer> last, CountDownLatch alive) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                // The last line may have been cut off by the kill; then it was not an acknowledgement.
                if (words.length == 2 && words[1].matches("\\d+")) {
                    last.put(words[0], Integer.parseInt(words[1]));
                    alive.countDown();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            alive.countDown();
        }
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("stderr"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Names take turns, so that the last ones acknowledged tell for each name how old it may be at most. */
    private void checkFunctions(String what, Database database, int acknowledged, int round) throws IOException {
        Map<String, FunctionRecord> found = new HashMap<>();
        FunctionTables.create(database).load().functions().forEach(function -> found.put(function.name(), function));
        VirtualPorts ports = new VirtualPorts(Instant.EPOCH, -round);
        CodeFolder code = CodeFolder.open(folder, ports.ports());
        ports.settle();
        for (int number = acknowledged; number > acknowledged - CrashWriter.NAMES; number--) {
            if (number < 0 || number / 1_000_000 != acknowledged / 1_000_000) {
                break;
            }
            FunctionRecord function = found.get("f" + number % CrashWriter.NAMES);
            assertThat(function).as("%s: function %d", what, number).isNotNull();
            assertThat(Integer.parseInt(function.configuration().description()))
                    .as("%s: function %d", what, number)
                    .isGreaterThanOrEqualTo(number);
        }
        for (FunctionRecord function : found.values()) {
            int number = Integer.parseInt(function.configuration().description());
            assertThat(function).as("%s: whole", what).isEqualTo(CrashWriter.function(number, function.code()));
            assertThat(code.zip(function.code().digest()))
                    .as("%s: package", what)
                    .isEqualTo(CrashWriter.zip(number));
            code.prepare(function.code().digest());
            assertThat(code.taskRoot(function.code().digest()).resolve("bootstrap"))
                    .as("%s: unpacked", what)
                    .content()
                    .isEqualTo((number + "\n").repeat(500));
        }
    }

    private static void checkLogs(String what, Database database, int round, Acknowledged acknowledged) {
        LogStore store = Stores.logs(database);
        String group = CrashWriter.group(round);
        checkBatches(what + " puts", store, group, new Streams.Named(List.of("puts")), acknowledged.of("P"));
        checkBatches(what + " appends", store, group, new Streams.Prefixed("a"), acknowledged.of("A"));
        checkBatches(what + " appends", store, group + "-new", new Streams.All(), acknowledged.of("A"));
        assertThat(database.<List<Long>>read(connection -> Sql.list(
                        connection,
                        "SELECT group_id FROM log_group_tag WHERE group_id = ?",
                        row -> row.getLong(1),
                        CrashWriter.NO_GROUP)))
                .as("%s: what failing units wrote", what)
                .isEmpty();
    }

    /** All batches up to the acknowledged one are there, at most one more, and each is whole. */
    private static void checkBatches(String what, LogStore store, String group, Streams streams, int acknowledged) {
        Map<Integer, Integer> counts = new HashMap<>();
        int newest = -1;
        EventCursor after = EventCursor.START;
        EventChunk chunk;
        do {
            chunk = store.events(new EventScan(group, streams, after, EventCursor.END, false, 5_000, 1 << 24));
            for (StoredEvent event : chunk.events()) {
                String[] parts = event.message().split("/");
                counts.merge(Integer.parseInt(parts[0]), 1, Integer::sum);
                newest = Integer.parseInt(parts[0]);
                after = event.cursor();
            }
        } while (!chunk.end());
        assertThat(newest).as("%s: newest batch", what).isGreaterThanOrEqualTo(acknowledged);
        for (int number = 0; number <= newest; number++) {
            assertThat(counts.get(number)).as("%s: batch %d", what, number).isEqualTo(1 + number % 40);
        }
        if (acknowledged >= 0) {
            assertThat(newest).as("%s: newest batch", what).isLessThanOrEqualTo(acknowledged + 1);
        }
    }
}
