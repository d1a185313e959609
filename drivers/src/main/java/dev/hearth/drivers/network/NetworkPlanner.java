package dev.hearth.drivers.network;

import java.util.List;

/** Answers whether a range of addresses is free on this host. Every question looks at the host anew. */
public interface NetworkPlanner {

    static NetworkPlanner ofThisHost() {
        return new HostPlanner(HostReader.ofThisHost());
    }

    /**
     * Only looks whether {@code range} is an IPv4 range at all.
     *
     * @throws IllegalArgumentException when it is none, with what is wrong
     */
    static void requireRange(String range) {
        if (!Cidr.exactBlock(range).isIPv4()) {
            throw new IllegalArgumentException("guests' range is an IPv4 one, such as 10.211.0.0/16");
        }
    }

    /**
     * Judges {@code range}.
     *
     * @param range IPv4 or IPv6 in CIDR notation; an address alone means itself
     * @throws IllegalArgumentException when it is none, with what is wrong
     */
    RangeVerdict check(String range);

    /** The ranges that Hearths on this host have taken, each judged against everybody else's addresses. */
    List<RangeVerdict> inUse();

    /** The IPv4 range that Hearth would choose now. */
    RangeVerdict choose();

    /** The IPv6 range that Hearth would choose now. */
    RangeVerdict chooseIpv6();
}
