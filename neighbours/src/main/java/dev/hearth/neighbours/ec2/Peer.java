package dev.hearth.neighbours.ec2;

/** The other side of a security group's rule. */
public sealed interface Peer {

    /** IPv4 addresses. @param cidr a block with its host bits zero */
    record Ipv4(String cidr) implements Peer {}

    /** IPv6 addresses. @param cidr a block with its host bits zero */
    record Ipv6(String cidr) implements Peer {}

    /** What a managed prefix list holds now. */
    record Prefixes(String listId) implements Peer {}

    /** Whoever is in a group. */
    record Group(String groupId) implements Peer {}

    /** As the messages of errors write it. */
    default String text() {
        return switch (this) {
            case Ipv4(String cidr) -> cidr;
            case Ipv6(String cidr) -> cidr;
            case Prefixes(String listId) -> listId;
            case Group(String groupId) -> groupId;
        };
    }
}
