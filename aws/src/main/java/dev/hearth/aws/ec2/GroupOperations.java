package dev.hearth.aws.ec2;

import dev.hearth.aws.Call;
import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.neighbours.ec2.Ec2Error;
import dev.hearth.neighbours.ec2.GroupRule;
import dev.hearth.neighbours.ec2.SecurityGroup;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** Security groups, and what describes them and their rules. */
final class GroupOperations {

    private final Ec2 ec2;

    GroupOperations(Ec2 ec2) {
        this.ec2 = ec2;
    }

    CreateSecurityGroupResponse create(Call call, CreateSecurityGroupRequest request) {
        SecurityGroup group = ec2.createGroup(
                request.groupName(),
                request.description(),
                request.vpcId(),
                Tags.of(request.tagSpecifications(), ResourceType.SECURITY_GROUP));
        return CreateSecurityGroupResponse.builder()
                .groupId(group.id())
                .securityGroupArn(arn(call.scope(), group))
                .tags(Tags.of(group.tags()))
                .build();
    }

    private static String arn(AwsScope scope, SecurityGroup group) {
        return scope.arn("ec2", "security-group/" + group.id());
    }

    DeleteSecurityGroupResponse delete(Call call, DeleteSecurityGroupRequest request) {
        String id = id(ec2, request.groupId(), request.groupName());
        ec2.deleteGroup(id);
        return DeleteSecurityGroupResponse.builder()
                .returnValue(true)
                .groupId(id)
                .build();
    }

    /** The group that a request means by its id or, in the default VPC, by its name. */
    static String id(Ec2 ec2, @Nullable String id, @Nullable String name) {
        if (id != null) {
            return id;
        }
        if (name == null) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter groupName or groupId");
        }
        return ec2.groupNamed(name).id();
    }

    DescribeSecurityGroupsResponse describe(Call call, DescribeSecurityGroupsRequest request) {
        request.groupIds().forEach(ec2::group);
        request.groupNames().forEach(ec2::groupNamed);
        String account = call.scope().account();
        List<SecurityGroup> found = ec2.groups().stream()
                .filter(group ->
                        request.groupIds().isEmpty() || request.groupIds().contains(group.id()))
                .filter(group ->
                        request.groupNames().isEmpty() || request.groupNames().contains(group.name()))
                .filter(Filters.of(
                        request.filters(), (group, name) -> value(group, name, account), SecurityGroup::tags))
                .toList();
        Pages<SecurityGroup> page = Pages.of(found, request.maxResults(), request.nextToken());
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(page.items().stream()
                        .map(group -> view(group, call.scope()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static @Nullable List<String> value(SecurityGroup group, String filter, String account) {
        return switch (filter) {
            case "group-id" -> List.of(group.id());
            case "group-name" -> List.of(group.name());
            case "description" -> List.of(group.description());
            case "vpc-id" -> List.of(group.vpcId());
            case "owner-id" -> List.of(account);
            default -> RuleFilters.of(group.rules(), filter);
        };
    }

    private static software.amazon.awssdk.services.ec2.model.SecurityGroup view(SecurityGroup group, AwsScope scope) {
        return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
                .groupId(group.id())
                .groupName(group.name())
                .description(group.description())
                .vpcId(group.vpcId())
                .ownerId(scope.account())
                .securityGroupArn(arn(scope, group))
                .ipPermissions(Rules.permissions(group.rules(), false, scope.account()))
                .ipPermissionsEgress(Rules.permissions(group.rules(), true, scope.account()))
                .tags(Tags.of(group.tags()))
                .build();
    }

    DescribeSecurityGroupRulesResponse describeRules(Call call, DescribeSecurityGroupRulesRequest request) {
        Set<String> wanted = Set.copyOf(request.securityGroupRuleIds());
        List<SecurityGroupRule> found = ec2.groups().stream()
                .flatMap(group -> group.rules().stream()
                        .filter(rule -> wanted.isEmpty() || wanted.contains(rule.id()))
                        .filter(Filters.of(request.filters(), (r, name) -> value(group, r, name), GroupRule::tags))
                        .map(rule -> view(rule, group, call.scope())))
                .toList();
        if (found.size() < wanted.size()) {
            throw Ec2Error.NO_RULE_ID.because("The security group rule IDs '" + wanted + "' do not all exist");
        }
        Pages<SecurityGroupRule> page = Pages.of(found, request.maxResults(), request.nextToken());
        return DescribeSecurityGroupRulesResponse.builder()
                .securityGroupRules(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static @Nullable List<String> value(SecurityGroup group, GroupRule rule, String filter) {
        return switch (filter) {
            case "group-id" -> List.of(group.id());
            case "security-group-rule-id" -> List.of(rule.id());
            default -> null;
        };
    }

    static SecurityGroupRule view(GroupRule rule, SecurityGroup group, AwsScope scope) {
        String arn = scope.arn("ec2", "security-group-rule/" + rule.id());
        return Rules.view(rule, group.id(), scope.account(), arn);
    }
}
