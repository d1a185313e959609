package dev.hearth.drivers.network;

import dev.hearth.drivers.network.Claims.Claim;
import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether a range is free, and which one to take. Pure: everything follows from the claims and the uplinks. */
final class RangeDecisions {

    /** What guests may have: private addresses, in the order in which they are tried. */
    private static final List<IPAddress> POOLS = List.of(
            Cidr.block("10.0.0.0/8"),
            Cidr.block("172.16.0.0/12"),
            Cidr.block("192.168.0.0/16"),
            Cidr.block("100.64.0.0/10"),
            Cidr.block("fc00::/7"));
    /** Only when nothing else is free: carriers and some VPNs use it (RFC 6598). */
    private static final IPAddress SHARED = POOLS.get(3);

    private static final IPAddress UNIQUE_LOCAL = POOLS.get(4);
    /** The half of it that is anybody's to choose from (RFC 4193), and where the search for a free one begins. */
    private static final IPAddress LOCALLY_ASSIGNED = Cidr.block("fd00::/8");

    private static final IPAddress FIRST_UNIQUE_LOCAL = Cidr.block("fd48:5448::/32");

    /** Prefix length of a range that Hearth chooses: room for 16,383 guests. */
    static final int CHOSEN_BITS = 16;
    /** The smallest range that it chooses when larger ones are taken: room for 63 guests. */
    private static final int SMALLEST_CHOSEN_BITS = 24;
    /** Prefix length of an IPv6 range that Hearth chooses. */
    private static final int CHOSEN_IPV6_BITS = 64;
    /** Every guest has a network of four addresses, as does the inside that they all share. */
    static final int GUEST_BITS = 2;
    /** What one Hearth counts guests with, whatever the range has room for. */
    static final int MOST_GUESTS = (1 << 16 - GUEST_BITS) - 1;
    /** Conflicts that are told; the rest is counted. */
    static final int MOST_CONFLICTS = 20;

    /** Where the search in 10.0.0.0/8 begins: numbers that people rarely give to networks by hand. */
    private static final int FIRST_IN_TEN = 211;

    private static final int SECOND_OCTETS = 256;

    private RangeDecisions() {}

    /**
     * What a decision is made on.
     *
     * @param claims everybody's
     * @param uplinks the interfaces with a default route, in both families
     * @param docker for what is wrong with its file
     */
    record Facts(List<Claim> claims, List<String> uplinks, Docker docker) {

        static Facts of(HostNetwork host, List<Claim> claims) {
            List<String> uplinks = Stream.concat(host.uplinks(false).stream(), host.uplinks(true).stream())
                    .distinct()
                    .toList();
            return new Facts(List.copyOf(claims), uplinks, host.docker());
        }
    }

    /** Judges the range {@code asked}. */
    static RangeVerdict judge(Facts facts, IPAddress asked) {
        List<Claim> against = overlapping(facts, asked, true);
        List<String> warnings = warnings(facts, asked);
        String name = Cidr.text(asked);
        Optional<IPAddress> pool = poolOf(asked);
        if (pool.isEmpty() && against.isEmpty()) {
            against = List.of(new Claim(
                    asked,
                    "hosts of the Internet",
                    "not private: only RFC 1918, RFC 6598 and RFC 4193 ranges are anybody's own",
                    "",
                    true));
        }
        if (!against.isEmpty()) {
            Optional<String> other = alternative(facts, asked).map(Cidr::text);
            return new RangeVerdict(
                    Optional.of(name),
                    false,
                    name + " overlaps " + whoAll(against)
                            + other.map(free -> "; " + free + " is free").orElse("; no range of this size is free"),
                    against.stream()
                            .map(claim ->
                                    new RangeVerdict.Conflict(Cidr.text(claim.block()), claim.owner(), claim.how()))
                            .toList(),
                    warnings,
                    other,
                    0);
        }
        String why = name + " is free on this host" + (warnings.isEmpty() ? "" : ", with a warning");
        return new RangeVerdict(Optional.of(name), true, why, List.of(), warnings, Optional.empty(), guests(asked));
    }

    private static String whoAll(List<Claim> claims) {
        List<String> owners = claims.stream()
                .map(claim -> claim.owner() + " (" + Cidr.text(claim.block()) + ")")
                .distinct()
                .toList();
        return owners.size() <= 3
                ? String.join(", ", owners)
                : String.join(", ", owners.subList(0, 3)) + " and " + (owners.size() - 3) + " more";
    }

