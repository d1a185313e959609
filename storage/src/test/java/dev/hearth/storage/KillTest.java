package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.registry.CodePackage;
import dev.hearth.services.registry.FunctionPage;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.FunctionState;
import dev.hearth.services.registry.UpdateStatus;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that changes functions, again and again, and looks at what is left. */
@Tag("slow")
class KillTest {

    private static final int KILLS = 50;
    private static final long SEED = 20_261_123;

    /** Changes that a process may make before its death. */
    private static final int MOST_CHANGES = 6;

    /** How far into its last change a process is killed, at most; one takes about that long. */
    private static final long MOST_NANOS = 25_000_000;

    @TempDir
    Path data;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** What was acknowledged: each function's digest. */
    private final Map<String, String> acknowledged = new HashMap<>();

    private String triedName = "";
    private String triedDigest = "";

    @Test
    void everythingAcknowledgedIsThereAndNothingHalfMadeIsVisible() throws IOException, InterruptedException {
        for (int kill = 1; kill <= KILLS; kill++) {
            runAndKill(2L * kill);
            inspect("kill " + kill + " of seed " + SEED, 2L * kill + 1);
        }
        assertThat(acknowledged).as("functions that were acknowledged").isNotEmpty();
    }

    private void runAndKill(long seed) throws IOException, InterruptedException {
        int changes = random.nextInt(1, MOST_CHANGES + 1);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRegistry.class.getName(),
                        data.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            int tried = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
                tried += line.startsWith("try ") ? 1 : 0;
                if (tried == changes && process.isAlive()) {
                    LockSupport.parkNanos(random.nextLong(MOST_NANOS));
                    // By its handle: the process itself would close the pipe and lose the last lines.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(tried).as("changes before the kill").isGreaterThanOrEqualTo(changes);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void read(String line) {
        String[] words = line.split(" ");
        if (words.length < 3 || words[2].length() != KilledRegistry.GONE.length() && words[2].length() != 64) {
            return;
        }
        triedName = words[1];
        triedDigest = words[2];
        if (words[0].equals("ok")) {
            acknowledged.put(triedName, triedDigest);
            triedName = "";
        }
    }

    private void inspect(String when, long seed) throws IOException {
        try (KilledRegistry after = new KilledRegistry(data, seed)) {
            after.ports.settle();
            Map<String, FunctionRecord> found = functions(after);
            Map<String, String> digests = found.values().stream()
                    .collect(
                            Collectors.toMap(FunctionRecord::name, f -> f.code().digest()));
            Set<String> names = new HashSet<>(acknowledged.keySet());
            names.addAll(digests.keySet());
            for (String name : names) {
                String now = digests.getOrDefault(name, KilledRegistry.GONE);
                String expected = acknowledged.getOrDefault(name, KilledRegistry.GONE);
                boolean inFlight = name.equals(triedName) && now.equals(triedDigest);
                assertThat(inFlight ? expected : now).as(when + ": " + name).isEqualTo(expected);
                acknowledged.put(name, now);
            }
            triedName = "";
            for (FunctionRecord function : found.values()) {
                assertThat(function.state()).as(when).isEqualTo(new FunctionState.Active(""));
                assertThat(function.update()).as(when).isEqualTo(new UpdateStatus.Successful());
                assertWhole(when, after, function.code().digest());
            }
            assertNothingElse(when, new HashSet<>(digests.values()));
        }
    }

    private static Map<String, FunctionRecord> functions(KilledRegistry after) {
        Map<String, FunctionRecord> found = new HashMap<>();
        FunctionPage page = after.registry.list(null, null);
        page.functions().forEach(function -> found.put(function.name(), function));
        while (page.nextMarker() != null) {
            page = after.registry.list(page.nextMarker(), null);
            page.functions().forEach(function -> found.put(function.name(), function));
        }
        return found;
    }

    private static void assertWhole(String when, KilledRegistry after, String digest) throws IOException {
        byte[] zip = after.code.zip(digest);
        assertThat(CodePackage.digest(zip)).as(when).isEqualTo(digest);
        Path root = after.code.taskRoot(digest);
        CodePackage.read(zip).unpack(new CodePackage.Sink() {
            @Override
            public void directory(String path) {
                assertThat(root.resolve(path)).as(when).isDirectory();
            }

            @Override
            public void file(String path, boolean executable, CodePackage.Content content) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                content.chunks((chunk, length) -> bytes.write(chunk, 0, length));
                assertThat(root.resolve(path)).as(when).hasBinaryContent(bytes.toByteArray());
            }

            @Override
            public void link(String path, String target) {
                throw new AssertionError("no package here has links");
            }
        });
    }

    private void assertNothingElse(String when, Set<String> digests) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("code"))) {
            assertThat(files.map(path -> path.getFileName().toString().replace(".zip", "")))
                    .as(when)
                    .allMatch(name -> name.equals(".boot") || digests.contains(name));
        }
    }
}
