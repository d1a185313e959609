package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WayOutTest {

    private static HostNetwork.Route defaultRoute(boolean ipv6) {
        return new HostNetwork.Route(Optional.empty(), ipv6, "unicast", "eth0", "", "", "default dev eth0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            46 | true  | true  | true  | IPv4 and IPv6
            46 | false | true  | false | IPv4 only: this host has IPv6 but does not forward it
            4  | false | true  | false | IPv4; this host has no IPv6
            4  | true  | true  | false | IPv4; this host has no IPv6
            6  | true  | false | true  | IPv6 only: this host has no IPv4 default route
            6  | false | false | false | this host has only IPv6 and does not forward it
            0  | true  | false | false | this host has no default route
            """)
    void isToldWithWhatToDo(String routes, boolean forwards, boolean ipv4, boolean ipv6, String says) {
        List<HostNetwork.Route> all = routes.chars()
                .filter(digit -> digit != '0')
                .mapToObj(digit -> defaultRoute(digit == '6'))
                .toList();
        WayOut way = WayOut.of(new HostNetwork(all, List.of(), Map.of(), Docker.ABSENT, List.of()), forwards);

        assertThat(way.ipv4()).isEqualTo(ipv4);
        assertThat(way.ipv6()).isEqualTo(ipv6);
        assertThat(way.any()).isEqualTo(ipv4 || ipv6);
        assertThat(way.says()).startsWith(says);
    }
}
