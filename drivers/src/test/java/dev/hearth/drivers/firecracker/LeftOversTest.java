package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed predecessor left is removed, and nothing beside it. */
class LeftOversTest {

    private static final Instance OURS = Instance.of(Path.of("/var/lib/hearth"));
    private static final Instance OTHER = Instance.of(Path.of("/home/somebody/.hearth"));

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    /** A process that looks like a microVM's to {@code ps}: its arguments are read by nobody. */
    private Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "while :; do read x; done", "firecracker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private Path jail(String id) throws IOException {
        Path root = Files.createDirectories(Commands.jail(folder, id).resolve("root"));
        Files.writeString(root.resolve("log"), "something");
        Files.createSymbolicLink(root.resolve("trap"), folder.resolve("precious"));
        return root.getParent();
    }

    private LeftOvers leftOvers(Path cgroups) {
        CgroupPlan plan = new CgroupPlan(2, OURS.cgroup(), Map.of(CgroupPlan.UNIFIED, cgroups), "");
        return new LeftOvers(OURS, folder, plan, Path.of("/proc"));
    }

    @Test
    void onlyItsOwnIsRemoved() throws Exception {
        Files.createDirectories(folder.resolve("precious"));
        Files.writeString(folder.resolve("precious/file"), "kept");
        Process ours = process("--id", OURS.vmId(7), "--api-sock", "api");
        Process jailer = process("--exec-file", "/x/fc", "--id", OURS.vmId(8), "--uid", "1");
        List<Process> decoys = List.of(
                process("--id", OTHER.vmId(7)),
                process("--id", "hearth-7"),
                process("--name", OURS.vmId(7)),
                process("id", OURS.vmId(9), "--id"),
                process("--id", "x" + OURS.vmId(7)));
        Path left = jail(OURS.vmId(7));
        Path others = jail(OTHER.vmId(7));
        Path unknown = Files.createDirectories(Commands.jail(folder, "mine"));
        Path cgroups = folder.resolve("cgroups");
        Path group = Files.createDirectories(cgroups.resolve(OURS.cgroup()).resolve(OURS.vmId(7)));
        Path otherGroup = Files.createDirectories(cgroups.resolve(OURS.cgroup()).resolve(OTHER.vmId(1)));

        LeftOvers.Found found = leftOvers(cgroups).remove();

        assertThat(found).isEqualTo(new LeftOvers.Found(2, 1, 1));
        assertThat(ours.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(jailer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(decoys).allMatch(Process::isAlive);
        assertThat(left).doesNotExist();
        assertThat(group).doesNotExist();
        assertThat(List.of(others, unknown, otherGroup)).allMatch(Files::isDirectory);
        assertThat(folder.resolve("precious/file")).hasContent("kept");
    }

    /** A number in a file proves nothing: it may be another's by now. */
    @Test
    void aProcessWhoseNumberStandsInAPidFileLives() throws Exception {
        Process innocent = process("--some", "thing");
        Path left = jail(OURS.vmId(3));
        Files.writeString(left.resolve("root/fc.pid"), Long.toString(innocent.pid()));

        leftOvers(folder.resolve("cgroups")).remove();

        assertThat(innocent.isAlive()).isTrue();
        assertThat(left).doesNotExist();
    }

    @Test
    void aCleanHostStaysAsItIs() throws IOException {
        assertThat(leftOvers(folder.resolve("cgroups")).remove().nothing()).isTrue();
    }

    @Test
    void namesTellInstancesApart() {
        assertThat(OURS.vmId(1)).matches("[A-Za-z0-9-]{1,64}");
        assertThat(OURS.owns(OURS.vmId(1))).isTrue();
        assertThat(OURS.owns(OTHER.vmId(1))).isFalse();
        assertThat(OURS).isEqualTo(Instance.of(Path.of("/var/lib/hearth"))).isNotEqualTo(OTHER);
    }
}
