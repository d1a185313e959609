package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.firecracker.RealPorts;
import dev.hearth.sandbox.Wall;
import dev.hearth.sandbox.Wall.Passage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guests reach behind their walls, tried from inside against the world of {@link World}. */
class WallTest {

    private static final List<String> TARGETS = List.of(World.PUBLIC, World.PUBLIC6, World.PRIVATE);

    @TempDir
    private Path folder;

    private World world;
    private HostGuestNetworks networks;

    @BeforeEach
    void makeWorld() throws IOException {
        world = World.make("v");
        networks =
                new HostGuestNetworks(new NetworkOptions(folder, "10.211.0.0/16"), RealPorts.ports(), World::snapshot);
    }

    @AfterEach
    void endWorld() throws IOException {
        if (world != null) {
            world.onHost(() -> {
                networks.close();
                return true;
            });
            world.close();
        }
    }

    private static Wall wall(Passage... passages) {
        return new Wall("sg-1", List.of(passages));
    }

    private static Passage tcp(int from, int to, String... blocks) {
        return new Passage(6, from, to, List.of(blocks));
    }

    private GuestLink link(String id, Reach reach, Wall wall) throws IOException {
        return world.onHost(() -> networks.attach(new GuestNetworks.Request(
                id, reach, GuestNetworks.Device.VETH, OptionalInt.empty(), Optional.of(wall))));
    }

    private void change(Wall wall) throws IOException {
        world.onHost(() -> {
            networks.change(wall);
            return true;
        });
    }

    /** Whether each of {@link #TARGETS} is reached, as expected of each. */
    private static void assertReached(GuestLink link, String why, Boolean... expected) throws IOException {
        List<String> those = IntStream.range(0, expected.length)
                .filter(i -> expected[i])
                .mapToObj(TARGETS::get)
                .toList();
        Map<String, Boolean> reached = World.reach(link.namespace(), World.PORT, TARGETS, those);
        assertThat(TARGETS.stream().map(reached::get)).as(why).containsExactly(expected);
    }

    private String rules() throws IOException {
        return world.onHost(() -> Commands.output("nft", "list", "ruleset"));
    }

    @Test
    void onlyWhatPassesIsReachedAndAChangeHoldsAtOnce() throws IOException {
        GuestLink link = link("one", Reach.INTERNET, wall());
        assertReached(link, "nothing is allowed", false, false, false);
        assertThat(World.resolves(link.namespace(), World.RESOLVER))
                .as("names are resolved in any case")
                .isTrue();

        change(wall(tcp(7000, 7001, World.PUBLIC + "/32")));
        assertReached(link, "one address, its port", true, false, false);

        change(wall(tcp(7001, 7002, "0.0.0.0/0"), tcp(0, 65_535, "::/0")));
        assertReached(link, "other ports; the other family", false, true, false);

        change(wall(new Passage(17, 0, 65_535, List.of("0.0.0.0/0", "::/0")), new Passage(1, -1, -1, List.of("::/0"))));
        assertReached(link, "other protocols", false, false, false);

        change(wall(new Passage(Passage.ANY, -1, -1, List.of("0.0.0.0/0", "8.0.0.0/8"))));
        assertReached(link, "everything, of what the network leads to", true, false, false);

        change(new Wall("sg-2", List.of()));
        assertReached(link, "another's wall", true, false, false);
    }

    @Test
    void theHostsNetworkIsFilteredToo() throws IOException {
        GuestLink link = link("one", Reach.HOST, wall(tcp(7000, 7000, World.PRIVATE + "/32")));
        assertReached(link, "the address that passes", false, false, true);
        assertThat(World.reach(link.namespace(), World.PORT, List.of(World.HOST)))
                .containsEntry(World.HOST, false);
        change(wall(tcp(7000, 7000, World.HOST + "/32")));
        assertThat(World.reach(link.namespace(), World.PORT, List.of(World.HOST), List.of(World.HOST)))
                .containsEntry(World.HOST, true);
    }

    @Test
    void guestsOfAGroupShareAWallThatGoesWithTheLast() throws IOException {
        GuestLink first = link("one", Reach.INTERNET, wall(tcp(7000, 7000, "0.0.0.0/0")));
        GuestLink second = link("two", Reach.INTERNET, wall());
        assertReached(second, "the wall that stands", true, false, false);
        close(first);
        assertReached(second, "the wall of the first, which went", true, false, false);
        assertThat(rules()).contains("chain wall_1");
        close(second);
        assertThat(rules()).doesNotContain("wall_1");
        GuestLink third = link("three", Reach.INTERNET, wall());
        assertReached(third, "a new wall", false, false, false);
    }

    private void close(GuestLink link) throws IOException {
        world.onHost(() -> {
            link.close();
            return true;
        });
    }

    @Test
    void thousandsOfAddressesAreOneSet() throws IOException {
        List<String> blocks = new ArrayList<>(List.of("8.8.8.0/25", "8.8.8.0/24", World.PUBLIC6 + "/128"));
        for (int i = 0; i < 6_000; i++) {
            blocks.add((11 + i % 80) + "." + i / 250 + "." + i % 250 + ".0/24");
        }
        for (int i = 0; i < 2_000; i++) {
            blocks.add("2600:" + Integer.toHexString(i + 1) + "::/48");
        }
        Wall large = wall(new Passage(6, 443, 443, blocks), new Passage(6, 7000, 7000, blocks));
        GuestLink link = link("one", Reach.INTERNET, large);
        assertReached(link, "what is in the blocks", true, true, false);
        long rules = Arrays.stream(
                        WallRules.put(Instances.of(folder), "wall_9", large).split("\n"))
                .filter(line -> line.startsWith("add rule"))
                .count();
        assertThat(rules)
                .as("one for each kind of traffic and family, and two of its own")
                .isEqualTo(2 * 2 + 2);
    }

    @Test
    void everyKindOfTrafficIsSomethingThatTheKernelTakes() throws IOException {
        link("one", Reach.INTERNET, wall());
        List<String> both = List.of("203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32");
        change(wall(
                new Passage(1, 8, -1, both),
                new Passage(1, 3, 4, both),
                new Passage(1, -1, -1, both),
                new Passage(58, 128, 0, both),
                new Passage(58, -1, -1, both),
                new Passage(17, 53, 53, both),
                new Passage(47, -1, -1, both),
                new Passage(Passage.ANY, -1, -1, both)));
        assertThat(rules()).contains("icmp type echo-request", "icmpv6 type echo-request", "udp dport 53", "gre");
    }
}
