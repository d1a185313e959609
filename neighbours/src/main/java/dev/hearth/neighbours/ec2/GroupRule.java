package dev.hearth.neighbours.ec2;

import java.util.Map;

/**
 * One rule of a security group.
 *
 * @param id {@code sgr-} and 17 hexadecimal digits
 * @param egress whether it is about what leaves
 * @param description its owner's, or empty
 */
public record GroupRule(
        String id, boolean egress, Traffic traffic, Peer peer, String description, Map<String, String> tags) {

    public GroupRule {
        tags = Map.copyOf(tags);
    }

    boolean says(RuleWish wish) {
        return egress == wish.egress() && traffic.equals(wish.traffic()) && peer.equals(wish.peer());
    }

    GroupRule described(String text) {
        return new GroupRule(id, egress, traffic, peer, text, tags);
    }

    GroupRule tagged(Map<String, String> more) {
        return new GroupRule(id, egress, traffic, peer, description, more);
    }
}
