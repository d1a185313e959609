package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all microVMs of one driver share on this host.
 *
 * @param options the driver's
 * @param instance whose microVMs they are
 * @param executable the driver's own copy of the binary, named {@link Commands#EXECUTABLE}
 * @param cgroups where the jailer makes cgroups
 * @param swap whether the kernel accounts for swap
 * @param users host users for them
 * @param launcher starts their processes
 * @param placing brings files into their folders
 * @param numbers counts them, for their names
 * @param patience how long Firecracker may take
 */
record VmHost(
        FirecrackerOptions options,
        Instance instance,
        Path executable,
        CgroupPlan cgroups,
        boolean swap,
        HostUsers users,
        VmmLauncher launcher,
        Placing placing,
        AtomicLong numbers,
        Patience patience,
        Ports ports) {

    /**
     * Longest waits of a start.
     *
     * @param request for a request that configures
     * @param start for the start, which builds the machine, and for the load of a snapshot
     * @param apiUp until the process serves its API: 60 ms are usual, a busy host and a jail with many mounts take
     *     longer
     */
    record Patience(Duration request, Duration start, Duration apiUp) {

        static final Patience USUAL =
                new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    private static final String JAILS = "j";

    VmHost withSwap(boolean newSwap) {
        return new VmHost(
                options, instance, executable, cgroups, newSwap, users, launcher, placing, numbers, patience, ports);
    }

    boolean jailed() {
        return options.jailer().isPresent();
    }

    Path jails() {
        return options.stateDir().resolve(JAILS);
    }

    /** The folder of one microVM; removed with it. */
    Path folder(String vmId) {
        return Commands.jail(jails(), vmId);
    }

    /** Its working directory: in a jail its root. */
    Path root(String vmId) {
        return folder(vmId).resolve("root");
    }

    String nextId() {
        return instance.vmId(numbers.incrementAndGet());
    }

    List<String> command(String vmId, OptionalInt user, VmLimits limits, Optional<Path> namespace, boolean configFile) {
        if (options.jailer().isEmpty()) {
            return Commands.bare(executable, vmId, namespace, configFile);
        }
        return Commands.jailed(
                options.jailer().get(),
                executable,
                jails(),
                vmId,
                user.orElseThrow(),
                cgroups,
                limits.cgroupFiles(cgroups.version(), swap),
                limits,
                namespace,
                configFile);
    }

    /** Removes the cgroups' common folder; every microVM is gone. */
    void close() {
        if (jailed()) {
            cgroups.parents().forEach(LeftOvers::removeCgroup);
        }
    }

    /** Brings a file into the folder of a microVM; the seam at which tests fill the disk. */
    @FunctionalInterface
    interface Placing {
        void place(Path file, Path as) throws IOException;
    }
}
