package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A route that appears while Hearth runs is told of, once each time that it appears, until the watch ends. */
class NetworkWatchTest {

    private static final String VPN = "10.211.64.0/18 via 10.8.0.1 dev tun0";

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final List<RangeVerdict.Conflict> told = new ArrayList<>();
    private String routes = "default via 192.168.1.1 dev eth0\n";
    private final NetworkWatch watch = new NetworkWatch(
            ports.ports(),
            this::host,
            NetworkWatchTest::facts,
            facts(host()),
            List.of(Cidr.block("10.211.0.0/16"), Cidr.block("fd00:1::/64")),
            told::addAll);

    private HostNetwork host() {
        return new HostNetwork(IpOutput.routes(routes, false), List.of(), Map.of(), Docker.ABSENT, List.of());
    }

    private static RangeDecisions.Facts facts(HostNetwork host) {
        return RangeDecisions.Facts.of(host, Claims.of(host, _ -> false, _ -> false));
    }

    @Test
    void anOverlappingRouteIsToldOnceWithItsOwner() {
        watch.start();
        ports.advance(NetworkWatch.EVERY);
        assertThat(told).isEmpty();

        routes += VPN + "\n10.50.0.0/16 dev eth5\n";
        ports.advance(NetworkWatch.EVERY);
        ports.advance(NetworkWatch.EVERY.multipliedBy(10));

        assertThat(told)
                .containsExactly(
                        new RangeVerdict.Conflict("10.211.64.0/18", "the VPN (tun0) behind 10.8.0.1", "route " + VPN));
    }

    @Test
    void aRouteThatGoesAndComesBackIsToldAgain() {
        String quiet = routes;
        watch.start();
        routes = quiet + VPN;
        ports.advance(NetworkWatch.EVERY);
        routes = quiet;
        ports.advance(NetworkWatch.EVERY);
        routes = quiet + VPN;
        ports.advance(NetworkWatch.EVERY);

        assertThat(told).hasSize(2);
    }

    @Test
    void afterTheEndNobodyLooks() {
        watch.start();
        watch.close();
        routes += VPN;
        ports.advance(NetworkWatch.EVERY.multipliedBy(3));

        assertThat(told).isEmpty();
    }
}
