package dev.hearth.aws.ec2;

import dev.hearth.neighbours.ec2.Ec2Error;
import dev.hearth.neighbours.ec2.GroupRule;
import dev.hearth.neighbours.ec2.Peer;
import dev.hearth.neighbours.ec2.Peers;
import dev.hearth.neighbours.ec2.RuleWish;
import dev.hearth.neighbours.ec2.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Rules between EC2's types, which gather the peers of equal traffic, and ours, which are one by one. */
final class Rules {

    private Rules() {}

    static List<RuleWish> wishes(boolean egress, List<IpPermission> permissions) {
        List<RuleWish> wishes = new ArrayList<>();
        for (IpPermission permission : permissions) {
            Traffic traffic = Traffic.of(permission.ipProtocol(), permission.fromPort(), permission.toPort());
            permission
                    .ipRanges()
                    .forEach(range ->
                            wishes.add(wish(egress, traffic, Peers.ipv4(range.cidrIp()), range.description())));
            permission
                    .ipv6Ranges()
                    .forEach(range ->
                            wishes.add(wish(egress, traffic, Peers.ipv6(range.cidrIpv6()), range.description())));
            permission
                    .prefixListIds()
                    .forEach(list -> wishes.add(wish(
                            egress,
                            traffic,
                            new Peer.Prefixes(String.valueOf(list.prefixListId())),
                            list.description())));
            permission
                    .userIdGroupPairs()
                    .forEach(pair -> wishes.add(
                            wish(egress, traffic, new Peer.Group(String.valueOf(pair.groupId())), pair.description())));
        }
        if (wishes.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter ipPermissions");
        }
        return wishes;
    }

    private static RuleWish wish(boolean egress, Traffic traffic, Peer peer, @Nullable String description) {
        return new RuleWish(egress, traffic, peer, description == null ? "" : description);
    }

    /** Rules with equal traffic together, in the order of their first. */
    static List<IpPermission> permissions(List<GroupRule> rules, boolean egress, String account) {
        Map<Traffic, List<GroupRule>> byTraffic = new LinkedHashMap<>();
        rules.stream()
                .filter(rule -> rule.egress() == egress)
                .forEach(rule -> byTraffic
                        .computeIfAbsent(rule.traffic(), traffic -> new ArrayList<>())
                        .add(rule));
        return byTraffic.entrySet().stream()
                .map(entry -> permission(entry.getKey(), entry.getValue(), account))
                .toList();
    }

    private static IpPermission permission(Traffic traffic, List<GroupRule> rules, String account) {
        List<IpRange> ipv4 = new ArrayList<>();
        List<Ipv6Range> ipv6 = new ArrayList<>();
        List<PrefixListId> lists = new ArrayList<>();
        List<UserIdGroupPair> pairs = new ArrayList<>();
        for (GroupRule rule : rules) {
            String why = rule.description().isEmpty() ? null : rule.description();
            switch (rule.peer()) {
                case Peer.Ipv4(String cidr) ->
                    ipv4.add(IpRange.builder().cidrIp(cidr).description(why).build());
                case Peer.Ipv6(String cidr) ->
                    ipv6.add(Ipv6Range.builder().cidrIpv6(cidr).description(why).build());
                case Peer.Prefixes(String listId) ->
                    lists.add(PrefixListId.builder()
                            .prefixListId(listId)
                            .description(why)
                            .build());
                case Peer.Group(String groupId) ->
                    pairs.add(UserIdGroupPair.builder()
                            .userId(account)
                            .groupId(groupId)
                            .description(why)
                            .build());
            }
        }
        boolean all = traffic.equals(Traffic.ALL);
        return IpPermission.builder()
                .ipProtocol(traffic.protocol())
                .fromPort(all ? null : traffic.fromPort())
                .toPort(all ? null : traffic.toPort())
                .ipRanges(ipv4)
                .ipv6Ranges(ipv6)
                .prefixListIds(lists)
                .userIdGroupPairs(pairs)
                .build();
    }

    static SecurityGroupRule view(GroupRule rule, String groupId, String account, String arn) {
        SecurityGroupRule.Builder view = SecurityGroupRule.builder()
                .securityGroupRuleId(rule.id())
                .securityGroupRuleArn(arn)
                .groupId(groupId)
                .groupOwnerId(account)
                .isEgress(rule.egress())
                .ipProtocol(rule.traffic().protocol())
                .fromPort(rule.traffic().fromPort())
                .toPort(rule.traffic().toPort())
                .description(rule.description().isEmpty() ? null : rule.description())
                .tags(Tags.of(rule.tags()));
        switch (rule.peer()) {
            case Peer.Ipv4(String cidr) -> view.cidrIpv4(cidr);
            case Peer.Ipv6(String cidr) -> view.cidrIpv6(cidr);
            case Peer.Prefixes(String listId) -> view.prefixListId(listId);
            case Peer.Group(String peer) ->
                view.referencedGroupInfo(info -> info.groupId(peer).userId(account));
        }
        return view.build();
    }
}
