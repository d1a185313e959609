package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.drivers.cgroups.Cgroups;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed Hearth leaves behind, and how the next one clears it away. */
class CrashTest {

    /** Runs a function for ever, and says so. */
    public static void main(String[] arguments) throws Exception {
        NamespaceDriver driver =
                NamespaceDriver.create(NamespaceOptions.ofThisProcess(Path.of(arguments[0])), Functions.ports());
        Recorder recorder = new Recorder();
        driver.start(Functions.provided(Path.of(arguments[1])), recorder);
        System.out.println("started");
        recorder.awaitEnd();
    }

    @Test
    void aKilledHearthLeavesNoProcessAndTheNextOneClearsTheRest(@TempDir Path state, @TempDir Path task)
            throws Exception {
        Functions.script(task, "setsid sleep 1234567 & trap '' TERM HUP; while :; do sleep 1234567; done");
        Process hearth = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashTest.class.getName(),
                        state.toString(),
                        task.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(hearth.getInputStream()))) {
            assertThat(said.readLine()).isEqualTo("started");
        } finally {
            hearth.destroyForcibly();
        }
        List<String> left = LeftBehind.of(state);
        assumeTrue(!left.isEmpty(), "this user has no cgroups");
        for (String group : left) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> processes(Path.of(group)) == 0);
        }
        NamespaceDriver next = NamespaceDriver.create(NamespaceOptions.ofThisProcess(state), Functions.ports());
        assertThat(next.probe().usable()).isTrue();
        next.close();
        assertThat(LeftBehind.of(state)).isEmpty();
    }

    /** How many processes are in the group's sandboxes. */
    private static long processes(Path group) throws Exception {
        long count = 0;
        for (Path sandbox : Cgroups.folders(group)) {
            count += Files.readAllLines(sandbox.resolve("cgroup.procs")).size();
        }
        return count;
    }
}
