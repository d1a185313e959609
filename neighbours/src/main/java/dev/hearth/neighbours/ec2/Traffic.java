package dev.hearth.neighbours.ec2;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A protocol and its ports, as EC2 writes them (IpPermission in the API reference).
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, another's number, or {@code -1} for all
 * @param fromPort the first port, or ICMP's type; -1 for all
 * @param toPort the last port, or ICMP's code; -1 for all
 */
public record Traffic(String protocol, int fromPort, int toPort) {

    /** All of it. */
    public static final Traffic ALL = new Traffic("-1", -1, -1);

    private static final int LAST_PORT = 65_535;
    private static final int LAST_PROTOCOL = 255;
    private static final Map<String, String> NAMES = Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6");

    /** Checked, with what EC2 makes of it. */
    public static Traffic of(@Nullable String protocol, @Nullable Integer from, @Nullable Integer to) {
        if (protocol == null || protocol.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter ipProtocol");
        }
        String lower = protocol.toLowerCase(Locale.ROOT);
        String name = NAMES.getOrDefault(lower, lower);
        if (name.equals("-1") || name.equals("all")) {
            return ALL;
        }
        return switch (name) {
            case "tcp", "udp" -> ports(name, from, to);
            case "icmp", "icmpv6" -> new Traffic(name, from == null ? -1 : from, to == null ? -1 : to);
            default -> new Traffic(number(protocol), -1, -1);
        };
    }

    private static Traffic ports(String name, @Nullable Integer from, @Nullable Integer to) {
        if (from == null || to == null) {
            throw Ec2Error.INVALID_PARAMETER.because(
                    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
        }
        if (from == -1 && to == -1) {
            return new Traffic(name, 0, LAST_PORT);
        }
        if (from < 0 || to > LAST_PORT || from > to) {
            throw Ec2Error.INVALID_PARAMETER.because(
                    "Invalid value '" + from + "-" + to + "' for portRange. Ports lie between 0 and 65535.");
        }
        return new Traffic(name, from, to);
    }

    private static String number(String protocol) {
        try {
            int number = Integer.parseInt(protocol);
            if (number >= 0 && number <= LAST_PROTOCOL) {
                return Integer.toString(number);
            }
        } catch (NumberFormatException notOne) {
            // Refused below.
        }
        throw Ec2Error.INVALID_PARAMETER.because("Invalid value '" + protocol + "' for IP protocol. Unknown protocol.");
    }

    String text() {
        String ports = fromPort < 0 && toPort < 0 ? "" : ", from port: " + fromPort + ", to port: " + toPort;
        return (protocol.equals("-1") ? "ALL" : protocol.toUpperCase(Locale.ROOT)) + ports;
    }
}
