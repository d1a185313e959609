package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.drivers.cgroups.CgroupMounts;
import dev.hearth.drivers.cgroups.Cgroups;
import dev.hearth.drivers.cgroups.Freezer;
import dev.hearth.drivers.cgroups.SandboxCgroup;
import dev.hearth.drivers.linux.IoBuffer;
import dev.hearth.drivers.linux.Linux;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox is born in its version 2 cgroup; also on hybrid machines, whose version 2 part limits nothing. */
class UnifiedCgroupTest {

    @Test
    void theInitIsBornInTheCgroup(@TempDir Path folder) throws Exception {
        Path mount = CgroupMounts.parse(
                        Files.readString(Path.of("/proc/self/mountinfo")),
                        Files.readString(Path.of("/proc/self/cgroup")))
                .hierarchies()
                .stream()
                .filter(CgroupMounts.Hierarchy::unified)
                .map(CgroupMounts.Hierarchy::mount)
                .findFirst()
                .orElse(Path.of("/nowhere"));
        assumeTrue(Files.isWritable(mount.resolve("cgroup.procs")), "no version 2 cgroup can be made here");
        Path cgroup = Files.createDirectory(
                mount.resolve("hearth-test-" + ProcessHandle.current().pid()));
        Resources.Unpacked unpacked = Resources.unpack(folder.resolve("state"));
        Path task = Functions.script(folder.resolve("task"), "cat /proc/self/cgroup; echo end; sleep 1000");
        try (Spawner spawner = new Spawner(unpacked.binary(), folder.resolve("root"))) {
            Launch launch = Launch.perform(spawner, spec(task, cgroup), OptionalInt.empty());
            try {
                assertThat(readUntilEnd(launch.output())).contains("\n0::/\n");
                assertThat(Files.readAllLines(cgroup.resolve("cgroup.procs"))).hasSizeBetween(2, 3);
            } finally {
                Linux.close(launch.control());
                Linux.close(launch.output());
                Linux.close(launch.process());
                for (int socket : launch.listening()) {
                    Linux.close(socket);
                }
            }
        } finally {
            Cgroups.remove(cgroup);
        }
        assertThat(cgroup).doesNotExist();
    }

    private static LaunchSpec spec(Path task, Path cgroup) throws IOException {
        SandboxCgroup born = new SandboxCgroup() {
            @Override
            public Optional<Freezer> freezer() {
                return Optional.empty();
            }

            @Override
            public List<Path> tasksFiles() {
                return List.of();
            }

            @Override
            public Optional<Path> unifiedFolder() {
                return Optional.of(cgroup);
            }

            @Override
            public long peakBytes() {
                return 0;
            }

            @Override
            public boolean outOfMemory() {
                return false;
            }

            @Override
            public void endInit() {}

            @Override
            public void remove() {}
        };
        return new LaunchSpec(
                born,
                task,
                Optional.empty(),
                List.of(),
                List.of(),
                BootstrapCommand.provided(),
                Map.of("PATH", "/bin"),
                Optional.empty(),
                16,
                16,
                UserIds.forState(task).take(),
                new LaunchSpec.Net.Loopback(9001, 0));
    }

    private static String readUntilEnd(int output) {
        StringBuilder text = new StringBuilder();
        IoBuffer buffer = IoBuffer.take();
        while (text.indexOf("end") < 0) {
            int got = Linux.read(output, buffer);
            if (got > 0) {
                text.append(StandardCharsets.UTF_8.decode(buffer.first(got)));
            } else {
                assertThat(got).isEqualTo(-Linux.EAGAIN);
                Thread.onSpinWait();
            }
        }
        buffer.giveBack();
        return text.toString();
    }
}
