package dev.hearth.drivers.gvisor;

import dev.hearth.core.Ports;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.sandbox.SandboxDriver;

/**
 * The driver that isolates by gVisor. Needs root and the program {@code runsc}; no KVM. Creating it is cheap; the first
 * probe or start prepares the host and clears away what a killed predecessor with the same state folder left.
 */
public interface GvisorDriver extends SandboxDriver {

    /** {@code networks} give cells a way out; they are closed with the driver. */
    static GvisorDriver create(GvisorOptions options, GuestNetworks networks, Ports ports) {
        return new HostGvisorDriver(options, networks, ports);
    }
}
