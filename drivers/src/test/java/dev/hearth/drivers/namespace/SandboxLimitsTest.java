package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SandboxSpec.Network;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of memory, processor, processes and disk, as far as this user can enforce them. */
class SandboxLimitsTest {

    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    static Path folder;

    private static NamespaceDriver driver;
    private static Verdict verdict;

    @BeforeAll
    static void create() {
        driver = NamespaceDriver.create(NamespaceOptions.ofThisProcess(folder.resolve("state")), Functions.ports());
        verdict = driver.probe();
    }

    @AfterAll
    static void close() {
        driver.close();
    }

    private static void assumeEnforced(String what) {
        assumeTrue(
                verdict.findings().stream()
                        .filter(finding -> finding.what().contains(what))
                        .allMatch(Verdict.Finding::enforced),
                "this user cannot enforce it: " + what);
    }

    private static SandboxSpec spec(Path task, int memoryMb, int tmpMb) {
        return Functions.spec("provided.al2023", task, memoryMb, tmpMb, new Network.EndpointOnly(4566), PATH);
    }

    @Test
    void theProbeHasAnOpinionOnEveryLimit() {
        assertThat(verdict.usable()).isTrue();
        assertThat(verdict.findings())
                .extracting(Verdict.Finding::what)
                .containsExactly(
                        "namespaces, read-only root, system call filter, no capabilities",
                        "a host user of its own for each sandbox",
                        "memory limit",
                        "processor time in proportion to memory",
                        "number of processes",
                        "background work stands still between invocations",
                        "/tmp on disk");
        assertThat(verdict.findings()).allMatch(finding -> !finding.detail().isBlank());
    }

    @Test
    void anOrdinaryUserLearnsWhatIsMissing(@TempDir Path classes) throws Exception {
        Shared.openToAll(classes);
        Process process = Shared.asOrdinaryUser(classes, List.of(), Map.of());
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(told)
                .contains("usable=true")
                .contains("what=memory limit, enforced=false")
                .contains("systemd-run --user --scope -p Delegate=yes");
    }

