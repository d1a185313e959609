package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The nftables rules, as text for {@code nft -f -}. Everything in it is made from addresses and names that were
 * checked; nothing of it comes from a user. Pure.
 *
 * <p>The rules for what a guest may reach are the host's, so that they hold even when a machine monitor's namespace is
 * taken over; those inside the namespace only translate, and keep the namespace itself silent.
 */
final class Rules {

    private static final String PRIVATE4 =
            "0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 198.18.0.0/15";
    /**
     * Unique local and site-local addresses, and those that only wrap an IPv4 address: a translator (NAT64, 6to4,
     * Teredo) behind the gateway would unwrap a private one. Public ones behind the well-known prefix pass, because
     * hosts
     * without IPv4 reach the rest of the world so.
     */
    private static final String PRIVATE6 = "fc00::/7, fec0::/10, ::/96, ::ffff:0:0/96, 2001::/32, 2002::/16,"
            + " 64:ff9b:1::/48, 64:ff9b::/104, 64:ff9b::a00:0/104, 64:ff9b::6440:0/106, 64:ff9b::7f00:0/104,"
            + " 64:ff9b::ac10:0/108, 64:ff9b::c0a8:0/112, 64:ff9b::c612:0/111";
    /** Clouds' metadata and agents: most are link-local, those of Azure, Alibaba and Oracle's first are not. */
    private static final String LINK_LOCAL4 = "169.254.0.0/16, 168.63.129.16, 100.100.100.200, 192.0.0.192";
    /** EC2's metadata answers on a unique local address; the last four are the IPv4 ones behind a translator. */
    private static final String LINK_LOCAL6 = "fe80::/10, fd00:ec2::/32, 64:ff9b::a9fe:0/112, 64:ff9b::a83f:8110,"
            + " 64:ff9b::6464:64c8, 64:ff9b::c000:c0";

    private static final String NEVER4 = "224.0.0.0/4, 240.0.0.0/4";
    private static final String NEVER6 = "ff00::/8, 64:ff9b::e000:0/99";

    private static final String HOST = """
            table inet %1$s {
              set links4 { type ifname . ipv4_addr; }
              set links6 { type ifname . ipv6_addr; }
              set internet { type ifname; }
              set private { type ifname; }
              set host { type ifname; }
              set metadata { type ifname; }
              map walls { type ifname : verdict; }
              set servers4 { type ipv4_addr; %3$s }
              set servers6 { type ipv6_addr; %4$s }
              set neighbours6 { type ipv6_addr; flags interval; auto-merge; %12$s }
              chain prerouting {
                type filter hook prerouting priority raw; policy accept;
                iifname %2$s jump genuine
              }
              chain genuine {
                meta nfproto ipv4 iifname . ip saddr @links4 accept
                meta nfproto ipv6 iifname . ip6 saddr @links6 accept
                meta nfproto ipv6 ip6 saddr fe80::/10 icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                meta nfproto ipv6 icmpv6 type nd-neighbor-solicit ip6 saddr :: accept
                drop
              }
              chain input {
                type filter hook input priority filter - 10; policy accept;
                iifname %2$s jump to_host
              }
              chain to_host {
                icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                jump resolve
                jump link_local
                iifname vmap @walls
                iifname @host accept
                drop
              }
              chain forward {
                type filter hook forward priority filter - 10; policy accept;
                iifname %2$s jump from_guest
                oifname %2$s jump to_guest
              }
              chain from_guest {
                oifname %2$s drop
                jump resolve
                jump link_local
                iifname vmap @walls
                ip daddr { %8$s } drop
                ip6 daddr { %11$s } drop
                ip daddr { %6$s } iifname @private accept
                ip6 daddr { %7$s } iifname @private accept
                ip6 daddr @neighbours6 iifname @private accept
                ip daddr { %6$s } drop
                ip6 daddr { %7$s } drop
                ip6 daddr @neighbours6 drop
                iifname @internet accept
                drop
              }
              chain resolve {
                iifname @internet ip daddr @servers4 udp dport 53 accept
                iifname @internet ip daddr @servers4 tcp dport 53 accept
                iifname @internet ip6 daddr @servers6 udp dport 53 accept
                iifname @internet ip6 daddr @servers6 tcp dport 53 accept
              }
              chain link_local {
                ip daddr { %9$s } iifname @metadata accept
                ip6 daddr { %10$s } iifname @metadata accept
                ip daddr { %9$s } drop
                ip6 daddr { %10$s } drop
              }
              chain to_guest {
                ct state established,related accept
                drop
              }
              chain postrouting {
                type nat hook postrouting priority srcnat; policy accept;
                oifname %2$s return
                %5$s
              }
            }
            """;

