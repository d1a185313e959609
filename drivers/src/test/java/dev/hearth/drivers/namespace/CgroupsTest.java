package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.cgroups.CgroupLimits;
import dev.hearth.drivers.cgroups.CgroupMounts;
import dev.hearth.drivers.cgroups.CgroupMounts.Hierarchy;
import dev.hearth.drivers.cgroups.Cgroups;
import dev.hearth.drivers.cgroups.SandboxCgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How cgroups are found and what is written into them; on folders that stand for both versions. */
class CgroupsTest {

    private static final String UNIFIED =
            "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";

    @Test
    void readsAPureVersion2Machine() {
        CgroupMounts mounts = CgroupMounts.parse(
                "22 1 8:1 / / rw shared:1 - ext4 /dev/sda rw\n" + UNIFIED,
                "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope\n");
        Path mount = Path.of("/sys/fs/cgroup");
        assertThat(mounts.hierarchies())
                .containsExactly(new Hierarchy(
                        true,
                        Set.of(),
                        mount,
                        mount.resolve("user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope")));
    }

    @Test
    void readsAHybridMachine() {
        CgroupMounts mounts = CgroupMounts.parse("""
                31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                32 30 0:28 / /sys/fs/cgroup/memory rw shared:5 master:2 - cgroup cgroup rw,memory
                33 30 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                """, "5:memory:/a\n4:cpu,cpuacct:/b\n0::/\n");
        assertThat(mounts.hierarchies())
                .extracting(Hierarchy::own)
                .containsExactly(
                        Path.of("/sys/fs/cgroup/cpu,cpuacct/b"),
                        Path.of("/sys/fs/cgroup/memory/a"),
                        Path.of("/sys/fs/cgroup/unified"));
        assertThat(mounts.hierarchies().get(0).controllers()).contains("cpu", "cpuacct");
    }

    @ParameterizedTest
    @CsvSource({
        "/docker/abc, 0::/docker/abc/inner, /sys/fs/cgroup/inner",
        "/docker/abc, 0::/docker/abc, /sys/fs/cgroup",
        "/, 0::/../../elsewhere, /sys/fs/cgroup",
        "/docker/abc, 0::/other, /sys/fs/cgroup"
    })
    void findsItsOwnCgroupInAContainer(String root, String own, Path expected) {
        String line = UNIFIED.replace(" / /sys", " " + root + " /sys");
        assertThat(CgroupMounts.parse(line, own).hierarchies().get(0).own()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "128, 20000, 7, 73",
        "885, 20000, 50, 512",
        "1769, 20000, 100, 1024",
        "3538, 40000, 200, 2048",
        "10240, 115771, 578, 5926"
    })
    void memoryBringsAWeightAndBeyondOneProcessorAQuota(int memoryMb, String quota, String weight, String shares) {
        CgroupLimits limits = CgroupLimits.ofMemory(memoryMb);
        assertThat(CgroupLimits.cpuFiles(limits.cpuQuotaMicros(), true)).containsValue(quota + " 20000");
        assertThat(limits.files("cpu", true)).containsEntry("cpu.weight", weight);
        assertThat(limits.files("cpu", false)).containsEntry("cpu.shares", shares);
    }

    @Test
    void writesVersion2Limits(@TempDir Path mount) throws IOException {
        fake(mount, "memory cpu pids io");
        Path group = Files.createDirectory(mount.resolve("hearth-s"));
        Files.writeString(group.resolve("cgroup.subtree_control"), "");
        Cgroups cgroups = Cgroups.prepare(new CgroupMounts(List.of(new Hierarchy(true, Set.of(), mount, mount))), "s");
        SandboxCgroup sandbox = cgroups.create("id", CgroupLimits.ofMemory(1769));
        assertThat(sandbox.unifiedFolder()).contains(group.resolve("id"));
        assertThat(sandbox.tasksFiles()).isEmpty();
        assertThat(group.resolve("id/memory.max")).hasContent("1854930944");
        assertThat(group.resolve("id/pids.max")).hasContent("1024");
        assertThat(group.resolve("id/cpu.max")).hasContent("40000 20000");
        sandbox.endInit();
        assertThat(group.resolve("id/cpu.max")).hasContent("20000 20000");
        Files.writeString(group.resolve("id/memory.current"), "12345\n");
        Files.writeString(group.resolve("id/memory.events"), "low 0\noom 1\noom_kill 1\n");
        assertThat(sandbox.outOfMemory()).isTrue();
    }

    @Test
    void writesVersion1Limits(@TempDir Path mount) throws IOException {
        Hierarchy memory = new Hierarchy(false, Set.of("memory"), Files.createDirectory(mount.resolve("m")), mount);
        Cgroups cgroups = Cgroups.prepare(new CgroupMounts(List.of(memory)), "s");
        assertThat(cgroups.group("cpu")).isEmpty();
        assertThat(cgroups.reason("cpu")).contains("no cgroup file system with the controller cpu");
        Files.createDirectories(mount.resolve("m/hearth-s/other"));
        SandboxCgroup sandbox = cgroups.create("id", CgroupLimits.ofMemory(128));
        Path folder = mount.resolve("m/hearth-s/id");
        assertThat(sandbox.tasksFiles()).containsExactly(folder.resolve("tasks"));
        assertThat(sandbox.unifiedFolder()).isEmpty();
        assertThat(folder.resolve("memory.limit_in_bytes")).hasContent("134217728");
        Files.writeString(folder.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
        assertThat(sandbox.outOfMemory()).isFalse();
    }

    @Test
    void saysThatVersion2IsNotDelegated(@TempDir Path mount) throws IOException {
        fake(mount, "memory pids");
        Files.delete(mount.resolve("cgroup.subtree_control"));
        Cgroups cgroups = Cgroups.prepare(new CgroupMounts(List.of(new Hierarchy(true, Set.of(), mount, mount))), "s");
        assertThat(cgroups.group("memory")).isEmpty();
        assertThat(cgroups.reason("memory")).contains("cannot write " + mount);
    }

    private static void fake(Path mount, String controllers) throws IOException {
        Files.writeString(mount.resolve("cgroup.controllers"), controllers + "\n");
        Files.writeString(mount.resolve("cgroup.subtree_control"), "\n");
    }
}
