package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;

/**
 * What one Hearth has taken of the host's network.
 *
 * @param range guests' addresses
 * @param range6 the same for IPv6; empty when guests get none
 * @param nameservers that guests may ask
 * @param neighbours6 IPv6 networks that the host itself was on then
 * @param mtu of the way out, bytes
 * @param facts what was known of the host then
 * @param verdict the planner's word on the range
 */
record Taken(
        IPAddress range,
        Optional<IPAddress> range6,
        List<IPAddress> nameservers,
        List<IPAddress> neighbours6,
        int mtu,
        RangeDecisions.Facts facts,
        RangeVerdict verdict) {}
