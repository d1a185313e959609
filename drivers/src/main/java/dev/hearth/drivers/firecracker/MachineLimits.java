package dev.hearth.drivers.firecracker;

/** What Firecracker itself allows, from its documentation and source, version 1.16.1. */
final class MachineLimits {

    /** Virtual processors of one microVM; 1 or an even number. */
    static final int MAX_VCPUS = 32;
    /** Devices of one microVM on x86_64 without PCI, those for vsock, network, entropy and balloon included. */
    static final int MAX_DEVICES = 17;
    /** Characters of a microVM's id: letters, digits and hyphens. */
    static final int MAX_ID = 64;
    /** Largest request body that the API takes, bytes; its default, which Hearth leaves. */
    static final int MAX_REQUEST_BYTES = 51_200;
    /** Smallest context id of a guest; below are the hypervisor, the host and a reserved one. */
    static final int LEAST_GUEST_CID = 3;
    /** Bytes of a Unix socket's path, without the zero at its end. */
    static final int MAX_SOCKET_PATH = 107;

    private MachineLimits() {}
}
