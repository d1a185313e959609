package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxLimitsTest {

    @TempDir
    static Path folder;

    private static NamespaceDriver driver;

    @BeforeAll
    static void create() {
        driver = NamespaceDriver.create(NamespaceOptions.ofThisProcess(folder.resolve("state")), Functions.ports());
    }

    @AfterAll
    static void close() {
        driver.close();
    }

    private static Recorder run(SandboxSpec spec) throws SandboxException {
        Recorder recorder = new Recorder();
        driver.start(spec, recorder);
        recorder.awaitEnd();
        return recorder;
    }

    @Test
    void probesEveryWall() {
        Verdict verdict = driver.probe();
        System.out.println(verdict);
        assertThat(verdict.usable()).isTrue();
        assertThat(verdict.findings()).hasSize(6);
    }

    @Test
    void tmpHasExactlyTheSize(@TempDir Path task) throws SandboxException {
        Functions.script(
                task,
                "df -k --output=avail /tmp | tail -1; mount | grep ' /tmp '; ls -la /tmp;"
                        + " dd if=/dev/zero of=/tmp/x bs=1M count=600 2>&1; stat -c %s /tmp/x; cat /proc/self/mounts | wc -l; cat /proc/mounts");
        Recorder recorder = run(Functions.provided(task));
        System.out.println(recorder.output());
    }

    @Test
    void runsPythonAndNode(@TempDir Path task) throws SandboxException {
        System.out.println(driver.runtimes());
    }
}
