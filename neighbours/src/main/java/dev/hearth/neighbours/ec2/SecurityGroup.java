package dev.hearth.neighbours.ec2;

import java.util.List;
import java.util.Map;

/**
 * A security group.
 *
 * @param id {@code sg-} and 17 hexadecimal digits
 * @param name unique in its VPC
 */
public record SecurityGroup(
        String id, String name, String description, String vpcId, Map<String, String> tags, List<GroupRule> rules) {

    /** The name of the group that every VPC has. */
    public static final String DEFAULT = "default";

    public SecurityGroup {
        tags = Map.copyOf(tags);
        rules = List.copyOf(rules);
    }

    SecurityGroup with(List<GroupRule> others) {
        return new SecurityGroup(id, name, description, vpcId, tags, others);
    }

    SecurityGroup tagged(Map<String, String> others) {
        return new SecurityGroup(id, name, description, vpcId, others, rules);
    }
}