    private Rules() {}

    /** One guest's place in the host's rules. */
    record Member(String device, IPAddress ipv4, Optional<IPAddress> ipv6, Reach reach) {}

    /** The host's table; sets say which guest may reach what, and are empty at first. */
    static String host(
            Instances names,
            IPAddress range,
            Optional<IPAddress> range6,
            List<IPAddress> nameservers,
            List<IPAddress> neighbours6) {
        String devices = "\"" + names.devicePrefix() + "*\"";
        return HOST.formatted(
                names.table(),
                devices,
                elements(nameservers.stream().filter(IPAddress::isIPv4).toList()),
                elements(nameservers.stream().filter(IPAddress::isIPv6).toList()),
                "ip saddr " + Cidr.text(range) + " masquerade"
                        + range6.map(block -> "\n    ip6 saddr " + Cidr.text(block) + " masquerade")
                                .orElse(""),
                PRIVATE4,
                PRIVATE6,
                NEVER4,
                LINK_LOCAL4,
                LINK_LOCAL6,
                NEVER6,
                elements(neighbours6));
    }

    /**
     * The networks that the host itself is on: what private networks are in IPv4, where machines side by side have
     * public
     * addresses as a rule.
     */
    static List<IPAddress> neighbours6(Instances names, HostNetwork host) {
        return host.addresses().stream()
                .filter(address -> !address.device().startsWith(names.devicePrefix()))
                .map(HostNetwork.Address::network)
                .filter(network -> network.isIPv6() && !network.isLoopback() && !network.isLinkLocal())
                .distinct()
                .sorted()
                .toList();
    }

    /** In the place of those that were known before. */
    static String neighbours6(Instances names, List<IPAddress> networks) {
        String set = "inet " + names.table() + " neighbours6";
        return "flush set " + set + "\n"
                + (networks.isEmpty() ? "" : "add element " + set + " { " + joined(networks) + " }\n");
    }

    private static String elements(List<IPAddress> addresses) {
        return addresses.isEmpty() ? "" : "elements = { " + joined(addresses) + " }";
    }

    private static String joined(List<IPAddress> addresses) {
        return addresses.stream().map(Cidr::text).distinct().collect(Collectors.joining(", "));
    }

    static String removeTable(Instances names) {
        return "table inet " + names.table() + "\ndelete table inet " + names.table() + "\n";
    }

    static String add(Instances names, Member member) {
        return change("add", names, member);
    }

    static String remove(Instances names, Member member) {
        return change("delete", names, member);
    }

    private static String change(String verb, Instances names, Member member) {
        StringBuilder text = new StringBuilder();
        String device = member.device();
        element(text, verb, names, "links4", device + " . " + member.ipv4().toCanonicalString());
        member.ipv6()
                .ifPresent(
                        address -> element(text, verb, names, "links6", device + " . " + address.toCanonicalString()));
        Reach reach = member.reach();
        if (reach.internet()) {
            element(text, verb, names, "internet", device);
        }
        if (reach.privateNetworks()) {
            element(text, verb, names, "private", device);
        }
        if (reach.host()) {
            element(text, verb, names, "host", device);
        }
        if (reach.metadata()) {
            element(text, verb, names, "metadata", device);
        }
        return text.toString();
    }

    private static void element(StringBuilder text, String verb, Instances names, String set, String element) {
        text.append(verb)
                .append(" element inet ")
                .append(names.table())
                .append(' ')
                .append(set);
        text.append(" { ").append(element).append(" }\n");
    }

    /** Inside a guest's namespace: only what the guest itself sends goes out, translated, and only answers come in. */
    static String namespace(String tap, String out, IPAddress guest, Optional<IPAddress> guest6) {
        return """
                table inet guest {
                  chain input {
                    type filter hook input priority filter; policy drop;
                    iifname lo accept
                    ct state established,related accept
                    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                  }
                  chain forward {
                    type filter hook forward priority filter; policy drop;
                    iifname %1$s oifname %2$s ip saddr %3$s accept
                    %4$s
                    iifname %2$s oifname %1$s ct state established,related accept
                  }
                  chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    oifname %2$s masquerade
                  }
                }
                """.formatted(
                        tap,
                        out,
                        guest.toCanonicalString(),
                        guest6.map(address -> "iifname " + tap + " oifname " + out + " ip6 saddr "
                                        + address.toCanonicalString() + " accept")
                                .orElse(""));
    }

    /** A namespace whose processes hold the address themselves: nobody connects to them. */
    static String namespaceOfProcesses() {
        return """
                table inet guest {
                  chain input {
                    type filter hook input priority filter; policy drop;
                    iifname lo accept
                    ct state established,related accept
                    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                  }
                }
                """;
    }
}
