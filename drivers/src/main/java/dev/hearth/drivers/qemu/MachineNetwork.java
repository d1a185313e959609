package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestNetwork;
import dev.hearth.drivers.network.GuestAddresses;
import dev.hearth.drivers.network.GuestLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What network a machine has. */
sealed interface MachineNetwork {

    /**
     * None, and no interface.
     *
     * @param walled whether QEMU itself is in an empty network namespace, which only root can make
     */
    record None(boolean walled) implements MachineNetwork {}

    /** QEMU's own, in which connections are made by its process: for who may not make devices. */
    record User() implements MachineNetwork {}

    /** A tap device in a namespace, in which QEMU runs. */
    record Tap(Path namespaceFile, String device, GuestAddresses addresses) implements MachineNetwork {

        static Tap of(GuestLink link) {
            return new Tap(link.namespaceFile(), link.device(), link.addresses());
        }
    }

    /** What QEMU's own network gives its first guest. */
    GuestNetwork IN_USER_NETWORK = new GuestNetwork("10.0.2.15", 24, "10.0.2.2", List.of("10.0.2.3"), Optional.empty());

    /** What the guest configures; empty when it has no interface. */
    default Optional<GuestNetwork> guest() {
        return switch (this) {
            case None _ -> Optional.empty();
            case User _ -> Optional.of(IN_USER_NETWORK);
            case Tap tap -> Optional.of(GuestNetwork.of(tap.addresses()));
        };
    }

    /** The namespace, for {@code hearth-guard}. */
    default String namespace() {
        return switch (this) {
            case None(boolean walled) -> walled ? "none" : "host";
            case User _ -> "host";
            case Tap tap -> tap.namespaceFile().toString();
        };
    }

    /** QEMU's arguments. */
    default List<String> arguments() {
        return switch (this) {
            case None _ -> List.of();
            case User _ -> List.of("-netdev", "user,id=n0", "-device", "virtio-net-device,netdev=n0");
            case Tap tap ->
                List.of(
                        "-netdev",
                        "tap,id=n0,ifname=" + tap.device() + ",script=no,downscript=no",
                        "-device",
                        "virtio-net-device,netdev=n0,mac="
                                + tap.addresses().mac() + ",host_mtu="
                                + tap.addresses().mtu());
        };
    }
}
