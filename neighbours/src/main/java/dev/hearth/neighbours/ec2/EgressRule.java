package dev.hearth.neighbours.ec2;

import java.util.List;

/**
 * What something in a security group may reach, with prefix lists and groups resolved.
 *
 * @param cidrs blocks of IPv4 and IPv6 addresses
 */
public record EgressRule(Traffic traffic, List<String> cidrs) {

    public EgressRule {
        cidrs = List.copyOf(cidrs);
    }
}
