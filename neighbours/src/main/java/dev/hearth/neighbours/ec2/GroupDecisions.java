package dev.hearth.neighbours.ec2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** What becomes of a security group's rules. Pure. */
final class GroupDecisions {

    private GroupDecisions() {}

    /**
     * A group with more rules.
     *
     * @param ids make ids of rules
     * @param weigh what a prefix list counts as: its maximum of entries, negative for IPv6
     */
    static SecurityGroup authorize(
            SecurityGroup group, List<RuleWish> wishes, Supplier<String> ids, ToIntFunction<String> weigh) {
        List<GroupRule> rules = new ArrayList<>(group.rules());
        Set<RuleWish> said = new HashSet<>();
        for (RuleWish wish : wishes) {
            if (!said.add(new RuleWish(wish.egress(), wish.traffic(), wish.peer(), ""))) {
                throw Ec2Error.INVALID_PARAMETER.because("The same permission must not appear multiple times");
            }
            if (group.rules().stream().anyMatch(rule -> rule.says(wish))) {
                throw Ec2Error.RULE_EXISTS.because("the specified rule \"peer: "
                        + wish.peer().text() + ", " + wish.traffic().text() + ", ALLOW\" already exists");
            }
            rules.add(new GroupRule(
                    ids.get(), wish.egress(), wish.traffic(), wish.peer(), wish.description(), java.util.Map.of()));
        }
        checkCount(rules, weigh);
        return group.with(rules);
    }

    private static void checkCount(List<GroupRule> rules, ToIntFunction<String> weigh) {
        for (boolean egress : new boolean[] {false, true}) {
            int ipv4 = 0;
            int ipv6 = 0;
            for (GroupRule rule : rules) {
                if (rule.egress() == egress) {
                    int weight = weight(rule.peer(), weigh);
                    ipv4 += rule.peer() instanceof Peer.Group ? 1 : Math.max(weight, 0);
                    ipv6 += rule.peer() instanceof Peer.Group ? 1 : Math.max(-weight, 0);
                }
            }
            if (Math.max(ipv4, ipv6) > Ec2Limits.RULES_PER_GROUP) {
                throw Ec2Error.TOO_MANY_RULES.because(
                        "The maximum number of rules per security group has been reached.");
            }
        }
    }

    private static int weight(Peer peer, ToIntFunction<String> weigh) {
        return switch (peer) {
            case Peer.Ipv4 ipv4 -> 1;
            case Peer.Ipv6 ipv6 -> -1;
            case Peer.Group group -> 1;
            case Peer.Prefixes(String listId) -> weigh.applyAsInt(listId);
        };
    }

    /** A group without the rules that {@code wishes} describe; refused when one of them is not there. */
    static SecurityGroup revoke(SecurityGroup group, List<RuleWish> wishes) {
        List<GroupRule> left = new ArrayList<>(group.rules());
        for (RuleWish wish : wishes) {
            if (!left.removeIf(rule -> rule.says(wish))) {
                throw Ec2Error.NO_RULE.because("The specified rule does not exist in this security group.");
            }
        }
        return group.with(left);
    }

    static SecurityGroup revokeIds(SecurityGroup group, boolean egress, List<String> ids) {
        List<GroupRule> left = new ArrayList<>(group.rules());
        for (String id : ids) {
            if (!left.removeIf(rule -> rule.id().equals(id) && rule.egress() == egress)) {
                throw Ec2Error.NO_RULE_ID.because("The security group rule ID '" + id + "' does not exist");
            }
        }
        return group.with(left);
    }

    /** A group whose rules are described anew. */
    static SecurityGroup describe(SecurityGroup group, List<RuleWish> wishes) {
        List<GroupRule> rules = new ArrayList<>(group.rules());
        for (RuleWish wish : wishes) {
            if (rules.stream().noneMatch(rule -> rule.says(wish))) {
                throw Ec2Error.NO_RULE.because("The specified rule does not exist in this security group.");
            }
            rules.replaceAll(rule -> rule.says(wish) ? rule.described(wish.description()) : rule);
        }
        return group.with(rules);
    }

    /** A group in which the rule {@code id} says something else. */
    static SecurityGroup change(SecurityGroup group, String id, RuleWish wish, ToIntFunction<String> weigh) {
        List<GroupRule> rules = new ArrayList<>(group.rules());
        if (rules.stream().noneMatch(rule -> rule.id().equals(id) && rule.egress() == wish.egress())) {
            throw Ec2Error.NO_RULE_ID.because("The security group rule ID '" + id + "' does not exist");
        }
        if (rules.stream().anyMatch(rule -> !rule.id().equals(id) && rule.says(wish))) {
            throw Ec2Error.RULE_EXISTS.because("the specified rule \"peer: "
                    + wish.peer().text() + ", " + wish.traffic().text() + ", ALLOW\" already exists");
        }
        rules.replaceAll(rule -> rule.id().equals(id)
                ? new GroupRule(id, wish.egress(), wish.traffic(), wish.peer(), wish.description(), rule.tags())
                : rule);
        checkCount(rules, weigh);
        return group.with(rules);
    }
}
