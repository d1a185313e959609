package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The planner's verdicts on the hosts of the folder {@code hosts}, and what holds on all of them. */
class PlannerTest {

    private static final int LEAST_HOSTS = 40;

    static Stream<HostFixture> hosts() {
        return HostFixture.all();
    }

    @Test
    void thereAreEnoughHosts() {
        assertThat(hosts()).hasSizeGreaterThanOrEqualTo(LEAST_HOSTS);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void theVerdictsAreTheExpectedOnes(HostFixture host) {
        assertThat(host.expectations()).isNotEmpty();
        for (String line : host.expectations()) {
            expect(host.facts(), line);
        }
    }

    private static void expect(RangeDecisions.Facts facts, String line) {
        String[] words = line.split(" ", 4);
        switch (words[0]) {
            case "choose" ->
                assertThat(RangeDecisions.choose(facts).range().orElse("none"))
                        .as(line)
                        .isIn(Arrays.asList(line.substring("choose ".length()).split(" or ")));
            case "choose6" ->
                assertThat(RangeDecisions.chooseIpv6(facts, 0).usable())
                        .as(line)
                        .isFalse();
            case "alternative" ->
                assertThat(judge(facts, words[1]).alternative().orElse("none"))
                        .as(line)
                        .isEqualTo(words[2]);
            case "wrong" ->
                assertThat(RangeDecisions.swallowed(facts))
                        .as(line)
                        .anyMatch(text -> text.contains(line.substring("wrong ".length())));
            case "sound" -> assertThat(RangeDecisions.swallowed(facts)).isEmpty();
            case "check" -> check(judge(facts, words[1]), words[2], words.length > 3 ? words[3] : "", line);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static void check(RangeVerdict verdict, String word, String text, String line) {
        switch (word) {
            case "free" -> {
                assertThat(verdict.usable()).as(line + ": " + verdict.why()).isTrue();
                assertThat(verdict.warnings()).as(line).isEmpty();
            }
            case "warned" -> {
                assertThat(verdict.usable()).as(line + ": " + verdict.why()).isTrue();
                assertThat(verdict.warnings()).as(line).anyMatch(warning -> warning.contains(text));
            }
            case "refused" -> {
                assertThat(verdict.usable()).as(line).isFalse();
                assertThat(verdict.conflicts())
                        .as(line)
                        .anyMatch(conflict -> conflict.owner().contains(text)
                                || conflict.how().contains(text));
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static RangeVerdict judge(RangeDecisions.Facts facts, String range) {
        return RangeDecisions.judge(facts, Cidr.exactBlock(range));
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void whatIsChosenIsFreeAndPrivateAndTheSameAgain(HostFixture host) {
        RangeDecisions.Facts facts = host.facts();
        RangeVerdict chosen = RangeDecisions.choose(facts);

        assertThat(RangeDecisions.choose(facts)).isEqualTo(chosen);
        chosen.range().map(Cidr::exactBlock).ifPresent(range -> {
            assertThat(chosen.usable()).isTrue();
            assertThat(chosen.guests()).isPositive();
            assertThat(facts.claims()).noneMatch(claim -> claim.certain() && Cidr.overlap(claim.block(), range));
        });
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void anAlternativeIsFreeItself(HostFixture host) {
        RangeDecisions.Facts facts = host.facts();
        for (String asked : List.of("10.0.0.0/8", "172.17.0.0/16", "192.168.0.0/20", "127.0.0.0/24", "fe80::/64")) {
            RangeVerdict verdict = judge(facts, asked);
            verdict.alternative().ifPresent(free -> {
                assertThat(judge(facts, free).usable())
                        .as(asked + " -> " + free)
                        .isTrue();
                assertThat(Cidr.length(Cidr.exactBlock(free))).isEqualTo(Cidr.length(Cidr.exactBlock(asked)));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void whatAppearedIsToldOnceAndOnlyWhenItOverlaps(HostFixture host) {
        RangeDecisions.Facts quiet = RangeDecisions.Facts.of(
                new HostNetwork(List.of(), List.of(), java.util.Map.of(), Docker.ABSENT, List.of()), List.of());
        IPAddress range = Cidr.block("10.211.0.0/16");

        List<RangeVerdict.Conflict> news = RangeDecisions.appeared(quiet, host.facts(), range);

        assertThat(news.isEmpty())
                .isEqualTo(judge(host.facts(), "10.211.0.0/16").conflicts().isEmpty());
        assertThat(RangeDecisions.appeared(host.facts(), host.facts(), range)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ten",
                "10",
                "10.0",
                "10.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/9",
                "10.*.0.0/16",
                "10.0.0.1-5",
                "0x0a000000/8",
                "256.0.0.0/8",
                "::/129",
                "fe80::1%eth0/64",
                "1:2:3/64",
                "10.0.0.0/255.0.0.0",
                "10.0.0.5/24",
                "fd00::1/64",
                "10.0.0.0/8; reboot",
                "010.0.0.0/8x",
                "*"
            })
    void whatIsNoRangeIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> Cidr.exactBlock(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRangeWithBitsBehindItsPrefixIsCorrected() {
        assertThatThrownBy(() -> Cidr.exactBlock("10.0.0.5/24")).hasMessageContaining("10.0.0.0/24 contains it");
    }

    @Test
    void theNumberedNetworksOfARangeDoNotOverlapAndComeBack() {
        GuestBlocks blocks = new GuestBlocks(Cidr.block("10.211.0.0/28"));

        assertThat(blocks.capacity()).isEqualTo(3);
        assertThat(blocks.take()).hasValue(1);
        assertThat(blocks.take()).hasValue(2);
        assertThat(blocks.take()).hasValue(3);
        assertThat(blocks.take()).isEmpty();
        blocks.giveBack(2);
        assertThat(blocks.take()).hasValue(2);
        assertThat(blocks.near(0)).hasToString("10.211.0.1");
        assertThat(blocks.far(0)).hasToString("10.211.0.2");
        assertThat(blocks.near(3)).hasToString("10.211.0.13");
        assertThat(blocks.far(3)).hasToString("10.211.0.14");
        assertThat(GuestBlocks.at(Cidr.block("fd00:1::/64"), 3, 2)).hasToString("fd00:1::e");
    }

    @Test
    void aRangeHasRoomForAsManyGuestsAsItSays() {
        assertThat(RangeDecisions.guests(Cidr.block("10.0.0.0/30"))).isZero();
        assertThat(RangeDecisions.guests(Cidr.block("10.0.0.0/29"))).isEqualTo(1);
        assertThat(RangeDecisions.guests(Cidr.block("10.0.0.0/24"))).isEqualTo(63);
        assertThat(RangeDecisions.guests(Cidr.block("10.0.0.0/16"))).isEqualTo(16_383);
        assertThat(RangeDecisions.guests(Cidr.block("10.0.0.0/8"))).isEqualTo(16_383);
        assertThat(RangeDecisions.guests(Cidr.block("fd00::/64"))).isEqualTo(16_383);
    }

    @Test
    void aRangeInUseIsJudgedAgainstEverybodyElse() {
        HostFixture other = hosts().filter(host -> host.name().equals("another-hearth"))
                .findFirst()
                .orElseThrow();
        HostNetwork quiet = other.host();
        List<HostNetwork.Route> routes = new ArrayList<>(quiet.routes());
        routes.addAll(IpOutput.routes("10.211.128.0/17 via 10.8.0.1 dev tun0\n", false));
        HostNetwork collided =
                new HostNetwork(routes, quiet.addresses(), quiet.kinds(), quiet.docker(), quiet.nameservers());

        assertThat(new HostPlanner(() -> quiet).inUse())
                .singleElement()
                .satisfies(verdict ->
                        assertThat(verdict.usable()).as(verdict.why()).isTrue());
        assertThat(new HostPlanner(() -> collided).inUse()).singleElement().satisfies(verdict -> {
            assertThat(verdict.usable()).isFalse();
            assertThat(verdict.why()).contains("the VPN (tun0) behind 10.8.0.1 (10.211.128.0/17)");
        });
    }
}