    @Test
    void memoryBeyondTheLimitKills(@TempDir Path task) throws SandboxException {
        assumeEnforced("memory limit");
        Functions.script(task, "exec dd if=/dev/zero of=/dev/null bs=300M count=1");
        Recorder recorder = new Recorder();
        Sandbox sandbox = driver.start(spec(task, 128, 512), recorder);
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(-1, 9, true));
        assertThat(sandbox.peakMemoryBytes()).isBetween(120L << 20, 128L << 20);
    }

    @Test
    void tellsTheMemoryInUse(@TempDir Path task) throws SandboxException {
        assumeEnforced("memory limit");
        Functions.script(task, "head -c 30000000 /dev/zero | tail -c 30000000 >/dev/null");
        Recorder recorder = new Recorder();
        Sandbox sandbox = driver.start(spec(task, 128, 512), recorder);
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(0, 0, false));
        assertThat(sandbox.peakMemoryBytes()).isBetween(30_000_000L, 60_000_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 600, 3000, 10240})
    void tmpOnDiskHasExactlyTheSize(int sizeMb, @TempDir Path task) throws SandboxException {
        assumeEnforced("/tmp on disk");
        Functions.script(task, "df -k --output=avail,fstype /tmp | tail -1; ls -A /tmp");
        Recorder recorder = new Recorder();
        driver.start(spec(task, 128, sizeMb), recorder);
        recorder.awaitEnd();
        assertThat(recorder.output().strip().split(" +")).containsExactly(Integer.toString(sizeMb * 1024), "ext4");
    }

    @Test
    void tmpIsNoMemoryOfTheFunctionAndEndsWhereItIsFull(@TempDir Path task) throws SandboxException {
        assumeEnforced("/tmp on disk");
        Functions.script(task, "dd if=/dev/zero of=/tmp/x bs=1M 2>&1 | head -1; stat -c %s /tmp/x");
        Recorder recorder = new Recorder();
        driver.start(spec(task, 128, 300), recorder);
        assertThat(recorder.awaitEnd().outOfMemory()).isFalse();
        String[] lines = recorder.output().split("\n");
        assertThat(lines[0]).contains("No space left on device");
        // dd writes whole MiBs, and the bookkeeping of the file itself takes a few blocks.
        assertThat(Long.parseLong(lines[1])).isBetween(298L << 20, 300L << 20);
    }

    /** More at once than disks are made ahead: the launchers copy the rest. */
    @Test
    void everyOneOfManyAtOnceHasADiskOfItsOwn(@TempDir Path task) throws SandboxException {
        assumeEnforced("/tmp on disk");
        Functions.script(task, "ls -A /tmp; echo x > /tmp/mine; df --output=fstype /tmp | tail -1");
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            recorders.add(new Recorder());
            driver.start(spec(task, 128, 512), recorders.getLast());
        }
        for (Recorder recorder : recorders) {
            recorder.awaitEnd();
            assertThat(recorder.output()).isEqualTo("ext4\n");
        }
    }

    @Test
    void tmpIsInMemoryFromThenOnWhereADiskCannotBeMounted(@TempDir Path state, @TempDir Path task) throws Exception {
        assumeEnforced("/tmp on disk");
        Files.createDirectories(state.resolve("disks"));
        Files.writeString(state.resolve("disks/tmp-512.ext4"), "not a file system");
        Functions.script(task, "df --output=fstype /tmp | tail -1");
        assertThat(Shared.run(state, task, PATH)).isEqualTo("tmpfs\n");
    }

    @Test
    void noFunctionSeesWhatAnotherLeftInTmp(@TempDir Path task) throws SandboxException {
        Functions.script(task, "ls -A /tmp /dev/shm; echo secret > /tmp/left; echo secret > /dev/shm/left");
        for (int i = 0; i < 2; i++) {
            Recorder recorder = new Recorder();
            driver.start(spec(task, 128, 512), recorder);
            recorder.awaitEnd();
            assertThat(recorder.output()).isEqualTo("/dev/shm:\n\n/tmp:\n");
        }
    }

    @Test
    void processesBeyondTheLimitAreRefused(@TempDir Path task) throws SandboxException {
        Functions.script(task, "(while :; do sleep 100 & done) 2>&1 | head -1; ls -d /proc/[0-9]* | wc -l");
        Recorder recorder = new Recorder();
        driver.start(spec(task, 512, 512), recorder);
        recorder.awaitEnd();
        assertThat(recorder.output()).containsIgnoringCase("fork");
    }

    @Test
    void processorTimeIsLimitedAfterInit(@TempDir Path task) throws Exception {
        assumeEnforced("processor time");
        // When init is over, two loops spin for one to two seconds of the clock each and tell their processor time;
        // 177 MiB bring one processor.
        Functions.script(
                task,
                "while [ ! -e go ]; do sleep 0.05; done; spin() { end=$(($(date +%s)+2)); "
                        + "while [ $(date +%s) -lt $end ]; do :; done; times; }; spin & spin & wait");
        Recorder recorder = new Recorder();
        Sandbox sandbox = driver.start(spec(task, 177, 512), recorder);
        sandbox.initialized();
        Files.createFile(task.resolve("go"));
        recorder.awaitEnd();
        assertThat(seconds(recorder.output())).isLessThan(2.4);
    }

    /** The sum of what the shell's {@code times} tells: {@code 0m0.010s 0m0.020s} twice. */
    private static double seconds(String times) {
        double sum = 0;
        for (String part : times.strip().split("\\s+")) {
            sum += Double.parseDouble(part.substring(part.indexOf('m') + 1, part.length() - 1));
        }
        return sum;
    }

    @Test
    void leavesNoCgroupAndNoFile(@TempDir Path task, @TempDir Path state) throws SandboxException, IOException {
        Functions.script(task, "exit 0");
        List<String> before = LeftBehind.of(state);
        Shared.run(state, task, PATH);
        assertThat(LeftBehind.of(state)).isSubsetOf(before);
        assertThat(LeftBehind.files(state)).allMatch(file -> file.matches("(bin|runtime|disks)/.*"));
    }
}
