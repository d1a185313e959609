package dev.hearth.drivers.namespace;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.SandboxDriver;

/**
 * The driver that isolates by Linux namespaces, cgroups and a system call filter.
 *
 * <p>Works as root (each sandbox has a host user of its own) and as an ordinary user (unprivileged user namespaces);
 * what the user or the machine cannot enforce is in the {@link #probe() verdict}. Creating it is cheap; the first
 * probe or start prepares the host and clears away what a killed predecessor with the same state folder left.
 */
public interface NamespaceDriver extends SandboxDriver {

    static NamespaceDriver create(NamespaceOptions options, Ports ports) {
        return new HostNamespaceDriver(options, ports);
    }
}
