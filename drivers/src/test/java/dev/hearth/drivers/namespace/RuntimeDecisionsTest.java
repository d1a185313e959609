package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.HostPlaces;
import dev.hearth.drivers.runtimes.HostRuntimes;
import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.drivers.runtimes.Interpreter.Family;
import dev.hearth.drivers.runtimes.Resources;
import dev.hearth.drivers.runtimes.RuntimeDecisions;
import dev.hearth.sandbox.RuntimeChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which interpreter serves which runtime, on folders that look like those of version managers. */
class RuntimeDecisionsTest {

    private static final List<Interpreter> FOUND =
            List.of(interpreter(Family.PYTHON, 12), interpreter(Family.PYTHON, 10), interpreter(Family.NODEJS, 20));

    private static final Resources.Unpacked GUEST =
            new Resources.Unpacked(Path.of("/b"), Path.of("/r"), List.of("java/lib/a.jar", "java/lib/b.so"));

    private static Interpreter interpreter(Family family, int version) {
        return new Interpreter(family, version, Path.of("/opt/x/bin/x" + version), Optional.of(Path.of("/opt/x")));
    }

    @ParameterizedTest
    @CsvSource({
        "python3.8, python3.10",
        "python3.10, python3.10",
        "python3.11, python3.12",
        "python3.13, ",
        "nodejs18.x, nodejs20.x",
        "nodejs20.x, nodejs20.x",
        "nodejs22.x, ",
        "ruby3.3, ",
        "python2.7, ",
        "nodejs20, ",
        "python3.11x, "
    })
    void takesTheVersionOrTheNearestNewerOne(String identifier, String expected) {
        assertThat(RuntimeDecisions.parse(identifier)
                        .flatMap(wanted -> RuntimeDecisions.choose(wanted, FOUND))
                        .map(Interpreter::identifier))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void findsWhatVersionManagersInstalled(@TempDir Path home) throws IOException {
        Path python = program(home, ".pyenv/versions/3.99.1/bin/python3.99");
        Files.createDirectories(home.resolve(".pyenv/versions/3.99.1/lib/python3.99"));
        program(home, ".nvm/versions/node/v99.2.0/bin/node");
        Files.createDirectories(home.resolve(".nvm/versions/node/v99.2.0/lib/node_modules"));
        HostRuntimes runtimes = new HostRuntimes(new HostPlaces(List.of(), home));
        assertThat(runtimes.choice("python3.98"))
                .contains(new RuntimeChoice(
                        "python3.98", "python3.99", python.toRealPath().toString()));
        assertThat(runtimes.choice("nodejs99.x").orElseThrow().substituted()).isFalse();
        assertThat(runtimes.interpreter("nodejs99.x").orElseThrow().inside()).isEqualTo("/var/lang/bin/node");
    }

    @Test
    void takesNoScriptAndNoFolderThatIsNoInstallation(@TempDir Path home) throws IOException {
        Path shims = Files.createDirectories(home.resolve("shims"));
        Path shim = Files.writeString(shims.resolve("python3.97"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path loose = program(home, "bin/python3.96");
        HostRuntimes runtimes = new HostRuntimes(new HostPlaces(List.of(shims, loose.getParent()), home));
        assertThat(runtimes.choice("python3.96")).isEmpty();
        assertThat(runtimes.choice("python3.97")).isEmpty();
    }

    private static Path program(Path home, String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 0});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    @Test
    void providedRuntimesAreAlwaysThere(@TempDir Path home) {
        HostRuntimes runtimes = new HostRuntimes(new HostPlaces(List.of(), home));
        assertThat(runtimes.choice("provided.al2023").orElseThrow().substituted())
                .isFalse();
        assertThat(runtimes.choices()).extracting(RuntimeChoice::requested).contains("provided.al2", "provided.al2023");
    }

    @Test
    void runsHearthsBootstrapsWithMemoryInMind() {
        BootstrapCommand node =
                RuntimeDecisions.command(FOUND.get(2), GUEST, Optional.empty(), Functions.provided(Path.of("/task")));
        assertThat(node.entries()).containsExactly("/var/lang/bin/x20");
        assertThat(node.arguments())
                .containsExactly("--max-old-space-size=115", "--max-semi-space-size=6", "/var/runtime/index.cjs");
        assertThat(node.runtime()).contains(Path.of("/r/nodejs"));
        BootstrapCommand python =
                RuntimeDecisions.command(FOUND.get(0), GUEST, Optional.empty(), Functions.provided(Path.of("/task")));
        assertThat(python.arguments()).containsExactly("/var/runtime/bootstrap.py");
        assertThat(python.lang()).contains(Path.of("/opt/x"));
        BootstrapCommand java = RuntimeDecisions.command(
                interpreter(Family.JAVA, 21), GUEST, Optional.empty(), Functions.provided(Path.of("/task")));
        assertThat(java.arguments()).containsSequence("-classpath", "/var/runtime/lib/a.jar");
        assertThat(java.runtime()).contains(Path.of("/r/java"));
    }
}
