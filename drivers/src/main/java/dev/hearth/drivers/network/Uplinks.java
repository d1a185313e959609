package dev.hearth.drivers.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What has to be known of the interfaces that lead out. */
final class Uplinks {

    private static final Path SETTINGS = Path.of("/proc/sys/net");
    /** Bytes; where nobody says otherwise. */
    private static final int ETHERNET_MTU = 1500;
    /** The smallest that IPv6 allows, bytes. */
    private static final int SMALLEST_MTU = 1280;

    private static final Pattern MTU = Pattern.compile(" mtu (\\d{1,6}) ");

    private Uplinks() {}

    /** The smallest of theirs, so that a guest's packets pass whole. */
    static int mtu(List<String> uplinks) {
        return uplinks.stream()
                .map(Uplinks::link)
                .map(MTU::matcher)
                .filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .filter(mtu -> mtu >= SMALLEST_MTU)
                .min()
                .orElse(ETHERNET_MTU);
    }

    private static String link(String device) {
        try {
            return Commands.output("ip", "-o", "link", "show", "dev", device);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Those that do not pass packets on yet; answers to guests come in over them. */
    static List<String> notForwarding(List<String> uplinks) {
        return uplinks.stream()
                .filter(device -> text(SETTINGS.resolve("ipv4/conf/" + device + "/forwarding"))
                        .filter("0"::equals)
                        .isPresent())
                .toList();
    }

    /**
     * Whether the host passes IPv6 packets on already. Hearth does not turn that on: it would make the host deaf to its
     * router's announcements.
     */
    static boolean forwardsIpv6() {
        return text(SETTINGS.resolve("ipv6/conf/all/forwarding"))
                .filter("1"::equals)
                .isPresent();
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }
}
