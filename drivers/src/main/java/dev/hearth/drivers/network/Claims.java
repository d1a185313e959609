package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Who has which addresses, drawn from a snapshot of the host. Pure. */
final class Claims {

    /**
     * Somebody's addresses.
     *
     * @param block which
     * @param owner whose, for people
     * @param how where it was seen
     * @param device the interface; empty when none
     * @param certain whether they surely have them, or may take them any time
     */
    record Claim(IPAddress block, String owner, String how, String device, boolean certain) {}

    /** Ranges with a meaning of their own, which guests can never have. */
    private static final List<Claim> SPECIAL = List.of(
            special("0.0.0.0/8", "the standards (\"this network\", RFC 1122)"),
            special("127.0.0.0/8", "every host's loopback (RFC 1122)"),
            special("169.254.0.0/16", "link-local addresses and cloud metadata (RFC 3927)"),
            special("192.0.0.0/24", "the standards (IETF protocols, RFC 6890)"),
            special("192.0.2.0/24", "the standards (documentation, RFC 5737)"),
            special("198.51.100.0/24", "the standards (documentation, RFC 5737)"),
            special("203.0.113.0/24", "the standards (documentation, RFC 5737)"),
            special("198.18.0.0/15", "the standards (benchmarks, RFC 2544), and VPN programs' fake addresses"),
            special("224.0.0.0/4", "multicast (RFC 5771)"),
            special("240.0.0.0/4", "the standards (reserved, RFC 1112)"),
            special("::/127", "the standards (loopback and the unspecified address, RFC 4291)"),
            special("::ffff:0:0/96", "IPv4 addresses written as IPv6 (RFC 4291)"),
            special("64:ff9b::/96", "translation from IPv6 to IPv4 (RFC 6052)"),
            special("2001:db8::/32", "the standards (documentation, RFC 3849)"),
            special("fd00:ec2::/32", "a cloud's metadata and name servers (Amazon EC2)"),
            special("fe80::/10", "link-local addresses (RFC 4291)"),
            special("ff00::/8", "multicast (RFC 4291)"));

    /** The number that Hearth's own routes carry as their protocol. */
    static final String PROTOCOL = "72";

    private Claims() {}

    private static Claim special(String block, String owner) {
        return new Claim(Cidr.block(block), owner, "reserved by a standard", "", true);
    }

    /**
     * Everybody's claims but those of the instance that asks.
     *
     * @param ownDevice tells the instance's own interfaces
     * @param ownRange the range it has; its own routes to it do not count
     */
    static List<Claim> of(HostNetwork host, Predicate<String> ownDevice, Predicate<IPAddress> ownRange) {
        List<Claim> claims = new ArrayList<>(SPECIAL);
        Set<String> devices = new HashSet<>();
        for (HostNetwork.Address address : host.addresses()) {
            if (!ownDevice.test(address.device())) {
                devices.add(address.device());
                claims.add(new Claim(
                        address.network(),
                        owner(host, address.device()),
                        "address of " + address.device(),
                        address.device(),
                        true));
            }
        }
        for (HostNetwork.Route route : host.routes()) {
            boolean own = route.protocol().equals(PROTOCOL)
                    && route.destination().filter(ownRange).isPresent();
            if (!own && !ownDevice.test(route.device())) {
                devices.add(route.device());
                route.destination().ifPresent(block -> claims.add(ofRoute(host, route, block)));
            }
        }
        devices.stream().sorted().forEach(device -> addAlso(claims, device));
        addDocker(claims, host.docker(), devices);
        for (IPAddress server : host.nameservers()) {
            claims.add(new Claim(Cidr.single(server), "a name server of this host", "resolv.conf", "", true));
        }
        return claims;
    }

    private static Claim ofRoute(HostNetwork host, HostNetwork.Route route, IPAddress block) {
        String owner = switch (route.type()) {
            case "blackhole", "unreachable", "prohibit", "throw" ->
                route.protocol().equals(PROTOCOL)
                        ? "another Hearth"
                        : article(route.type()) + route.type() + " route"
                                + (route.protocol().isEmpty() ? "" : " of " + route.protocol());
            default ->
                route.gateway().isEmpty()
                        ? owner(host, route.device())
                        : owner(host, route.device()) + " behind " + route.gateway();
        };
        return new Claim(block, owner, "route " + route.text(), route.device(), true);
    }

    private static String article(String type) {
        return type.startsWith("u") ? "an " : "a ";
    }

    private static String owner(HostNetwork host, String device) {
        return Owners.name(device, host.kinds().getOrDefault(device, ""));
    }

    private static void addAlso(List<Claim> claims, String device) {
        Owners.Program program = Owners.of(device);
        for (Owners.Also also : program.also()) {
            claims.add(
                    new Claim(also.block(), program.name() + " (" + device + ")", also.what(), device, also.certain()));
        }
    }

    private static void addDocker(List<Claim> claims, Docker docker, Set<String> devices) {
        for (Docker.Range range : docker.configured()) {
            claims.add(new Claim(range.block(), "Docker", "\"" + range.key() + "\" in " + Docker.FILE, "", true));
        }
        boolean here = docker.installed() || devices.contains("docker0");
        if (here && !docker.ownPools()) {
            for (IPAddress pool : Docker.BUILT_IN_POOLS) {
                claims.add(new Claim(pool, "Docker", "one of its built-in pools for new networks", "", false));
            }
        }
    }
}
