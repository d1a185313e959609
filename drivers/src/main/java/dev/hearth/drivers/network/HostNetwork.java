package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host's network as it was at one moment: what the planner decides on.
 *
 * @param routes of all tables but the local ones
 * @param addresses of all interfaces
 * @param kinds what the kernel calls an interface's kind, by name: {@code bridge}, {@code wireguard}, {@code vlan}
 * @param docker Docker's configuration
 * @param nameservers that programs of this host ask
 */
record HostNetwork(
        List<Route> routes,
        List<Address> addresses,
        Map<String, String> kinds,
        Docker docker,
        List<IPAddress> nameservers) {

    /**
     * One route.
     *
     * @param destination empty for a default route
     * @param ipv6 of which family it is
     * @param type {@code unicast}, {@code blackhole}, {@code unreachable}, {@code prohibit} or {@code throw}
     * @param device empty when it has none
     * @param gateway empty when the network is on the link
     * @param protocol who made it: {@code kernel}, {@code dhcp}, {@code static}, {@code bird}; empty when nobody says
     * @param text as the system printed it
     */
    record Route(
            Optional<IPAddress> destination,
            boolean ipv6,
            String type,
            String device,
            String gateway,
            String protocol,
            String text) {}

    /**
     * One interface's address.
     *
     * @param device the interface
     * @param network the addresses that it makes reachable
     */
    record Address(String device, IPAddress network) {}

    HostNetwork {
        routes = List.copyOf(routes);
        addresses = List.copyOf(addresses);
        kinds = Map.copyOf(kinds);
        nameservers = List.copyOf(nameservers);
    }

    /** The interfaces over which all the rest of the world is reached. */
    List<String> uplinks(boolean ipv6) {
        return routes.stream()
                .filter(route -> route.destination().isEmpty() && route.ipv6() == ipv6)
                .filter(route -> route.type().equals("unicast"))
                .map(Route::device)
                .filter(device -> !device.isEmpty())
                .distinct()
                .toList();
    }
}
