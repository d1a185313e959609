package dev.hearth.aws.ec2;

import dev.hearth.neighbours.ec2.GroupRule;
import dev.hearth.neighbours.ec2.Peer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filters of DescribeSecurityGroups that look at rules. */
final class RuleFilters {

    private static final String EGRESS = "egress.";

    private RuleFilters() {}

    static @Nullable List<String> of(List<GroupRule> rules, String filter) {
        boolean egress = filter.startsWith(EGRESS);
        Function<GroupRule, Stream<String>> value = switch (egress ? filter.substring(EGRESS.length()) : filter) {
            case "ip-permission.protocol" -> rule -> Stream.of(rule.traffic().protocol());
            case "ip-permission.from-port" ->
                rule -> Stream.of(Integer.toString(rule.traffic().fromPort()));
            case "ip-permission.to-port" ->
                rule -> Stream.of(Integer.toString(rule.traffic().toPort()));
            case "ip-permission.cidr" ->
                rule -> rule.peer() instanceof Peer.Ipv4(String c) ? Stream.of(c) : Stream.of();
            case "ip-permission.ipv6-cidr" ->
                rule -> rule.peer() instanceof Peer.Ipv6(String c) ? Stream.of(c) : Stream.of();
            case "ip-permission.prefix-list-id" ->
                rule -> rule.peer() instanceof Peer.Prefixes(String id) ? Stream.of(id) : Stream.of();
            case "ip-permission.group-id" ->
                rule -> rule.peer() instanceof Peer.Group(String id) ? Stream.of(id) : Stream.of();
            default -> rule -> null;
        };
        if (!known(filter)) {
            return null;
        }
        return rules.stream()
                .filter(rule -> rule.egress() == egress)
                .flatMap(value)
                .toList();
    }

    private static boolean known(String filter) {
        return filter.matches(
                "(egress\\.)?ip-permission\\.(protocol|from-port|to-port|cidr|ipv6-cidr|prefix-list-id|group-id)");
    }
}
