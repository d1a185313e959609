package dev.hearth.drivers.network;

import java.util.Optional;

/**
 * By which protocols guests can leave this host. Pure.
 *
 * @param ipv4 whether there is a default route for IPv4; Hearth turns forwarding on by itself
 * @param ipv6 whether there is one for IPv6, and the host forwards IPv6 already
 * @param says the same for people, with what to do
 */
record WayOut(boolean ipv4, boolean ipv6, String says) {

    private static final String FORWARD = "sysctl -w net.ipv6.conf.%s.accept_ra=2 net.ipv6.conf.all.forwarding=1";

    static WayOut of(HostNetwork host, boolean forwardsIpv6) {
        boolean ipv4 = !host.uplinks(false).isEmpty();
        Optional<String> uplink6 = host.uplinks(true).stream().findFirst();
        boolean ipv6 = uplink6.isPresent() && forwardsIpv6;
        String turnOn = FORWARD.formatted(uplink6.orElse(""));
        if (ipv4) {
            return new WayOut(
                    true,
                    ipv6,
                    ipv6
                            ? "IPv4 and IPv6"
                            : uplink6.isEmpty()
                                    ? "IPv4; this host has no IPv6"
                                    : "IPv4 only: this host has IPv6 but does not forward it; to change that: "
                                            + turnOn);
        }
        if (ipv6) {
            return new WayOut(
                    false,
                    true,
                    "IPv6 only: this host has no IPv4 default route; servers without IPv6 are not reached");
        }
        return new WayOut(
                false,
                false,
                uplink6.isEmpty()
                        ? "this host has no default route: guests reach nothing outside of it"
                        : "this host has only IPv6 and does not forward it: guests reach nothing outside of it; to"
                                + " change that: " + turnOn);
    }

    /** Whether guests reach anything outside of this host. */
    boolean any() {
        return ipv4 || ipv6;
    }
}
