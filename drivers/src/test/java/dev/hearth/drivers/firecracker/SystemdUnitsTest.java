package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit files in {@code deploy/systemd} are ones that systemd takes, and give what the jailer needs. */
class SystemdUnitsTest {

    private static final Path UNITS = Path.of("..", "deploy", "systemd");

    @TempDir
    Path folder;

    private static List<Path> units() throws IOException {
        try (Stream<Path> files = Files.list(UNITS)) {
            return files.filter(file -> file.toString().endsWith(".service"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void systemdTakesThem() throws Exception {
        Path verify = Path.of("/usr/bin/systemd-analyze");
        Assumptions.assumeTrue(Files.isExecutable(verify), "systemd-analyze is not installed");
        List<String> command = new java.util.ArrayList<>(List.of(verify.toString(), "verify"));
        for (Path unit : units()) {
            // Where Hearth is installed is the user's choice; everything else is checked as it stands.
            String text = Files.readString(unit).replace("ExecStart=/opt/hearth/hearth", "ExecStart=/bin/sh");
            command.add(
                    Files.writeString(folder.resolve(unit.getFileName()), text).toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines().filter(line -> line.startsWith(folder.toString())))
                .as(said)
                // Unknown to a systemd before 254, which ignores it as the unit's own comment says.
                .allMatch(line -> line.contains("DelegateSubgroup"));
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void theServiceDelegatesWhatLimitsMicroVms() throws IOException {
        String service = Files.readString(UNITS.resolve("hearth.service"));

        assertThat(service).contains("User=root", "LimitCORE=0", "KillMode=mixed");
        assertThat(service.lines().filter(line -> line.startsWith("Delegate=")))
                .singleElement()
                .asString()
                .contains(CgroupPlan.CONTROLLERS);
        // Each of these gives a service mounts or devices of its own, and hides /dev/kvm or a network namespace.
        assertThat(service.lines())
                .noneMatch(line -> line.matches("(Private|ProtectSystem|ProtectHome|ProtectClock|DeviceAllow).*=.*"));
    }
}
