package dev.hearth.drivers.network;

import dev.hearth.sandbox.Wall;
import dev.hearth.sandbox.Wall.Passage;
import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Walls as nftables rules: a chain each, which returns what may pass and drops the rest. The addresses of a kind of
 * traffic are one set of intervals, so that a thousand cost no more than one. Pure.
 */
final class WallRules {

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int LAST_PORT = 65_535;

    /** What the chain of a wall is reached by; which device stands behind which. */
    static final String MAP = "walls";

    private WallRules() {}

    /** A protocol and its ports. */
    private record Kind(int protocol, int from, int to) {}

    /** Makes the chain, or puts these rules in the place of those that it has, all at once. */
    static String put(Instances names, String chain, Wall wall) {
        String place = "inet " + names.table() + " " + chain;
        StringBuilder text = new StringBuilder();
        text.append("add chain ").append(place).append('\n');
        text.append("flush chain ").append(place).append('\n');
        // As on EC2: a rule that goes ends no connection.
        rule(text, place, "ct state established,related return");
        Map<Kind, List<IPAddress>> kinds = new LinkedHashMap<>();
        for (Passage passage : wall.passages()) {
            List<IPAddress> blocks = kinds.computeIfAbsent(
                    new Kind(passage.protocol(), passage.from(), passage.to()), _ -> new ArrayList<>());
            passage.blocks().forEach(block -> blocks.add(Cidr.block(block)));
        }
        kinds.forEach((kind, blocks) -> {
            passages(text, place, kind, blocks, false);
            passages(text, place, kind, blocks, true);
        });
        rule(text, place, "drop");
        return text.toString();
    }

    private static void passages(StringBuilder text, String place, Kind kind, List<IPAddress> blocks, boolean ipv6) {
        IPAddress[] merged = merged(blocks, ipv6);
        boolean wrongFamily = ipv6 ? kind.protocol() == ICMP : kind.protocol() == ICMPV6;
        if (merged.length > 0 && !wrongFamily) {
            rule(text, place, (to(merged, ipv6) + traffic(kind)).strip() + " return");
        }
    }

    private static IPAddress[] merged(List<IPAddress> blocks, boolean ipv6) {
        IPAddress[] all =
                blocks.stream().filter(block -> block.isIPv6() == ipv6).toArray(IPAddress[]::new);
        return all.length < 2 ? all : all[0].mergeToPrefixBlocks(all);
    }

    private static String to(IPAddress[] blocks, boolean ipv6) {
        if (blocks.length == 1 && Cidr.text(blocks[0]).endsWith("/0")) {
            return ipv6 ? "meta nfproto ipv6 " : "meta nfproto ipv4 ";
        }
        String set = Arrays.stream(blocks).map(Cidr::text).collect(Collectors.joining(", "));
        return (ipv6 ? "ip6" : "ip") + " daddr { " + set + " } ";
    }

    private static String traffic(Kind kind) {
        return switch (kind.protocol()) {
            case Passage.ANY -> "";
            case TCP -> "tcp dport " + ports(kind);
            case UDP -> "udp dport " + ports(kind);
            case ICMP -> "meta l4proto 1" + messages("icmp", kind);
            case ICMPV6 -> "meta l4proto 58" + messages("icmpv6", kind);
            default -> "meta l4proto " + kind.protocol();
        };
    }

    private static String ports(Kind kind) {
        int from = Math.max(0, kind.from());
        return from + "-" + (kind.to() == Passage.ANY ? LAST_PORT : kind.to());
    }

    private static String messages(String family, Kind kind) {
        return (kind.from() == Passage.ANY ? "" : " " + family + " type " + kind.from())
                + (kind.to() == Passage.ANY ? "" : " " + family + " code " + kind.to());
    }

    private static void rule(StringBuilder text, String place, String rule) {
        text.append("add rule ").append(place).append(' ').append(rule).append('\n');
    }

    static String enter(Instances names, String device, String chain) {
        return "add element inet " + names.table() + " " + MAP + " { " + device + " : jump " + chain + " }\n";
    }

    static String leave(Instances names, String device, String chain) {
        return "delete element inet " + names.table() + " " + MAP + " { " + device + " : jump " + chain + " }\n";
    }

    static String remove(Instances names, String chain) {
        String place = "inet " + names.table() + " " + chain;
        return "flush chain " + place + "\ndelete chain " + place + "\n";
    }
}
