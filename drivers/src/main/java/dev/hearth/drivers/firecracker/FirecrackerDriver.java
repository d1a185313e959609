package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.sandbox.SandboxDriver;

/**
 * The driver that runs each sandbox in a Firecracker microVM, behind the jailer when it may be used. Creating it is
 * cheap; the first probe or start prepares the host and clears away what a killed predecessor with the same state
 * folder left. The networks it is given are its own from then on; it closes them.
 */
public interface FirecrackerDriver extends SandboxDriver {

    static FirecrackerDriver create(
            FirecrackerOptions options, GuestImages images, GuestDrives drives, GuestNetworks networks, Ports ports) {
        return new HostFirecrackerDriver(options, images, drives, networks, new HostLauncher(), ports);
    }
}
