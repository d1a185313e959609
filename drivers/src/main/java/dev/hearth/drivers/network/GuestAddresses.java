package dev.hearth.drivers.network;

import java.util.List;
import java.util.Optional;

/**
 * What a guest configures on its interface. The same for every guest of one Hearth, each being in a namespace of its
 * own, so that a guest that was restored from a snapshot need not change any of it.
 *
 * @param mac hardware address of the guest's interface
 * @param ipv4 address, gateway and prefix length
 * @param ipv6 the same for IPv6, where this host gives guests a way out over it
 * @param nameservers what to write into {@code /etc/resolv.conf}; empty when the guest reaches none
 * @param mtu largest packet, bytes
 */
public record GuestAddresses(String mac, Interface ipv4, Optional<Interface> ipv6, List<String> nameservers, int mtu) {

    /**
     * One family's configuration.
     *
     * @param address the guest's
     * @param prefixLength of the network that it shares with its gateway, bits
     * @param gateway the tap device's address
     */
    public record Interface(String address, int prefixLength, String gateway) {}

    public GuestAddresses {
        nameservers = List.copyOf(nameservers);
    }
}
