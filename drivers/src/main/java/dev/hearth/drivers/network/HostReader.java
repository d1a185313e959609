package dev.hearth.drivers.network;

/** Takes a snapshot of the host's network. */
@FunctionalInterface
interface HostReader {

    /** Never fails: what cannot be read is missing from the snapshot, and is logged. */
    HostNetwork read();

    static HostReader ofThisHost() {
        return new SystemHostReader();
    }
}
