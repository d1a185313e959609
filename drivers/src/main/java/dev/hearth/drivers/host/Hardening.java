package dev.hearth.drivers.host;

import dev.hearth.drivers.host.HostCheck.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Firecracker's advice for production hosts against what the files say. Pure over {@link HostFiles}. */
final class Hardening {

    private static final String WEAKNESSES = "/sys/devices/system/cpu/vulnerabilities";
    private static final Set<String> TESTED_KERNELS = Set.of("5.10", "6.1", "6.18");
    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids", "io");

    private final HostFiles files;
    private final List<String> commandLine;

    private Hardening(HostFiles files) {
        this.files = files;
        this.commandLine = List.of(files.text("/proc/cmdline").orElse("").split("\\s+"));
    }

    static List<HostCheck> all(HostFiles files) {
        Hardening host = new Hardening(files);
        return Stream.of(
                        host.kernel(),
                        host.machine(),
                        host.modules(),
                        host.device(),
                        host.nested(),
                        host.creation(),
                        host.cgroups(),
                        host.multithreading(),
                        host.weaknesses(),
                        host.mitigations(),
                        host.pageTables(),
                        host.microcode(),
                        host.swap(),
                        host.samePages(),
                        host.filters(),
                        host.console())
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<HostCheck> good(String name, String found) {
        return Optional.of(HostCheck.good(name, found));
    }

    private static Optional<HostCheck> say(String name, Result result, String found, String advice) {
        return Optional.of(new HostCheck(name, result, found, advice));
    }

    private Optional<HostCheck> kernel() {
        String release = files.text("/proc/sys/kernel/osrelease").orElse("");
        String[] parts = release.split("[.-]");
        String version = parts.length > 1 ? parts[0] + "." + parts[1] : release;
        return TESTED_KERNELS.contains(version)
                ? good("kernel", release + ", which Firecracker is tested with")
                : say(
                        "kernel",
                        Result.WARNING,
                        release + "; Firecracker is tested with 5.10, 6.1 and 6.18",
                        "take one of these for production");
    }

    private Optional<HostCheck> machine() {
        return words("flags").contains("hypervisor")
                ? say(
                        "machine",
                        Result.WARNING,
                        "this host is a virtual machine itself",
                        "what follows is its own view only: its owner's host has to be as hard, too")
                : good("machine", "no virtual machine");
    }

    /** The values of a line of {@code /proc/cpuinfo}. */
    private List<String> words(String key) {
        return files.text("/proc/cpuinfo")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line ->
                        List.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
                .orElse(List.of());
    }

    private Optional<HostCheck> modules() {
        String found = Stream.of("kvm_intel", "kvm_amd", "kvm_pvm")
                .filter(module -> files.exists("/sys/module/" + module))
                .collect(Collectors.joining(", "));
        if (found.contains("kvm_intel") || found.contains("kvm_amd")) {
            return good("KVM modules", found);
        }
        if (!found.isEmpty() || words("CPU implementer").size() == 1 && files.exists("/dev/kvm")) {
            return found.isEmpty()
                    ? good("KVM modules", "built in")
                    : say("KVM modules", Result.WARNING, found + ", which needs guests made for it", "");
        }
        return say(
                "KVM modules",
                Result.BAD,
                "neither kvm_intel nor kvm_amd is loaded",
                "modprobe kvm_intel (or kvm_amd); turn on VT-x or AMD-V in the firmware");
    }

    private Optional<HostCheck> device() {
        if (!files.exists("/dev/kvm")) {
            return say("/dev/kvm", Result.BAD, "is not there", "see KVM modules");
        }
        return files.writableByAll("/dev/kvm")
                ? say("/dev/kvm", Result.WARNING, "every user may use it", "chmod 0660 /dev/kvm; chgrp kvm /dev/kvm")
                : good("/dev/kvm", "not for every user");
    }

    private Optional<HostCheck> nested() {
        for (String module : List.of("kvm_intel", "kvm_amd")) {
            Optional<String> value = files.text("/sys/module/" + module + "/parameters/nested");
            if (value.isPresent()) {
                return Set.of("Y", "1").contains(value.get())
                        ? say(
                                "nested machines",
                                Result.WARNING,
                                "guests may start machines of their own",
                                "options " + module + " nested=0 in /etc/modprobe.d")
                        : good("nested machines", "guests cannot start any");
            }
        }
        return Optional.empty();
    }

    /** From Linux 6.1 on the kernel may wait long when the first machine is made in a cgroup. */
    private Optional<HostCheck> creation() {
        Optional<String> pages = files.text("/sys/module/kvm/parameters/nx_huge_pages");
        boolean favoured = files.text("/proc/mounts").orElse("").contains("favordynmods");
        if (pages.isEmpty()) {
            return Optional.empty();
        }
        return favoured || pages.get().equals("never")
                ? good("time to make a machine", "short")
                : say(
                        "time to make a machine",
                        Result.WARNING,
                        "the kernel may wait tens of milliseconds for each",
                        "mount -o remount,favordynmods /sys/fs/cgroup; or kvm.nx_huge_pages=never, where the processor"
                                + " has no iTLB multihit weakness");
    }

    private Optional<HostCheck> cgroups() {
        boolean second = files.text("/proc/mounts")
                .orElse("")
                .lines()
                .anyMatch(line -> line.contains(" /sys/fs/cgroup cgroup2 "));
        List<String> controllers = List.of(
                files.text("/sys/fs/cgroup/cgroup.controllers").orElse("").split(" "));
        if (!second) {
            return say(
                    "cgroup version 2",
                    Result.WARNING,
                    "version 1, alone or beside version 2",
                    "boot with systemd.unified_cgroup_hierarchy=1: with version 1 a restore from a snapshot is slow");
        }
        List<String> missing = CONTROLLERS.stream()
                .filter(controller -> !controllers.contains(controller))
                .toList();
        return missing.isEmpty()
                ? good("cgroup version 2", "with " + String.join(", ", CONTROLLERS))
                : say(
                        "cgroup version 2",
                        Result.WARNING,
                        "lacks " + String.join(", ", missing),
                        "take cgroup_disable= from the kernel's command line");
    }

    private Optional<HostCheck> multithreading() {
        return files.text("/sys/devices/system/cpu/smt/active")
                .flatMap(active -> active.equals("1")
                        ? say(
                                "multithreading (SMT)",
                                Result.WARNING,
                                "on: functions of two owners can share a core and watch each other",
                                "echo off > /sys/devices/system/cpu/smt/control; nosmt on the command line")
                        : good("multithreading (SMT)", "off"));
    }

    private Optional<HostCheck> weaknesses() {
        List<String> open = new ArrayList<>();
        List<String> names = files.names(WEAKNESSES);
        for (String name : names) {
            String state = files.text(WEAKNESSES + "/" + name).orElse("");
            if (state.contains("Vulnerable") || state.contains("vulnerable") && smt()) {
                open.add(name + " (" + state + ")");
            }
        }
        if (names.isEmpty()) {
            return say("processor's weaknesses", Result.UNKNOWN, "the kernel does not tell", "");
        }
        return open.isEmpty()
                ? good("processor's weaknesses", "all " + names.size() + " known ones are absent or mitigated")
                : say(
                        "processor's weaknesses",
                        Result.BAD,
                        String.join("; ", open),
                        "update kernel and microcode: a guest may read foreign memory");
    }

    private boolean smt() {
        return files.text("/sys/devices/system/cpu/smt/active")
                .filter("1"::equals)
                .isPresent();
    }

    private Optional<HostCheck> mitigations() {
        List<String> off = commandLine.stream()
                .filter(word -> word.startsWith("mitigations=")
                                && (word.contains("off")
                                        || word.contains("no_guest_host")
                                        || word.contains("no_guest_guest"))
                        || Set.of(
                                        "nospectre_v1",
                                        "nospectre_v2",
                                        "spectre_v2=off",
                                        "spec_store_bypass_disable=off",
                                        "mds=off",
                                        "l1tf=off")
                                .contains(word))
                .toList();
        return off.isEmpty()
                ? good("mitigations", "nothing is turned off on the kernel's command line")
                : say(
                        "mitigations",
                        Result.BAD,
                        "turned off on the kernel's command line: " + String.join(" ", off),
                        "take it away: guests are then not kept from the host's or each other's memory");
    }

    private Optional<HostCheck> pageTables() {
        Optional<String> off = commandLine.stream()
                .filter(Set.of("nopti", "pti=off", "kpti=off", "kpti=0")::contains)
                .findFirst();
        String meltdown = files.text(WEAKNESSES + "/meltdown").orElse("");
        if (off.isPresent() || meltdown.startsWith("Vulnerable")) {
            return say(
                    "page table isolation",
                    Result.BAD,
                    "off" + off.map(word -> " (" + word + ")").orElse("") + ", meltdown: " + meltdown,
                    "take " + off.orElse("mitigations=off") + " from the kernel's command line");
        }
        return meltdown.isEmpty()
                ? say("page table isolation", Result.UNKNOWN, "the kernel does not tell", "")
                : good("page table isolation", meltdown.equals("Not affected") ? "not needed here" : meltdown);
    }

    private Optional<HostCheck> microcode() {
        String revision = String.join(" ", words("microcode"));
        String old = files.text(WEAKNESSES + "/old_microcode").orElse("");
        if (revision.isEmpty()) {
            return Optional.empty();
        }
        return old.startsWith("Vulnerable")
                ? say(
                        "microcode",
                        Result.BAD,
                        "revision " + revision + " is known to be old",
                        "install intel-microcode or amd64-microcode and restart")
                : good(
                        "microcode",
                        "revision " + revision + (old.isEmpty() ? "; its age is not known" : ", not known to be old"));
    }

    private Optional<HostCheck> swap() {
        long areas = files.text("/proc/swaps").orElse("").lines().count() - 1;
        return areas > 0
                ? say(
                        "swap",
                        Result.WARNING,
                        areas + " area(s): guests' memory may get to a disk",
                        "swapoff -a, and /etc/fstab")
                : good("swap", "none");
    }

    private Optional<HostCheck> samePages() {
        return files.text("/sys/kernel/mm/ksm/run")
                .flatMap(run -> run.equals("1")
                        ? say(
                                "same-page merging (KSM)",
                                Result.WARNING,
                                "on: one guest can find out what another has in memory",
                                "echo 0 > /sys/kernel/mm/ksm/run")
                        : good("same-page merging (KSM)", "off"));
    }

    private Optional<HostCheck> filters() {
        return files.text("/proc/sys/kernel/unprivileged_bpf_disabled")
                .flatMap(value -> value.equals("0")
                        ? say(
                                "unprivileged BPF",
                                Result.WARNING,
                                "every user may load programs into the kernel",
                                "sysctl -w kernel.unprivileged_bpf_disabled=1")
                        : good("unprivileged BPF", "off"));
    }

    private Optional<HostCheck> console() {
        boolean serial = commandLine.stream().anyMatch(word -> word.startsWith("console=ttyS"));
        boolean quiet = commandLine.contains("quiet") || commandLine.contains("loglevel=1");
        return serial && !quiet
                ? say(
                        "kernel's console",
                        Result.WARNING,
                        "a serial line that slows the kernel down when it logs",
                        "quiet loglevel=1 on the kernel's command line")
                : good("kernel's console", serial ? "quiet" : "no serial line");
    }
}
