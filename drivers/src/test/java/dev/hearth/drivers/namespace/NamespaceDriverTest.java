package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.drivers.runtimes.HostPlaces;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SandboxSpec.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceDriverTest {

    @TempDir
    static Path folder;

    private static NamespaceDriver driver;

    @BeforeAll
    static void create() {
        driver = NamespaceDriver.create(
                new NamespaceOptions(folder.resolve("state"), new HostPlaces(List.of(Path.of("/usr/bin")), folder)),
                Functions.ports());
    }

    @AfterAll
    static void close() {
        driver.close();
    }

    private static Recorder run(Path task) throws SandboxException {
        Recorder recorder = new Recorder();
        driver.start(Functions.provided(task), recorder);
        return recorder;
    }

    @Test
    void deliversAllOutputBeforeTheEnd(@TempDir Path task) throws SandboxException {
        Functions.script(task, "i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done; echo last >&2");
        Recorder recorder = run(task);
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(0, 0, false));
        assertThat(recorder.output()).startsWith("line 0\n").endsWith("line 4999\nlast\n");
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0, 0", "exit 7, 7, 0", "exit 127, 127, 0", "kill -TERM $$, -1, 15", "kill -KILL $$, -1, 9"})
    void tellsHowTheBootstrapEnded(String script, int exitStatus, int signal, @TempDir Path task)
            throws SandboxException {
        Functions.script(task, script);
        assertThat(run(task).awaitEnd()).isEqualTo(new SandboxEnd(exitStatus, signal, false));
    }

    @Test
    void tellsThatThereIsNoBootstrap(@TempDir Path task) throws SandboxException {
        Functions.file(task, "other", "", "rw-r--r--");
        Recorder recorder = run(task);
        assertThat(recorder.awaitEnd().exitStatus()).isEqualTo(SandboxEnd.INVALID_ENTRYPOINT);
        assertThat(recorder.output())
                .isEqualTo("no bootstrap could be executed: /var/task/bootstrap: No such file or directory\n");
    }

    @Test
    void tellsThatTheBootstrapIsNotExecutable(@TempDir Path task) throws SandboxException {
        Functions.file(task, "bootstrap", "#!/bin/sh\n", "rw-r--r--");
        Recorder recorder = run(task);
        assertThat(recorder.awaitEnd().exitStatus()).isEqualTo(SandboxEnd.INVALID_ENTRYPOINT);
        assertThat(recorder.output()).endsWith("Permission denied\n");
    }

    @Test
    void killsEverythingInside(@TempDir Path task) throws SandboxException {
        Functions.script(task, "sleep 1000 & setsid sleep 1000 & trap '' TERM; echo up; while :; do sleep 1000; done");
        Recorder recorder = new Recorder();
        Sandbox sandbox = driver.start(Functions.provided(task), recorder);
        sandbox.kill();
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(-1, 9, false));
    }

    @Test
    void endsWithItsBootstrapAlthoughOthersStillRun(@TempDir Path task) throws SandboxException {
        Functions.script(task, "setsid sleep 1000 & exit 3");
        assertThat(run(task).awaitEnd()).isEqualTo(new SandboxEnd(3, 0, false));
    }

    @Test
    void refusesATaskFolderThatIsNotThere(@TempDir Path task) {
        assertThatThrownBy(() -> driver.start(Functions.provided(task.resolve("gone")), new Recorder()))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("var/task")
                .hasMessageContaining("No such file");
    }

    @Test
    void showsTheEnvironmentAndNothingElse(@TempDir Path task) throws SandboxException {
        Functions.script(task, "/usr/bin/env -u _ -u PWD -u SHLVL | sort; id -u; id -g; pwd; hostname");
        Recorder recorder = new Recorder();
        SandboxSpec spec = Functions.spec(
                "provided.al2", task, 128, 512, new Network.EndpointOnly(4566), Map.of("A", "1", "PATH", "/usr/bin"));
        driver.start(spec, recorder);
        recorder.awaitEnd();
        assertThat(recorder.output()).isEqualTo("A=1\nPATH=/usr/bin\n993\n990\n/var/task\nsandbox\n");
    }
}
