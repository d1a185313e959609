package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure decisions: exits, faults, limits, cgroups. */
class DecisionsTest {

    /** From {@code FcExitCode} of 1.16.1, the FAQ, and the shell's form of signals. */
    @ParameterizedTest
    @CsvSource({
        "0,GUEST_ENDED,the guest ended",
        "1,HOST,last words",
        "2,HOST,impossible",
        "12,HOST,out of memory",
        "148,WALL,system call",
        "149,HOST,SIGBUS",
        "150,HOST,SIGSEGV",
        "151,WALL,SIGXFSZ",
        "152,CONFIGURATION,configuration",
        "153,CONFIGURATION,arguments",
        "154,WALL,SIGXCPU",
        "155,HOST,SIGPIPE",
        "156,KILLED,SIGHUP",
        "157,HOST,SIGILL",
        "137,KILLED,SIGKILL",
        "143,KILLED,SIGTERM",
        "134,HOST,signal 6",
        "77,HOST,does not document"
    })
    void exitsAreToldApart(int status, ExitDecisions.Reason reason, String part) {
        ExitDecisions.Exit exit = ExitDecisions.of(status);

        assertThat(exit.reason()).isEqualTo(reason);
        assertThat(exit.meaning()).contains(part);
        assertThat(exit.outOfMemory()).isEqualTo(status == 12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Could not create the network device: Open tap device failed: x|tap is missing",
                "Cannot open/create the tap device: x|network namespace",
                "Boot source error: The kernel file cannot be opened: x|hearth image list",
                "x: No space left on device (os error 28)|--data",
                "Load snapshot error: Failed to restore from snapshot: CRC64|made anew",
                "Controller pids is unavailable|Delegate",
                "something new|hearth doctor"
            })
    void faultsSayWhatToDo(String fault, String part) {
        assertThat(FaultDecisions.toDo(fault)).contains(part);
    }

    @ParameterizedTest
    @CsvSource({"128,1", "1769,1", "1770,2", "3538,2", "3539,4", "5307,4", "7076,4", "7077,6", "10240,6"})
    void processorsAreOneOrEven(int memory, int vcpus) {
        assertThat(VmLimits.ofMemory(memory).vcpus()).isEqualTo(vcpus);
    }

    @Test
    void limitsLeaveRoomForFirecrackerItselfAndForASnapshot() {
        VmLimits limits = VmLimits.ofMemory(128);

        assertThat(limits.memoryBytes()).isEqualTo(176L << 20);
        assertThat(limits.fileBytes()).isGreaterThan(128L << 20);
        assertThat(limits.cgroupFiles(2, true))
                .contains("memory.max=" + (176L << 20), "memory.swap.max=0", "cpu.max=100000 100000", "pids.max=64");
        assertThat(VmLimits.ofMemory(3538).cgroupFiles(2, false))
                .contains("cpu.max=200000 100000", "cpu.weight=200")
                .noneMatch(file -> file.contains("swap"));
        assertThat(limits.cgroupFiles(1, true)).contains("cpu.cfs_quota_us=100000", "cpu.shares=74");
        // The jailer cuts at '=' and wants exactly one.
        assertThat(limits.cgroupFiles(2, true)).allMatch(file -> file.split("=").length == 2);
    }

    private static final String UNIFIED = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n";
    private static final String OLD = """
            tmpfs /sys/fs/cgroup tmpfs ro 0 0
            cgroup /sys/fs/cgroup/cpu cgroup rw,cpu,cpuacct 0 0
            cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
            cgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0
            cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0
            """;
    private static final Set<String> ALL = Set.of("cpuset", "cpu", "io", "memory", "pids");

    @ParameterizedTest
    @CsvSource({
        "0::/system.slice/hearth.service,system.slice/hearth.service/h",
        "0::/system.slice/hearth.service/supervisor,system.slice/hearth.service/h",
        "0::/user.slice/user-0.slice/session-3.scope,user.slice/user-0.slice/session-3.scope/h",
        "0::/,h",
        "0::/docker/abc,h"
    })
    void cgroupsAreMadeWhereSystemdDelegates(String self, String parent) {
        CgroupPlan plan = CgroupPlan.decide(UNIFIED, self, ALL, "h");

        assertThat(plan.version()).isEqualTo(2);
        assertThat(plan.parent()).isEqualTo(parent);
        assertThat(plan.folders("vm")).containsExactly(Path.of("/sys/fs/cgroup", parent, "vm"));
        assertThat(plan.why()).isEmpty();
    }

    @Test
    void versionOneServesWhereVersionTwoHasNoControllers() {
        CgroupPlan plan = CgroupPlan.decide(OLD, "0::/", Set.of("hugetlb"), "h");

        assertThat(plan.version()).isEqualTo(1);
        assertThat(plan.roots()).containsOnlyKeys("cpu", "memory", "pids");
        assertThat(plan.why()).contains("slowly");
    }

    @Test
    void withoutControllersThereAreNoLimitsAndTheReasonIsSaid() {
        CgroupPlan plan = CgroupPlan.decide("cgroup2 /c cgroup2 rw 0 0\n", "0::/", Set.of("pids"), "h");

        assertThat(plan.limits()).isFalse();
        assertThat(plan.roots()).isEqualTo(Map.of());
        assertThat(plan.why()).contains("memory, cpu");
    }
}
