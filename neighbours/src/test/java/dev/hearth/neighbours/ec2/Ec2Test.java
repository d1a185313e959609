package dev.hearth.neighbours.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ec2Test {

    private static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");
    private static final Traffic HTTPS = new Traffic("tcp", 443, 443);

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final Ec2Store store = Ec2Store.inMemory();
    private final Map<String, List<String>> users = new HashMap<>();
    private final Ec2 ec2 = open();

    private Ec2 open() {
        return Ec2.create(store, group -> users.getOrDefault(group, List.of()), ports, SCOPE);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault().detail()).isEqualTo(code));
    }

    private static RuleWish out(String cidr) {
        return new RuleWish(true, HTTPS, Peers.ipv4(cidr), "");
    }

    @Test
    void aGroupBeginsWithEverythingOutAndNothingIn() {
        SecurityGroup group = ec2.createGroup("web", "for the web", null, Map.of("team", "a"));
        assertThat(group.id()).matches("sg-[0-9a-f]{17}");
        assertThat(group.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.egress()).isTrue();
            assertThat(rule.peer()).isEqualTo(new Peer.Ipv4("0.0.0.0/0"));
            assertThat(rule.traffic()).isEqualTo(Traffic.ALL);
        });
        assertThat(open().group(group.id())).isEqualTo(group);
        refused("InvalidGroup.Duplicate", () -> ec2.createGroup("web", "again", null, Map.of()));
        refused("InvalidVpcID.NotFound", () -> ec2.createGroup("b", "b", "vpc-1", Map.of()));
    }

    @Test
    void theDefaultGroupIsThereFromTheBeginningAndStays() {
        SecurityGroup group = ec2.groupNamed("default");
        assertThat(open().groupNamed("default")).isEqualTo(group);
        refused("CannotDelete", () -> ec2.deleteGroup(group.id()));
    }

    @Test
    void aRuleStandsOnceAndGoesByWhatItSaysOrByItsId() {
        String group = ec2.createGroup("web", "d", null, Map.of()).id();
        List<GroupRule> made = ec2.authorize(group, List.of(out("10.0.0.9/8"), out("192.0.2.0/24")), Map.of("k", "v"));
        assertThat(made).hasSize(2).allSatisfy(rule -> assertThat(rule.tags()).containsEntry("k", "v"));
        assertThat(made.getFirst().peer()).isEqualTo(new Peer.Ipv4("10.0.0.0/8"));
        refused("InvalidPermission.Duplicate", () -> ec2.authorize(group, List.of(out("10.0.0.0/8")), Map.of()));
        ec2.revoke(group, List.of(out("10.0.0.0/8")));
        refused("InvalidPermission.NotFound", () -> ec2.revoke(group, List.of(out("10.0.0.0/8"))));
        ec2.revoke(group, true, List.of(made.get(1).id()));
        assertThat(ec2.group(group).rules()).hasSize(1);
        refused(
                "InvalidSecurityGroupRuleId.NotFound",
                () -> ec2.revoke(group, true, List.of(made.get(1).id())));
    }

    @Test
    void aGroupHasSixtyRulesOfAFamilyAndAListCountsWhole() {
        String group = ec2.createGroup("web", "d", null, Map.of()).id();
        List<RuleWish> many = new ArrayList<>();
        IntStream.range(0, 49).forEach(i -> many.add(out("10.0." + i + ".0/24")));
        ec2.authorize(group, many, Map.of());
        PrefixList list = ec2.createPrefixList("ten", false, 10, List.of(), Map.of());
        RuleWish byList = new RuleWish(true, HTTPS, new Peer.Prefixes(list.id()), "");
        ec2.authorize(group, List.of(byList), Map.of());
        refused(
                "RulesPerSecurityGroupLimitExceeded",
                () -> ec2.authorize(group, List.of(out("10.9.0.0/16")), Map.of()));
        ec2.authorize(group, List.of(new RuleWish(true, HTTPS, Peers.ipv6("2001:db8::/32"), "")), Map.of());
        refused(
                "RulesPerSecurityGroupLimitExceeded",
                () -> ec2.change(list.id(), new PrefixListChange(null, null, 11, List.of(), List.of())));
        refused("DependencyViolation", () -> ec2.deletePrefixList(list.id()));
    }

    @Test
    void whatIsReferredToOrUsedIsNotDeleted() {
        String a = ec2.createGroup("a", "d", null, Map.of()).id();
        String b = ec2.createGroup("b", "d", null, Map.of()).id();
        ec2.authorize(a, List.of(new RuleWish(false, HTTPS, new Peer.Group(b), "")), Map.of());
        refused("DependencyViolation", () -> ec2.deleteGroup(b));
        users.put(a, List.of("function f"));
        refused("DependencyViolation", () -> ec2.deleteGroup(a));
        users.clear();
        ec2.deleteGroup(a);
        ec2.deleteGroup(b);
        refused("InvalidGroup.NotFound", () -> ec2.group(b));
    }

    @Test
    void everyChangeOfAListIsAVersionThatCanBeRestored() {
        PrefixList one = ec2.createPrefixList("ranges", false, 2, List.of(entry("192.0.2.7/24")), Map.of());
        assertThat(one.entries()).containsExactly(entry("192.0.2.0/24"));
        refused("PrefixListVersionMismatch", () -> ec2.change(one.id(), add(7L, "198.51.100.0/24")));
        PrefixList two = ec2.change(one.id(), add(1L, "198.51.100.0/24"));
        assertThat(two.version()).isEqualTo(2);
        refused("PrefixListMaxEntriesExceeded", () -> ec2.change(one.id(), add(2L, "203.0.113.0/24")));
        refused(
                "InvalidPrefixListModification",
                () -> ec2.change(one.id(), new PrefixListChange(2L, null, null, List.of(), List.of("203.0.113.0/24"))));
        PrefixList three = ec2.restore(one.id(), 1, 2);
        assertThat(three.version()).isEqualTo(3);
        assertThat(three.entries()).isEqualTo(one.entries());
        assertThat(open().prefixList(one.id(), 2).entries()).isEqualTo(two.entries());
        ec2.deletePrefixList(one.id());
        refused("InvalidPrefixListID.NotFound", () -> ec2.prefixList(one.id()));
    }

    @Test
    void whatAGroupMayReachFollowsItsRulesAndLists() {
        String group = ec2.createGroup("web", "d", null, Map.of()).id();
        ec2.revoke(group, List.of(new RuleWish(true, Traffic.ALL, Peers.ipv4("0.0.0.0/0"), "")));
        assertThat(ec2.egress(List.of(group))).isEmpty();
        PrefixList list = ec2.createPrefixList("ranges", false, 5, List.of(entry("192.0.2.0/24")), Map.of());
        ec2.authorize(group, List.of(new RuleWish(true, HTTPS, new Peer.Prefixes(list.id()), "")), Map.of());
        long before = ec2.revision();
        assertThat(ec2.egress(List.of(group))).containsExactly(new EgressRule(HTTPS, List.of("192.0.2.0/24")));
        ec2.change(list.id(), add(1L, "198.51.100.0/24"));
        assertThat(ec2.revision()).isGreaterThan(before);
        assertThat(ec2.egress(List.of(group, "sg-00000000000000000")))
                .containsExactly(new EgressRule(HTTPS, List.of("192.0.2.0/24", "198.51.100.0/24")));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0, malformed",
        "10.0.0.0/33, malformed",
        "10.0.0/8, malformed",
        "0x0a.0.0.0/8, malformed",
        "*/8, malformed",
        "2001:db8::/32, malformed",
        "10.1.2.3/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
    })
    void blocksAreKeptInOneForm(String text, String kept) {
        if (kept.equals("malformed")) {
            refused("InvalidParameterValue", () -> Peers.ipv4(text));
        } else {
            assertThat(Peers.ipv4(text)).isEqualTo(new Peer.Ipv4(kept));
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, 443, 80", "tcp, -2, 80", "tcp, 1, 65536", "tcp,,", "nonsense, 1, 2", "256, 1, 2", ",1,2"})
    void trafficThatDoesNotExistIsRefused(String protocol, Integer from, Integer to) {
        assertThatThrownBy(() -> Traffic.of(protocol, from, to)).isInstanceOf(FaultException.class);
    }

    @Test
    void trafficHasOneForm() {
        assertThat(Traffic.of("6", 443, 443)).isEqualTo(HTTPS);
        assertThat(Traffic.of("TCP", -1, -1)).isEqualTo(new Traffic("tcp", 0, 65_535));
        assertThat(Traffic.of("all", 1, 2)).isEqualTo(Traffic.ALL);
        assertThat(Traffic.of("icmp", null, null)).isEqualTo(new Traffic("icmp", -1, -1));
    }

    @Test
    void tagsComeAndGo() {
        String group =
                ec2.createGroup("web", "d", null, Map.of("a", "1", "b", "2")).id();
        ec2.tag(group, Map.of("c", "3"));
        Map<String, String> gone = new HashMap<>();
        gone.put("a", null);
        gone.put("b", "other");
        ec2.untag(group, gone);
        assertThat(ec2.tags()).containsEntry(group, Map.of("b", "2", "c", "3"));
        refused("InvalidID", () -> ec2.tag("sg-00000000000000000", Map.of("a", "b")));
    }

    private static PrefixList.Entry entry(String cidr) {
        return new PrefixList.Entry(cidr, "");
    }

    private static PrefixListChange add(Long version, String cidr) {
        return new PrefixListChange(version, null, null, List.of(entry(cidr)), List.of());
    }
}