    /** One claim for each block and owner, the widest first. */
    private static List<Claim> overlapping(Facts facts, IPAddress range, boolean certain) {
        Map<String, Claim> found = new LinkedHashMap<>();
        facts.claims().stream()
                .filter(claim -> claim.certain() == certain && Cidr.overlap(claim.block(), range))
                .sorted(Comparator.comparingInt(claim -> Cidr.length(claim.block())))
                .forEach(claim -> found.putIfAbsent(claim.owner() + Cidr.text(claim.block()), claim));
        return found.values().stream().limit(MOST_CONFLICTS).toList();
    }

    private static List<String> warnings(Facts facts, IPAddress range) {
        List<String> warnings = new ArrayList<>();
        for (Claim claim : overlapping(facts, range, false)) {
            warnings.add(claim.owner() + " may take " + Cidr.text(claim.block()) + ": " + claim.how());
        }
        if (overlapsPool(range, SHARED)) {
            warnings.add("100.64.0.0/10 (RFC 6598) belongs to carriers' networks: fine unless yours gave you one");
        }
        if (!facts.docker().problem().isEmpty()) {
            warnings.add(facts.docker().problem());
        }
        warnings.addAll(swallowed(facts));
        return warnings;
    }

    private static boolean overlapsPool(IPAddress range, IPAddress pool) {
        return Cidr.overlap(range, pool);
    }

    private static Optional<IPAddress> poolOf(IPAddress range) {
        return POOLS.stream().filter(pool -> pool.contains(range)).findFirst();
    }

    /**
     * What is already wrong on this host, whatever Hearth takes: a container network that hides a part of the real
     * one. The classic is Docker's 172.17.0.0/16 in a cloud network of the same range.
     */
    static List<String> swallowed(Facts facts) {
        List<String> found = new ArrayList<>();
        for (Claim inner : facts.claims()) {
            if (!inner.certain()
                    || inner.device().isEmpty()
                    || !Owners.of(inner.device()).container()) {
                continue;
            }
            for (Claim outer : facts.claims()) {
                boolean real = outer.certain()
                        && !outer.owner().startsWith("the standards")
                        && (outer.device().isEmpty()
                                || !Owners.of(outer.device()).container())
                        && !outer.owner().startsWith("Docker")
                        && !outer.how().startsWith("reserved");
                if (real && Cidr.overlap(inner.block(), outer.block())) {
                    found.add(inner.owner() + " has " + Cidr.text(inner.block()) + ", which overlaps " + outer.owner()
                            + " (" + Cidr.text(outer.block()) + "): this host cannot reach everything there");
                }
            }
        }
        return found.stream().distinct().limit(MOST_CONFLICTS).toList();
    }

    /** A free range with as many addresses: out of the one that would be chosen, if it is no larger than that. */
    private static Optional<IPAddress> alternative(Facts facts, IPAddress asked) {
        int bits = Cidr.length(asked);
        if (asked.isIPv6()) {
            return Stream.of(FIRST_UNIQUE_LOCAL, LOCALLY_ASSIGNED)
                    .flatMap(pool -> free(facts, pool, bits).stream())
                    .findFirst();
        }
        return choose(facts)
                .range()
                .map(Cidr::block)
                .filter(chosen -> Cidr.length(chosen) <= bits)
                .map(chosen -> Cidr.blockAt(chosen, bits))
                .or(() -> Stream.concat(poolOf(asked).stream(), POOLS.stream().filter(IPAddress::isIPv4))
                        .flatMap(pool -> free(facts, pool, bits).stream())
                        .findFirst());
    }

    private static Optional<IPAddress> free(Facts facts, IPAddress pool, int bits) {
        return free(facts, pool, bits, true).or(() -> free(facts, pool, bits, false));
    }

    private static Optional<IPAddress> free(Facts facts, IPAddress pool, int bits, boolean cautious) {
        List<IPAddress> taken = facts.claims().stream()
                .filter(claim -> cautious || claim.certain())
                .map(Claim::block)
                .toList();
        return Cidr.free(pool, taken, bits);
    }

