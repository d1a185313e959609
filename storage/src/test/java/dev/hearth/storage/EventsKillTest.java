package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.events.ArchivedEvent;
import dev.hearth.neighbours.events.EventsStore;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.StoredPosting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that puts events is killed at random moments, again and again on the same file: each event that it had
 * acknowledged is posted to both targets and archived, and no call was posted by halves.
 */
@Tag("slow")
class EventsKillTest {

    private static final int KILLS = 10;

    /** From the first acknowledgement to the kill, at most, microseconds. */
    private static final int LONGEST_LIFE_MICROS = 100_000;

    private static final int ALL = 1_000_000;

    @TempDir
    Path folder;

    private final List<Integer> acknowledged = new ArrayList<>();

    @Test
    void whatWasAcknowledgedIsOnItsWayToEveryTarget() throws IOException, InterruptedException {
        long seed = Long.getLong("hearth.kill.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 1; round <= KILLS; round++) {
            runAndKill(round, random.nextInt(LONGEST_LIFE_MICROS));
            check("-Dhearth.kill.seed=" + seed + " round " + round);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
    }

    private void runAndKill(int round, int lifeMicros) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledEvents.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            assertThat(line).as("the first acknowledgement").isNotNull();
            LockSupport.parkNanos(lifeMicros * 1_000L);
            // By its handle: the process itself would close the pipe and lose the last lines.
            process.toHandle().destroyForcibly();
            for (; line != null; line = lines.readLine()) {
                if (line.matches("E \\d{6,7}")) {
                    acknowledged.add(Integer.parseInt(line.substring(2)));
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    private void check(String what) {
        try (TestDatabase test = TestDatabase.in(folder)) {
            OutboxStore outbox = Stores.outbox(test.database());
            Map<String, Integer> posted = new TreeMap<>();
            for (String lane : outbox.lanes()) {
                for (StoredPosting each : outbox.read(lane, 0, ALL)) {
                    posted.merge(each.posting().parcel().body().replaceAll("\"|/.*", ""), 1, Integer::sum);
                }
            }
            assertThat(posted.values()).as(what).containsOnly(2 * KilledEvents.PER_CALL);
            assertThat(posted.keySet())
                    .as(what)
                    .containsAll(acknowledged.stream().map(String::valueOf).toList());
            EventsStore events = Stores.eventBridge(test.database());
            List<String> archived = events.archived(KilledEvents.ARCHIVE, 0, 0, Long.MAX_VALUE, ALL).stream()
                    .map(ArchivedEvent::body)
                    .map(body -> body.replaceAll(".*\"n\":\"|/\\d\"}}", ""))
                    .toList();
            assertThat(archived)
                    .as(what)
                    .containsAll(acknowledged.stream().map(String::valueOf).toList());
        }
    }
}
