package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what {@code ip -o route} and {@code ip -o addr} print. The plain form, because every {@code ip} prints it
 * (BusyBox's has no JSON), and because it is what people paste.
 */
final class IpOutput {

    private static final Logger LOG = LoggerFactory.getLogger(IpOutput.class);

    private static final Set<String> TYPES = Set.of(
            "unicast",
            "local",
            "broadcast",
            "multicast",
            "anycast",
            "blackhole",
            "unreachable",
            "prohibit",
            "throw",
            "nat");
    /** The kernel's own notes beside each address. */
    private static final Set<String> LOCAL_TYPES = Set.of("local", "broadcast", "multicast", "anycast");

    private static final int SPLIT_DEFAULT_BITS = 2;

    private IpOutput() {}

    /** Lines that are no routes are left out; they are logged, not fatal. */
    static List<HostNetwork.Route> routes(String text, boolean ipv6) {
        List<HostNetwork.Route> routes = new ArrayList<>();
        for (String line : text.split("\n")) {
            try {
                if (!line.isBlank() && !line.startsWith("\t") && !line.startsWith(" ")) {
                    route(line.strip(), ipv6).ifPresent(routes::add);
                }
            } catch (IllegalArgumentException unknown) {
                LOG.debug("not understood: {}", line, unknown);
            }
        }
        return routes;
    }

    private static Optional<HostNetwork.Route> route(String line, boolean ipv6) {
        List<String> words = Arrays.asList(line.replace('\\', ' ').split("\\s+"));
        boolean typed = TYPES.contains(words.getFirst());
        String type = typed ? words.getFirst() : "unicast";
        if (LOCAL_TYPES.contains(type) || "local".equals(after(words, "table")) || words.size() < (typed ? 2 : 1)) {
            return Optional.empty();
        }
        return Optional.of(new HostNetwork.Route(
                destination(words.get(typed ? 1 : 0)),
                ipv6,
                type,
                after(words, "dev"),
                gateway(words),
                after(words, "proto"),
                line.replaceAll("\\s+", " ")));
    }

    /** VPNs split the default route into halves so that theirs are the more specific ones. */
    private static Optional<IPAddress> destination(String word) {
        return word.equals("default")
                ? Optional.empty()
                : Optional.of(Cidr.block(word)).filter(block -> Cidr.length(block) > SPLIT_DEFAULT_BITS);
    }

    private static String gateway(List<String> words) {
        String gateway = after(words, "via");
        return gateway.equals("inet6") || gateway.equals("inet") ? after(words, gateway) : gateway;
    }

    private static String after(List<String> words, String word) {
        int at = words.indexOf(word);
        return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
    }

    /** From lines such as {@code 2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0}. */
    static List<HostNetwork.Address> addresses(String text) {
        List<HostNetwork.Address> addresses = new ArrayList<>();
        for (String line : text.split("\n")) {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            String address = after(words, words.contains("inet6") ? "inet6" : "inet");
            try {
                if (words.size() > 2 && !address.isEmpty()) {
                    String device = words.get(1).replaceAll("@.*|:$", "");
                    addresses.add(new HostNetwork.Address(device, Cidr.block(address)));
                    String peer = after(words, "peer");
                    if (!peer.isEmpty()) {
                        addresses.add(new HostNetwork.Address(device, Cidr.block(peer)));
                    }
                }
            } catch (IllegalArgumentException unknown) {
                LOG.debug("not understood: {}", line, unknown);
            }
        }
        return addresses;
    }

    /** The name servers of a {@code resolv.conf}. */
    static List<IPAddress> nameservers(String text) {
        List<IPAddress> found = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 1 && words[0].equals("nameserver")) {
                try {
                    found.add(Cidr.address(words[1].replaceAll("%.*", "")));
                } catch (IllegalArgumentException unknown) {
                    LOG.debug("not understood: {}", line, unknown);
                }
            }
        }
        return found;
    }
}
