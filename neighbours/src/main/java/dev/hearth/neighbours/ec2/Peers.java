package dev.hearth.neighbours.ec2;

import org.jspecify.annotations.Nullable;

/** Peers out of what callers write. */
public interface Peers {

    static Peer ipv4(@Nullable String cidr) {
        return new Peer.Ipv4(Blocks.ipv4(said(cidr, "cidrIp")));
    }

    static Peer ipv6(@Nullable String cidr) {
        return new Peer.Ipv6(Blocks.ipv6(said(cidr, "cidrIpv6")));
    }

    private static String said(@Nullable String text, String parameter) {
        if (text == null) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter " + parameter);
        }
        return text;
    }
}
