package dev.hearth.drivers.microvm;

import java.util.ArrayList;
import java.util.List;

/**
 * What the init hears on the kernel's command line. The kernel gives words that it does not know to its first process
 * as
 * environment, if they have no full stop.
 */
public final class GuestBoot {

    private static final List<String> OF_NETWORK = List.of("failover", "net_failover", "virtio_net");
    private static final List<String> OF_VSOCK = List.of(
            "vsock",
            "vmw_vsock_virtio_transport_common",
            "vmw_vsock_virtio_transport",
            "virtio_rng",
            "virtio_balloon",
            "ptp_kvm");
    private static final List<String> OF_SERIAL = List.of("virtio_console");

    /** How the guest reaches the host; the machines with vsock have more devices. */
    public enum Channel {
        SERIAL,
        VSOCK
    }

    private GuestBoot() {}

    /** The channel, and the modules that are not loaded because the machine has no device for them. */
    public static String words(Channel channel, boolean network) {
        List<String> without = new ArrayList<>(channel == Channel.SERIAL ? OF_VSOCK : OF_SERIAL);
        if (!network) {
            without.addAll(OF_NETWORK);
        }
        return "hearth_channel=" + (channel == Channel.SERIAL ? "serial" : "vsock") + " hearth_without=,"
                + String.join(".ko,", without) + ".ko,";
    }
}
