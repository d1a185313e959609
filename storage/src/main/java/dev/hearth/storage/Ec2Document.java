package dev.hearth.storage;

import dev.hearth.neighbours.ec2.GroupRule;
import dev.hearth.neighbours.ec2.Peer;
import dev.hearth.neighbours.ec2.PrefixList;
import dev.hearth.neighbours.ec2.SecurityGroup;
import dev.hearth.neighbours.ec2.Traffic;
import java.util.List;
import java.util.Map;

/** EC2's groups and lists as documents. */
final class Ec2Document {

    private static final String DESCRIPTION = "description";

    private Ec2Document() {}

    static Map<String, Object> of(SecurityGroup group) {
        return Map.of(
                "name",
                group.name(),
                DESCRIPTION,
                group.description(),
                "vpc",
                group.vpcId(),
                "tags",
                group.tags(),
                "rules",
                group.rules().stream().map(Ec2Document::of).toList());
    }

    private static Map<String, Object> of(GroupRule rule) {
        Traffic traffic = rule.traffic();
        return Map.of(
                "id",
                rule.id(),
                "egress",
                rule.egress(),
                "protocol",
                traffic.protocol(),
                "from",
                traffic.fromPort(),
                "to",
                traffic.toPort(),
                "peer",
                kind(rule.peer()),
                "with",
                text(rule.peer()),
                DESCRIPTION,
                rule.description(),
                "tags",
                rule.tags());
    }

    private static String kind(Peer peer) {
        return switch (peer) {
            case Peer.Ipv4 ipv4 -> "ipv4";
            case Peer.Ipv6 ipv6 -> "ipv6";
            case Peer.Prefixes prefixes -> "prefixes";
            case Peer.Group group -> "group";
        };
    }

    private static String text(Peer peer) {
        return peer.text();
    }

    static SecurityGroup group(String id, Map<String, Object> document) {
        return new SecurityGroup(
                id,
                JsonDocument.text(document, "name", ""),
                JsonDocument.text(document, DESCRIPTION, ""),
                JsonDocument.text(document, "vpc", ""),
                tags(document),
                objects(document, "rules").stream().map(Ec2Document::rule).toList());
    }

    private static GroupRule rule(Map<String, Object> rule) {
        return new GroupRule(
                JsonDocument.text(rule, "id", ""),
                Boolean.TRUE.equals(rule.get("egress")),
                new Traffic(
                        JsonDocument.text(rule, "protocol", "-1"),
                        (int) JsonDocument.longNumber(rule, "from", -1),
                        (int) JsonDocument.longNumber(rule, "to", -1)),
                peer(JsonDocument.text(rule, "peer", ""), JsonDocument.text(rule, "with", "")),
                JsonDocument.text(rule, DESCRIPTION, ""),
                tags(rule));
    }

    private static Peer peer(String kind, String with) {
        return switch (kind) {
            case "ipv4" -> new Peer.Ipv4(with);
            case "ipv6" -> new Peer.Ipv6(with);
            case "prefixes" -> new Peer.Prefixes(with);
            case "group" -> new Peer.Group(with);
            default -> throw new IllegalStateException("a rule with a peer of the kind " + kind);
        };
    }

    private static Map<String, String> tags(Map<String, Object> document) {
        return JsonDocument.strings(JsonDocument.object(document, "tags"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Map<String, Object> document, String name) {
        return document.get(name) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    static Map<String, Object> of(PrefixList list) {
        return Map.of(
                "name", list.name(),
                "ipv6", list.ipv6(),
                "max", list.maxEntries(),
                "tags", list.tags(),
                "entries",
                        list.entries().stream()
                                .map(entry -> List.of(entry.cidr(), entry.description()))
                                .toList());
    }

    static PrefixList list(String id, long version, Map<String, Object> document) {
        return new PrefixList(
                id,
                JsonDocument.text(document, "name", ""),
                Boolean.TRUE.equals(document.get("ipv6")),
                (int) JsonDocument.longNumber(document, "max", 0),
                version,
                tags(document),
                document.get("entries") instanceof List<?> entries
                        ? entries.stream().map(Ec2Document::entry).toList()
                        : List.of());
    }

    private static PrefixList.Entry entry(Object document) {
        List<?> pair = (List<?>) document;
        return new PrefixList.Entry((String) pair.get(0), (String) pair.get(1));
    }
}
