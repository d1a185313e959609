package dev.hearth.drivers.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.host.HostCheck.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host as Firecracker advises it has nothing to say; each thing that is off is told with what to do. */
class HardeningTest {

    private static final String WEAKNESSES = "/sys/devices/system/cpu/vulnerabilities/";

    /** A host whose files are the map's; a folder is there when a file in it is. */
    private record Fake(Map<String, String> files) implements HostFiles {

        @Override
        public Optional<String> text(String path) {
            return Optional.ofNullable(files.get(path));
        }

        @Override
        public List<String> names(String folder) {
            return files.keySet().stream()
                    .filter(path -> path.startsWith(folder + "/"))
                    .map(path -> path.substring(folder.length() + 1))
                    .sorted()
                    .toList();
        }

        @Override
        public boolean exists(String path) {
            return files.keySet().stream().anyMatch(file -> file.equals(path) || file.startsWith(path + "/"));
        }

        @Override
        public boolean writableByAll(String path) {
            return files.getOrDefault(path, "").equals("open");
        }
    }

    private static Map<String, String> asAdvised() {
        Map<String, String> files = new HashMap<>();
        files.put("/proc/sys/kernel/osrelease", "6.1.0-28-amd64");
        files.put("/proc/cpuinfo", "processor : 0\nflags\t\t: fpu vme vmx\nmicrocode\t: 0xf4");
        files.put("/proc/cmdline", "root=/dev/sda1 ro console=ttyS0 quiet loglevel=1");
        files.put("/sys/module/kvm_intel/parameters/nested", "N");
        files.put("/sys/module/kvm/parameters/nx_huge_pages", "Y");
        files.put("/dev/kvm", "");
        files.put("/proc/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw,favordynmods 0 0");
        files.put("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory hugetlb pids");
        files.put("/sys/devices/system/cpu/smt/active", "0");
        files.put(WEAKNESSES + "meltdown", "Mitigation: PTI");
        files.put(WEAKNESSES + "mds", "Mitigation: Clear CPU buffers; SMT vulnerable");
        files.put(WEAKNESSES + "old_microcode", "Not affected");
        files.put("/proc/swaps", "Filename\t\t\tType\t\tSize");
        files.put("/sys/kernel/mm/ksm/run", "0");
        files.put("/proc/sys/kernel/unprivileged_bpf_disabled", "2");
        return files;
    }

    @Test
    void aHostAsAdvisedIsGoodThroughout() {
        assertThat(Hardening.all(new Fake(asAdvised())))
                .hasSizeGreaterThan(12)
                .allSatisfy(
                        check -> assertThat(check.result()).as(check.toString()).isEqualTo(Result.GOOD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/proc/sys/kernel/osrelease|5.15.0-100-generic|kernel|WARNING|5.10, 6.1 and 6.18",
                "/proc/cpuinfo|flags : fpu hypervisor vmx|machine|WARNING|virtual machine itself",
                "/dev/kvm|open|/dev/kvm|WARNING|every user may use it",
                "/sys/module/kvm_intel/parameters/nested|Y|nested machines|WARNING|nested=0",
                "/proc/mounts|cgroup2 /sys/fs/cgroup cgroup2 rw 0 0|time to make a machine|WARNING|favordynmods",
                "/proc/mounts|cgroup /sys/fs/cgroup/cpu cgroup rw,favordynmods 0 0|cgroup version 2|WARNING|version 1",
                "/sys/fs/cgroup/cgroup.controllers|cpuset cpu io|cgroup version 2|WARNING|lacks memory, pids",
                "/sys/devices/system/cpu/smt/active|1|multithreading (SMT)|WARNING|nosmt",
                "/sys/devices/system/cpu/smt/active|1|processor's weaknesses|BAD|mds (Mitigation:",
                WEAKNESSES + "retbleed|Vulnerable|processor's weaknesses|BAD|retbleed (Vulnerable)",
                WEAKNESSES + "meltdown|Vulnerable|page table isolation|BAD|meltdown: Vulnerable",
                WEAKNESSES + "old_microcode|Vulnerable|microcode|BAD|0xf4 is known to be old",
                "/proc/cmdline|ro mitigations=off|mitigations|BAD|mitigations=off",
                "/proc/cmdline|ro mitigations=auto,no_guest_host|mitigations|BAD|no_guest_host",
                "/proc/cmdline|ro nospectre_v2|mitigations|BAD|nospectre_v2",
                "/proc/cmdline|ro nopti|page table isolation|BAD|nopti",
                "/proc/cmdline|ro console=ttyS0|kernel's console|WARNING|loglevel=1",
                "/proc/swaps|Filename;/dev/sda2 partition 1000|swap|WARNING|1 area(s)",
                "/sys/kernel/mm/ksm/run|1|same-page merging (KSM)|WARNING|ksm/run",
                "/proc/sys/kernel/unprivileged_bpf_disabled|0|unprivileged BPF|WARNING|sysctl",
            })
    void whatIsOffIsTold(String file, String content, String name, Result result, String words) {
        Map<String, String> files = asAdvised();
        files.put(file, content.replace(';', file.endsWith("swaps") ? '\n' : ';'));

        HostCheck check = Hardening.all(new Fake(files)).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(check.result()).isEqualTo(result);
        assertThat(check.found() + " " + check.advice()).contains(words);
        assertThat(check.advice()).isNotEmpty();
    }

    @Test
    void aHostWithoutKvmIsToldHowToGetIt() {
        Map<String, String> files = asAdvised();
        files.remove("/dev/kvm");
        files.remove("/sys/module/kvm_intel/parameters/nested");

        assertThat(Hardening.all(new Fake(files)))
                .anyMatch(check -> check.name().equals("KVM modules")
                        && check.result() == Result.BAD
                        && check.advice().contains("modprobe"))
                .anyMatch(check -> check.name().equals("/dev/kvm") && check.result() == Result.BAD);
    }

    @Test
    void whatCannotBeReadIsNotInvented() {
        assertThat(Hardening.all(new Fake(Map.of())))
                .noneMatch(check -> check.name().equals("same-page merging (KSM)")
                        || check.name().equals("multithreading (SMT)"))
                .anyMatch(check -> check.name().equals("processor's weaknesses") && check.result() == Result.UNKNOWN);
    }
}
