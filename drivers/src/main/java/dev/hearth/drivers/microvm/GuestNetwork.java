package dev.hearth.drivers.microvm;

import java.util.List;

/**
 * How the first network interface inside ({@code eth0}) is configured.
 *
 * @param address IPv4 address of the guest
 * @param prefixLength of its network, 1 to 31
 * @param gateway IPv4 address of the default route, empty for none
 * @param nameServers IPv4 addresses of name servers, at most three
 */
public record GuestNetwork(String address, int prefixLength, String gateway, List<String> nameServers) {

    public GuestNetwork {
        nameServers = List.copyOf(nameServers);
        if (prefixLength < 1 || prefixLength > 31 || nameServers.size() > 3) {
            throw new IllegalArgumentException("not a guest's network: /" + prefixLength + ", " + nameServers);
        }
    }

    /** {@code address/prefix gateway-or-dash name-server...} */
    String field() {
        return address + "/" + prefixLength + " " + (gateway.isEmpty() ? "-" : gateway)
                + (nameServers.isEmpty() ? "" : " " + String.join(" ", nameServers));
    }
}
