package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, in processes of its own. */
class CommandLineTest {

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        if (Files.exists(home.resolve(".hearth/hearth.lock"))) {
            new CommandLine(home).hearth("down");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "up", "down", "env", "status", "doctor", "network", "invoke", "logs", "sdk", "test", "bench"
            })
    void helpIsEverywhere(String command) {
        CommandLine line = new CommandLine(home);
        CommandLine.Result result = command.isEmpty() ? line.hearth("--help") : line.hearth(command, "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: hearth " + (command.isEmpty() ? "COMMAND" : command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up --bogus", "nothing", "invoke", "up --port x", "logs f --since yesterday", "env more"})
    void whatIsNotUnderstoodIsAnErrorWithStatus2(String line) {
        CommandLine.Result result = new CommandLine(home).hearth(line.split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("hearth: ").contains("Usage:");
    }

    @Test
    void aDetachedServerIsFoundAskedAndStopped() throws Exception {
        CommandLine line = new CommandLine(home);
        CommandLine.Result up = line.hearth("up", "--detach", "--port", "0");
        assertThat(up.status()).as(up.err()).isZero();
        assertThat(up.out())
                .containsPattern("(?m)^ready http://127\\.0\\.0\\.1:\\d+$")
                .contains("credentials  ");

        CommandLine.Result env = line.hearth("env");
        assertThat(env.out().lines()).hasSize(5).allMatch(export -> export.matches("export AWS_[A-Z_]+='[^']+'"));
        assertThat(Files.getPosixFilePermissions(home.resolve(".hearth/credentials")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(line.hearth("status", "--json").out()).startsWith("{").contains("\"environments\"");
        assertThat(line.hearth("status").out()).contains("endpoint     http://127.0.0.1:", "environments none");

        CommandLine.Result second = line.hearth("up", "--port", "0");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("already runs");

        assertThat(line.hearth("down").status()).isZero();
        assertThat(line.hearth("status").err()).contains("no Hearth runs");
        assertThat(line.hearth("env").out()).as("the keys stay").isEqualTo(env.out());
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        CommandLine line = new CommandLine(home);
        CommandLine.Result up = line.hearth("up", "--detach", "--port", "0");
        String port = up.out().replaceAll("(?s).*ready http://127\\.0\\.0\\.1:(\\d+).*", "$1");

        CommandLine.Result second = line.hearth(
                "up", "--port", port, "--data", home.resolve("other").toString());
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("port " + port);
        assertThat(line.hearth("env", "--port", port).out()).contains(":" + port);
    }

    @Test
    void doctorSaysWhatThisMachineCanDo() {
        CommandLine.Result doctor = new CommandLine(home).hearth("doctor", "--port", "0");

        assertThat(doctor.status()).as(doctor.err()).isZero();
        assertThat(doctor.out())
                .contains("JDK", "sandbox namespace", "runtime python3.11", "KVM", "swap", "Network of microVMs");
    }

    @Test
    void doctorsJsonSaysTheSame() {
        CommandLine.Result doctor = new CommandLine(home).hearth("doctor", "--json", "--port", "0");

        assertThat(doctor.status()).as(doctor.err()).isZero();
        assertThat(doctor.out()).startsWith("{").contains("\"usableSandboxes\":[", "\"guestRange\":{", "\"result\":");
    }

    @Test
    void aPlannedRangeIsJudgedWithoutARunningServer() {
        CommandLine.Result loopback = new CommandLine(home).hearth("network", "check", "127.0.0.0/16");
        CommandLine.Result json = new CommandLine(home).hearth("network", "check", "127.0.0.0/16", "--json");
        CommandLine.Result wrong = new CommandLine(home).hearth("network", "check", "10.0.0.5/8");

        assertThat(loopback.status()).isEqualTo(1);
        assertThat(loopback.out()).contains("TAKEN", "loopback", "free instead: ");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.out()).startsWith("{").contains("\"free\":false", "\"alternative\":\"");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("10.0.0.0/8 contains it").doesNotContain("\tat ");
    }
}