    /** The range to take: the least risky free one of the usual size, else the largest that is left. */
    static RangeVerdict choose(Facts facts) {
        Optional<IPAddress> usual = candidates()
                .filter(range -> overlapping(facts, range, true).isEmpty())
                .min(Comparator.comparingInt(range -> risk(facts, range)));
        return usual.or(() -> left(facts))
                .map(range -> judge(facts, range))
                .orElseGet(() -> new RangeVerdict(
                        Optional.empty(),
                        false,
                        "no private range of 256 addresses or more is free on this host: every one overlaps "
                                + whoAll(facts.claims().stream()
                                        .filter(claim -> claim.certain()
                                                && POOLS.stream().anyMatch(pool -> Cidr.overlap(pool, claim.block())))
                                        .sorted(Comparator.comparingInt(claim -> Cidr.length(claim.block())))
                                        .limit(MOST_CONFLICTS)
                                        .toList()),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        0));
    }

    /** In {@code fd00::/8} the next 40 bits are drawn, so that two sites rarely meet (RFC 4193). */
    static RangeVerdict chooseIpv6(Facts facts, long drawn) {
        for (long attempt = drawn; attempt < drawn + SECOND_OCTETS; attempt++) {
            long global = attempt & 0xff_ffff_ffffL;
            IPAddress range = Cidr.block(String.format(
                    "fd%02x:%x:%x::/%d", global >> 32, global >> 16 & 0xffff, global & 0xffff, CHOSEN_IPV6_BITS));
            if (overlapping(facts, range, true).isEmpty()) {
                return judge(facts, range);
            }
        }
        return judge(facts, LOCALLY_ASSIGNED);
    }

    /** Every block of the usual size in IPv4's pools, the ones that people use least first. */
    private static Stream<IPAddress> candidates() {
        Stream<IPAddress> ten = Stream.concat(
                        IntStream.range(FIRST_IN_TEN, SECOND_OCTETS).boxed(),
                        IntStream.iterate(FIRST_IN_TEN - 1, second -> second >= 0, second -> second - 1)
                                .boxed())
                .map(second -> Cidr.block("10." + second + ".0.0/16"));
        // 172.31.0.0/16 is the default network of every Amazon account.
        Stream<IPAddress> seventeen = Stream.of(16, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 31)
                .map(second -> Cidr.block("172." + second + ".0.0/16"));
        Stream<IPAddress> home = Stream.of(Cidr.block("192.168.0.0/16"));
        Stream<IPAddress> shared =
                IntStream.rangeClosed(64, 127).map(n -> 191 - n).mapToObj(n -> Cidr.block("100." + n + ".0.0/16"));
        return Stream.of(ten, seventeen, home, shared).flatMap(blocks -> blocks);
    }

    private static int risk(Facts facts, IPAddress range) {
        int risk = overlapping(facts, range, false).isEmpty() ? 0 : 2;
        boolean beyondTheGateway = poolOf(range)
                .filter(pool -> facts.claims().stream()
                        .anyMatch(claim -> facts.uplinks().contains(claim.device()) && pool.contains(claim.block())))
                .isPresent();
        // What lies behind the gateway cannot be seen, but it is likely of the same pool as the host's own address.
        return risk + (beyondTheGateway ? 1 : 0) + (SHARED.contains(range) ? 4 : 0);
    }

    private static Optional<IPAddress> left(Facts facts) {
        return IntStream.rangeClosed(CHOSEN_BITS + 1, SMALLEST_CHOSEN_BITS)
                .boxed()
                .flatMap(bits ->
                        POOLS.stream().filter(IPAddress::isIPv4).flatMap(pool -> free(facts, pool, bits).stream()))
                .findFirst();
    }

    /** How many guests the range has room for. */
    static int guests(IPAddress range) {
        int bits = range.getBitCount() - Cidr.length(range) - GUEST_BITS;
        return bits <= 0 ? 0 : bits >= 16 - GUEST_BITS ? MOST_GUESTS : (1 << bits) - 1;
    }

    /** What in {@code after} takes a part of {@code range} that nobody had before. */
    static List<RangeVerdict.Conflict> appeared(Facts before, Facts after, IPAddress range) {
        List<Claim> known = overlapping(before, range, true);
        return overlapping(after, range, true).stream()
                .filter(claim -> known.stream()
                        .noneMatch(old ->
                                old.block().equals(claim.block()) && old.owner().equals(claim.owner())))
                .map(claim -> new RangeVerdict.Conflict(Cidr.text(claim.block()), claim.owner(), claim.how()))
                .toList();
    }
}
