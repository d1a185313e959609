package dev.hearth.drivers.network;

/** Answers whether a range of addresses is free on this host. Every question looks at the host anew. */
public interface NetworkPlanner {

    static NetworkPlanner ofThisHost() {
        return new HostPlanner(HostReader.ofThisHost());
    }

    /**
     * Judges {@code range}.
     *
     * @param range IPv4 or IPv6 in CIDR notation; an address alone means itself
     * @throws IllegalArgumentException when it is none, with what is wrong
     */
    RangeVerdict check(String range);

    /** The IPv4 range that Hearth would choose now. */
    RangeVerdict choose();

    /** The IPv6 range that Hearth would choose now. */
    RangeVerdict chooseIpv6();
}
