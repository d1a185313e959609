package dev.hearth.drivers.microvm;

import dev.hearth.drivers.network.GuestAddresses;
import java.util.List;
import java.util.Optional;

/**
 * How the first network interface inside ({@code eth0}) is configured.
 *
 * @param address IPv4 address of the guest
 * @param prefixLength of its network, 1 to 31
 * @param gateway IPv4 address of the default route, empty for none
 * @param nameServers addresses of name servers, at most three; IPv6 ones only with {@code ipv6}
 * @param ipv6 the same for IPv6; empty where the host gives guests none
 */
public record GuestNetwork(
        String address, int prefixLength, String gateway, List<String> nameServers, Optional<Ipv6> ipv6) {

    /** Name servers that a resolver takes. */
    private static final int MOST_NAME_SERVERS = 3;

    /**
     * IPv6 of the interface.
     *
     * @param address of the guest
     * @param prefixLength of its network, 1 to 128
     * @param gateway of the default route
     */
    public record Ipv6(String address, int prefixLength, String gateway) {

        public Ipv6 {
            if (prefixLength < 1 || prefixLength > 128) {
                throw new IllegalArgumentException("not a guest's network: /" + prefixLength);
            }
        }

        /** {@code address/prefix gateway} */
        String field() {
            return address + "/" + prefixLength + " " + gateway;
        }
    }

    public GuestNetwork {
        nameServers = List.copyOf(nameServers);
        if (prefixLength < 1 || prefixLength > 31 || nameServers.size() > MOST_NAME_SERVERS) {
            throw new IllegalArgumentException("not a guest's network: /" + prefixLength + ", " + nameServers);
        }
    }

    /** What the planner gave a guest. */
    public static GuestNetwork of(GuestAddresses addresses) {
        GuestAddresses.Interface ipv4 = addresses.ipv4();
        return new GuestNetwork(
                ipv4.address(),
                ipv4.prefixLength(),
                ipv4.gateway(),
                addresses.nameservers().stream()
                        .filter(each -> addresses.ipv6().isPresent() || each.indexOf(':') < 0)
                        .limit(MOST_NAME_SERVERS)
                        .toList(),
                addresses.ipv6().map(six -> new Ipv6(six.address(), six.prefixLength(), six.gateway())));
    }

    /** {@code address/prefix gateway-or-dash name-server...} */
    String field() {
        return address + "/" + prefixLength + " " + (gateway.isEmpty() ? "-" : gateway)
                + (nameServers.isEmpty() ? "" : " " + String.join(" ", nameServers));
    }
}
