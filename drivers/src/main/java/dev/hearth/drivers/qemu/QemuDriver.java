package dev.hearth.drivers.qemu;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.sandbox.SandboxDriver;

/**
 * The driver that boots microVMs under QEMU. Works as root and as an ordinary user; creating it is cheap, the first
 * probe or start prepares the host and clears away what a killed predecessor with the same state folder left.
 */
public interface QemuDriver extends SandboxDriver {

    /** {@code networks} is the driver's own, and closed by it. */
    static QemuDriver create(
            QemuOptions options, GuestImages images, GuestDrives drives, GuestNetworks networks, Ports ports) {
        return new HostQemuDriver(options, images, drives, networks, ports, HostQemuDriver.PATIENCE);
    }

    /**
     * Whether the processor itself runs the guests, found by a test boot once per boot of this machine. Takes up to ten
     * seconds the first time where KVM is there and broken.
     */
    boolean accelerated();
}
