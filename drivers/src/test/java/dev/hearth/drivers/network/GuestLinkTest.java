package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.VirtualPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guests reach and what they do not, tried by processes in namespaces; and what is left on the host. */
class GuestLinkTest {

    private static final List<String> OUTSIDE = List.of(
            World.PUBLIC,
            World.PUBLIC6,
            World.NEIGHBOUR6,
            World.TRANSLATED,
            World.TRANSLATED_PRIVATE,
            World.TRANSLATED_METADATA,
            World.PRIVATE,
            World.PRIVATE6,
            World.METADATA,
            World.METADATA6,
            World.HOST,
            World.HOST6);

    private static final List<String> MACHINES = List.of(World.PUBLIC, World.PRIVATE, World.METADATA);

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);

    @TempDir
    private Path folder;

    private final Set<String> states = new HashSet<>();
    private World world;
    private GuestNetworks networks;

    @BeforeEach
    void makeWorld(@TempDir Path state) throws IOException {
        world = World.make("l");
        networks = networks(state.resolve("network"));
    }

    @AfterEach
    void endWorld() throws IOException {
        if (world != null) {
            world.onHost(() -> {
                networks.close();
                return true;
            });
            world.close();
            for (String line : Commands.output("ip", "netns", "list").split("\n")) {
                if (states.stream().anyMatch(line::contains)) {
                    Commands.output("ip", "netns", "delete", line.split(" ")[0]);
                }
            }
        }
    }

    private GuestNetworks networks(Path state) {
        return networks(state, "10.211.0.0/16");
    }

    private GuestNetworks networks(Path state, String range) {
        states.add(Instances.of(state).id());
        return new HostGuestNetworks(new NetworkOptions(state, range), ports.ports(), World::snapshot);
    }

    private GuestLink attach(String id, Reach reach, GuestNetworks.Device device) throws IOException {
        return world.onHost(() -> networks.attach(new GuestNetworks.Request(id, reach, device, OptionalInt.of(65534))));
    }

    private String guest(String id, Reach reach) throws IOException {
        return world.guest(attach(id, reach, GuestNetworks.Device.TAP), id);
    }

    /** Of {@link #OUTSIDE}. */
    private static void assertReached(String namespace, List<String> reached) throws IOException {
        assertThat(World.reach(namespace, World.PORT, OUTSIDE, reached)).isEqualTo(tried(reached));
    }

    private static Map<String, Boolean> tried(List<String> reached) {
        return OUTSIDE.stream().collect(Collectors.toMap(target -> target, reached::contains));
    }

    @Test
    void theWorldIsAllThereForTheHostItself() throws IOException {
        assertThat(World.reach(world.host, World.PORT, MACHINES, MACHINES)).doesNotContainValue(false);
        assertThat(World.resolves(world.host, World.RESOLVER)).isTrue();
    }

    @Test
    void withoutPermissionAGuestReachesNothing() throws IOException {
        String guest = guest("a", Reach.NOTHING);

        assertReached(guest, List.of());
        assertThat(World.answers(guest, World.RESOLVER)).isFalse();
    }

    @Test
    void theInternetIsPublicAddressesAndTheNameServerOnly() throws IOException {
        String guest = guest("a", Reach.INTERNET);

        assertReached(guest, List.of(World.PUBLIC, World.PUBLIC6, World.TRANSLATED));
        assertThat(World.resolves(guest, World.RESOLVER)).isTrue();
        assertThat(World.reach(guest, World.PORT, List.of(World.RESOLVER))).containsValue(false);
        assertThat(World.answers(guest, World.PRIVATE)).isFalse();
        assertThat(World.answers(guest, World.METADATA)).isFalse();
    }

    @Test
    void theHostsNetworkIsEverythingButTheMetadata() throws IOException {
        String guest = guest("a", Reach.HOST);

        assertReached(
                guest,
                List.of(
                        World.PUBLIC,
                        World.PUBLIC6,
                        World.NEIGHBOUR6,
                        World.TRANSLATED,
                        World.TRANSLATED_PRIVATE,
                        World.PRIVATE,
                        World.PRIVATE6,
                        World.HOST,
                        World.HOST6));
    }

    @Test
    void metadataIsReachedByExplicitPermissionOnly() throws IOException {
        String guest = guest("a", new Reach(false, false, false, true));

        assertReached(guest, List.of(World.METADATA, World.METADATA6, World.TRANSLATED_METADATA));
    }

    @Test
    void guestsDoNotReachEachOtherNorTheHostsSideOfTheirLinks() throws IOException {
        GuestLink one = attach("one", Reach.HOST, GuestNetworks.Device.TAP);
        GuestLink other = attach("other", Reach.HOST, GuestNetworks.Device.VETH);
        String guest = world.guest(one, "one");
        world.serve(other.namespace());

        List<String> others = List.of(
                other.addresses().ipv4().address(),
                other.addresses().ipv6().orElseThrow().address());
        assertThat(World.reach(guest, World.PORT, others)).doesNotContainValue(true);
        assertThat(World.reach(world.world(), World.PORT, others)).doesNotContainValue(true);
        assertThat(World.reach(world.host, World.PORT, others)).doesNotContainValue(true);
        assertThat(World.reach(
                        other.namespace(), World.PORT, List.of(World.PUBLIC, "10.211.0.6"), List.of(World.PUBLIC)))
                .isEqualTo(Map.of(World.PUBLIC, true, "10.211.0.6", false));
    }

    @Test
    void theHostsSideOfALinkIsTheHost() throws IOException {
        String guest = guest("a", Reach.INTERNET);

        assertThat(World.reach(guest, World.PORT, List.of("10.211.0.1", "10.211.0.5", "10.211.0.6")))
                .doesNotContainValue(true);
    }

    @Test
    void aForgedSenderGetsNowhere() throws IOException {
        GuestLink link = attach("a", Reach.INTERNET, GuestNetworks.Device.VETH);
        Commands.run("ip", List.of("-netns", link.namespace(), "-batch", "-"), """
                addr add 10.211.0.77/32 dev out0
                route replace default via 10.211.0.5 src 10.211.0.77
                """);

        assertThat(World.reach(link.namespace(), World.PORT, List.of(World.PUBLIC)))
                .containsValue(false);
    }

    @Test
    void aHostWithoutIpv4GivesItsGuestsIpv6() throws IOException {
        world.onHost(() -> Commands.output("ip", "route", "delete", "default"));
        assertThat(world.onHost(networks::wayOut)).startsWith("IPv6 only");
        assertThat(world.onHost(networks::obstacles)).isEmpty();

        String guest = guest("a", Reach.INTERNET);

        assertReached(guest, List.of(World.PUBLIC6, World.TRANSLATED));
    }

    @Test
    void aHostThatForwardsNoIpv6GivesNoneAndSaysSo() throws IOException {
        world.onHost(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "0"));
        String guest = guest("a", Reach.INTERNET);

        assertThat(world.onHost(networks::wayOut))
                .isEqualTo("IPv4 only: this host has IPv6 but does not forward it; to change that: sysctl -w"
                        + " net.ipv6.conf.up0.accept_ra=2 net.ipv6.conf.all.forwarding=1");
        assertReached(guest, List.of(World.PUBLIC));

        world.onHost(() -> Commands.output("ip", "route", "delete", "default"));
        assertThat(world.onHost(networks::obstacles))
                .singleElement()
                .asString()
                .startsWith("this host has only IPv6 and does not forward it");
    }

    /** A router may announce another network any time. */
    @Test
    void machinesOfANetworkThatTheHostCameIntoLaterAreNeighboursToo() throws IOException {
        String guest = guest("a", Reach.INTERNET);
        Commands.output("ip", "-netns", world.world(), "addr", "add", "2a00:1450:6::1/64", "dev", "w0", "nodad");
        assertThat(World.reach(guest, World.PORT, List.of("2a00:1450:6::1"), List.of("2a00:1450:6::1")))
                .containsValue(true);

        world.onHost(() -> {
            Commands.output("ip", "addr", "add", "2a00:1450:6::2/64", "dev", "up0", "nodad");
            ports.advance(NetworkWatch.EVERY);
            return true;
        });

        assertThat(World.reach(guest, World.PORT, List.of("2a00:1450:6::1"))).containsValue(false);
    }

    @Test
    void aRouteThatComesLaterIsToldWithTheRangeInUse() throws IOException {
        assertThat(networks.inUse()).isEmpty();
        attach("a", Reach.INTERNET, GuestNetworks.Device.TAP);
        assertThat(networks.inUse().orElseThrow().conflicts()).isEmpty();

        world.onHost(() -> {
            Commands.output("ip", "route", "add", "10.211.7.0/24", "via", "198.51.100.1");
            ports.advance(NetworkWatch.EVERY);
            return true;
        });

        RangeVerdict range = networks.inUse().orElseThrow();
        assertThat(range.range()).contains("10.211.0.0/16");
        assertThat(range.conflicts())
                .singleElement()
                .extracting(RangeVerdict.Conflict::range)
                .isEqualTo("10.211.7.0/24");
    }

    @Test
    void anEmptyNetworkHasNotEvenALoopbackAndNeedsNoRange() throws IOException {
        GuestNetworks taken = networks(folder.resolve("taken"), "198.51.0.0/16");
        GuestNetworks.Nowhere nowhere = taken.nowhere();
        String name = nowhere.namespaceFile().getFileName().toString();
        assertThat(Commands.output("ip", "-netns", name, "-o", "link")).contains("lo:", "state DOWN");
        assertThat(World.reach(name, World.PORT, List.of("127.0.0.1", World.PUBLIC, World.HOST)))
                .doesNotContainValue(true);
        nowhere.close();
        assertThat(nowhere.namespaceFile()).doesNotExist();
        taken.close();
        assertThatThrownBy(taken::nowhere).hasMessageContaining("closed");
    }

    @Test
    void aGuestIsToldWhatToConfigure() throws IOException {
        GuestLink first = attach("a", Reach.INTERNET, GuestNetworks.Device.TAP);
        GuestLink second = attach("b", Reach.INTERNET, GuestNetworks.Device.TAP);

        assertThat(first.addresses()).isEqualTo(second.addresses());
        assertThat(first.addresses().ipv4()).isEqualTo(new GuestAddresses.Interface("10.211.0.2", 30, "10.211.0.1"));
        assertThat(first.addresses().nameservers()).containsExactly(World.RESOLVER);
        assertThat(first.addresses().mtu()).isEqualTo(1400);
        assertThat(first.namespace()).isNotEqualTo(second.namespace());
        assertThat(Commands.output("ip", "-netns", first.namespace(), "-o", "-d", "link", "show", "tap0"))
                .contains("tun type tap", "user nobody", "mtu 1400");
    }

    @Test
    void whatALinkMadeIsGoneAfterItsEnd() throws IOException {
        String before = onHost();
        GuestLink link = attach("a", Reach.HOST, GuestNetworks.Device.TAP);
        assertThat(onHost()).contains(link.namespace(), "10.211.0.5");

        world.onHost(() -> {
            link.close();
            link.close();
            return true;
        });

        assertThat(onHost()).doesNotContain(link.namespace(), "10.211.0.5").contains("unreachable 10.211.0.0/16");
        world.onHost(() -> {
            networks.close();
            return true;
        });
        assertThat(onHost()).isEqualTo(before);
    }

    /** Without what the kernel tells of a device a moment later. */
    private String onHost() throws IOException {
        return world.onHost(() ->
                Commands.output("ip", "-o", "link").replaceAll("qlen \\d+|state \\w+|NO-CARRIER,|,M-DOWN|,LOWER_UP", "")
                        + Commands.output("ip", "route")
                        + Commands.output("nft", "list", "ruleset")
                        + Commands.output("ip", "netns", "list")
                                .lines()
                                .map(line -> line.split(" ")[0])
                                .filter(name -> states.stream().anyMatch(name::contains))
                                .sorted()
                                .collect(Collectors.joining("\n"))
                        + Files.readString(Path.of("/proc/sys/net/ipv4/conf/up0/forwarding")));
    }

    @Test
    void aSuccessorRemovesWhatAKilledPredecessorLeftAndNothingElse() throws IOException {
        GuestNetworks neighbour = networks(folder.resolve("neighbour"), "10.213.0.0/16");
        GuestNetworks killed = networks(folder.resolve("killed"));
        GuestLink theirs = world.onHost(() -> neighbour.attach(request("theirs")));
        GuestLink left = world.onHost(() -> killed.attach(request("left")));
        assertThat(onHost()).contains(theirs.namespace(), left.namespace());

        GuestNetworks successor = networks(folder.resolve("killed"));
        GuestLink fresh = world.onHost(() -> successor.attach(request("fresh")));

        assertThat(onHost()).contains(theirs.namespace());
        assertThat(World.reach(theirs.namespace(), World.PORT, List.of(World.PUBLIC), List.of(World.PUBLIC)))
                .containsValue(true);
        assertThat(fresh.namespace()).isEqualTo(left.namespace());
        assertThat(Commands.output("ip", "-netns", fresh.namespace(), "-o", "-4", "addr"))
                .contains(fresh.addresses().ipv4().address());
        world.onHost(() -> {
            successor.close();
            neighbour.close();
            return true;
        });
        assertThat(onHost()).doesNotContain("hearth-", "hearth_");
    }

    private static GuestNetworks.Request request(String id) {
        return new GuestNetworks.Request(id, Reach.INTERNET, GuestNetworks.Device.VETH, OptionalInt.empty());
    }

    @Test
    void dockersDropDoesNotHoldGuestsBackAndItsRulesAreLeftAsTheyWere() throws IOException {
        world.onHost(() -> Commands.run("nft", List.of("-f", "-"), """
                table ip filter {
                  chain DOCKER-USER { counter return; }
                  chain FORWARD { type filter hook forward priority filter; policy drop; jump DOCKER-USER; }
                }
                """));
        GuestLink link = attach("a", Reach.INTERNET, GuestNetworks.Device.VETH);

        assertThat(World.reach(link.namespace(), World.PORT, List.of(World.PUBLIC), List.of(World.PUBLIC)))
                .containsValue(true);

        world.onHost(() -> {
            networks.close();
            return true;
        });
        assertThat(world.onHost(() -> Commands.output("nft", "list", "ruleset")))
                .contains("DOCKER-USER")
                .doesNotContain("hearth");
    }

    @Test
    void aStepThatFailsUndoesTheOthersAndSaysWhich() throws IOException {
        GuestLink first = attach("a", Reach.INTERNET, GuestNetworks.Device.VETH);
        world.onHost(() -> Commands.output("nft", "flush", "ruleset"));
        String before = onHost();

        assertThatThrownBy(() -> attach("b", Reach.INTERNET, GuestNetworks.Device.VETH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no network for b")
                .hasMessageContaining("allow what it may reach");

        assertThat(onHost()).isEqualTo(before).contains(first.namespace());
    }

    @Test
    void aRangeThatSomebodyHasIsRefusedWithTheirName() throws IOException {
        GuestNetworks refused =
                new HostGuestNetworks(new NetworkOptions(folder, "198.51.0.0/16"), ports.ports(), World::snapshot);

        assertThatThrownBy(() -> world.onHost(() -> refused.attach(request("x"))))
                .hasMessageContaining("198.51.0.0/16 overlaps")
                .hasMessageContaining("the network of up0");
        assertThat(onHost()).doesNotContain("hearth");
    }
}
