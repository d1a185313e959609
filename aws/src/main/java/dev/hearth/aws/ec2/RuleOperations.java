package dev.hearth.aws.ec2;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.neighbours.ec2.Ec2Error;
import dev.hearth.neighbours.ec2.GroupRule;
import dev.hearth.neighbours.ec2.Peer;
import dev.hearth.neighbours.ec2.Peers;
import dev.hearth.neighbours.ec2.RuleWish;
import dev.hearth.neighbours.ec2.SecurityGroup;
import dev.hearth.neighbours.ec2.Traffic;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressResponse;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressResponse;

/** What changes the rules of security groups. */
final class RuleOperations {

    private final Ec2 ec2;

    RuleOperations(Ec2 ec2) {
        this.ec2 = ec2;
    }

    AuthorizeSecurityGroupIngressResponse authorizeIngress(Call call, AuthorizeSecurityGroupIngressRequest request) {
        String id = GroupOperations.id(ec2, request.groupId(), request.groupName());
        List<IpPermission> permissions = either(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        return AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(authorize(call, id, false, permissions, request.tagSpecifications()))
                .build();
    }

    AuthorizeSecurityGroupEgressResponse authorizeEgress(Call call, AuthorizeSecurityGroupEgressRequest request) {
        String id = GroupOperations.id(ec2, request.groupId(), null);
        List<IpPermission> permissions = either(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        return AuthorizeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .securityGroupRules(authorize(call, id, true, permissions, request.tagSpecifications()))
                .build();
    }

    private List<SecurityGroupRule> authorize(
            Call call, String id, boolean egress, List<IpPermission> permissions, List<TagSpecification> tags) {
        Map<String, String> all = Tags.of(tags, ResourceType.SECURITY_GROUP_RULE);
        List<GroupRule> made = ec2.authorize(id, Rules.wishes(egress, permissions), all);
        SecurityGroup group = ec2.group(id);
        return made.stream()
                .map(rule -> GroupOperations.view(rule, group, call.scope()))
                .toList();
    }

    /** A request with one rule may have its parts at the top. */
    private static List<IpPermission> either(
            List<IpPermission> permissions,
            @Nullable String protocol,
            @Nullable Integer from,
            @Nullable Integer to,
            @Nullable String cidr) {
        if (!permissions.isEmpty() || protocol == null) {
            return permissions;
        }
        return List.of(IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(from)
                .toPort(to)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build());
    }

    RevokeSecurityGroupIngressResponse revokeIngress(Call call, RevokeSecurityGroupIngressRequest request) {
        String id = GroupOperations.id(ec2, request.groupId(), request.groupName());
        List<IpPermission> permissions = either(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        revoke(id, false, permissions, request.securityGroupRuleIds());
        return RevokeSecurityGroupIngressResponse.builder().returnValue(true).build();
    }

    RevokeSecurityGroupEgressResponse revokeEgress(Call call, RevokeSecurityGroupEgressRequest request) {
        String id = GroupOperations.id(ec2, request.groupId(), null);
        List<IpPermission> permissions = either(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        revoke(id, true, permissions, request.securityGroupRuleIds());
        return RevokeSecurityGroupEgressResponse.builder().returnValue(true).build();
    }

    private void revoke(String id, boolean egress, List<IpPermission> permissions, List<String> ids) {
        if (ids.isEmpty()) {
            ec2.revoke(id, Rules.wishes(egress, permissions));
        } else {
            ec2.revoke(id, egress, ids);
        }
    }

    UpdateSecurityGroupRuleDescriptionsIngressResponse describeIngress(
            Call call, UpdateSecurityGroupRuleDescriptionsIngressRequest request) {
        describe(
                GroupOperations.id(ec2, request.groupId(), request.groupName()),
                false,
                request.ipPermissions(),
                request.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder()
                .returnValue(true)
                .build();
    }

    UpdateSecurityGroupRuleDescriptionsEgressResponse describeEgress(
            Call call, UpdateSecurityGroupRuleDescriptionsEgressRequest request) {
        describe(
                GroupOperations.id(ec2, request.groupId(), request.groupName()),
                true,
                request.ipPermissions(),
                request.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder()
                .returnValue(true)
                .build();
    }

    private void describe(
            String id, boolean egress, List<IpPermission> permissions, List<SecurityGroupRuleDescription> byId) {
        if (byId.isEmpty()) {
            ec2.describe(id, Rules.wishes(egress, permissions));
            return;
        }
        for (SecurityGroupRuleDescription each : byId) {
            GroupRule rule = ec2.group(id).rules().stream()
                    .filter(one -> one.id().equals(each.securityGroupRuleId()) && one.egress() == egress)
                    .findFirst()
                    .orElseThrow(() -> Ec2Error.NO_RULE_ID.because(
                            "The security group rule ID '" + each.securityGroupRuleId() + "' does not exist"));
            String why = each.description() == null ? "" : each.description();
            ec2.change(id, rule.id(), new RuleWish(egress, rule.traffic(), rule.peer(), why));
        }
    }

    ModifySecurityGroupRulesResponse modify(Call call, ModifySecurityGroupRulesRequest request) {
        String id = GroupOperations.id(ec2, request.groupId(), null);
        for (SecurityGroupRuleUpdate update : request.securityGroupRules()) {
            String ruleId = String.valueOf(update.securityGroupRuleId());
            boolean egress =
                    ec2.group(id).rules().stream().anyMatch(rule -> rule.id().equals(ruleId) && rule.egress());
            ec2.change(id, ruleId, wish(egress, update.securityGroupRule()));
        }
        return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
    }

    private static RuleWish wish(boolean egress, @Nullable SecurityGroupRuleRequest rule) {
        if (rule == null) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter SecurityGroupRule");
        }
        Traffic traffic = Traffic.of(rule.ipProtocol(), rule.fromPort(), rule.toPort());
        return new RuleWish(egress, traffic, peer(rule), rule.description() == null ? "" : rule.description());
    }

    private static Peer peer(SecurityGroupRuleRequest rule) {
        if (rule.cidrIpv6() != null) {
            return Peers.ipv6(rule.cidrIpv6());
        }
        if (rule.prefixListId() != null) {
            return new Peer.Prefixes(rule.prefixListId());
        }
        return rule.referencedGroupId() == null
                ? Peers.ipv4(rule.cidrIpv4())
                : new Peer.Group(rule.referencedGroupId());
    }
}
