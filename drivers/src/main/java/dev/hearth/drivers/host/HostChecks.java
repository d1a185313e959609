package dev.hearth.drivers.host;

import java.nio.file.Path;
import java.util.List;

/** Looks at this host. */
public interface HostChecks {

    static HostChecks ofThisHost() {
        return new SystemChecks(HostFiles.ofThisHost());
    }

    /**
     * Whether {@code /dev/kvm} runs a virtual machine: tried with one of a few instructions in a process of its own,
     * which is killed after {@link #KVM_SECONDS}. Never blocks for longer. That it works does not prove that a kernel
     * boots.
     *
     * @param folder where the helper program is put
     */
    HostCheck kvm(Path folder);

    /** Longest trial of KVM, seconds; a working one takes some milliseconds. */
    int KVM_SECONDS = 5;

    /**
     * Compares this host with Firecracker's advice for production (its {@code docs/prod-host-setup.md}), from the
     * processor to the console.
     */
    List<HostCheck> hardening();
}
