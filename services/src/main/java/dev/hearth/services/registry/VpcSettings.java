package dev.hearth.services.registry;

import java.util.List;

/**
 * The VPC that a function was configured with; kept and returned, without effect.
 *
 * @param subnetIds at most 16
 * @param securityGroupIds at most 5
 * @param ipv6AllowedForDualStack as asked for
 */
public record VpcSettings(List<String> subnetIds, List<String> securityGroupIds, boolean ipv6AllowedForDualStack) {

    /** No VPC. */
    public static final VpcSettings NONE = new VpcSettings(List.of(), List.of(), false);

    public VpcSettings {
        subnetIds = List.copyOf(subnetIds);
        securityGroupIds = List.copyOf(securityGroupIds);
    }
}
