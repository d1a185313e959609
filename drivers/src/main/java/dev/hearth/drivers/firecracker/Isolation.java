package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.network.GuestNetworks;
import java.util.Optional;

/** The network of microVMs that need none: an empty namespace each, so that Firecracker does not see the host's. */
final class Isolation {

    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private Isolation() {}

    /** Empty for who may not make a namespace; such a Firecracker stays in the host's. */
    static Optional<VmStart.Attachment> nowhere(GuestNetworks networks) {
        return ROOT
                ? Optional.of((_, _) -> {
                    GuestNetworks.Nowhere nowhere = networks.nowhere();
                    return VmStart.Link.nowhere(nowhere.namespaceFile(), left -> giveUp(nowhere, left));
                })
                : Optional.empty();
    }

    private static void giveUp(GuestNetworks.Nowhere nowhere, boolean left) {
        if (left) {
            nowhere.giveBack();
        } else {
            nowhere.close();
        }
    }
}
