package dev.hearth.aws.ec2;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.ec2.Ec2;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.RestoreManagedPrefixListVersionRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;

/** The list of what is built, and the API's errors. */
final class Ec2Operations implements AwsApi {

    private final GroupOperations groups;
    private final RuleOperations rules;
    private final PrefixListOperations lists;
    private final NetworkOperations network;

    Ec2Operations(Ec2 ec2) {
        this.groups = new GroupOperations(ec2);
        this.rules = new RuleOperations(ec2);
        this.lists = new PrefixListOperations(ec2);
        this.network = new NetworkOperations(ec2);
    }

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                built("CreateSecurityGroup", CreateSecurityGroupRequest::builder, groups::create),
                built("DeleteSecurityGroup", DeleteSecurityGroupRequest::builder, groups::delete),
                built("DescribeSecurityGroups", DescribeSecurityGroupsRequest::builder, groups::describe),
                built("DescribeSecurityGroupRules", DescribeSecurityGroupRulesRequest::builder, groups::describeRules),
                built(
                        "AuthorizeSecurityGroupIngress",
                        AuthorizeSecurityGroupIngressRequest::builder,
                        rules::authorizeIngress),
                built(
                        "AuthorizeSecurityGroupEgress",
                        AuthorizeSecurityGroupEgressRequest::builder,
                        rules::authorizeEgress),
                built("RevokeSecurityGroupIngress", RevokeSecurityGroupIngressRequest::builder, rules::revokeIngress),
                built("RevokeSecurityGroupEgress", RevokeSecurityGroupEgressRequest::builder, rules::revokeEgress),
                built(
                        "UpdateSecurityGroupRuleDescriptionsIngress",
                        UpdateSecurityGroupRuleDescriptionsIngressRequest::builder,
                        rules::describeIngress),
                built(
                        "UpdateSecurityGroupRuleDescriptionsEgress",
                        UpdateSecurityGroupRuleDescriptionsEgressRequest::builder,
                        rules::describeEgress),
                built("ModifySecurityGroupRules", ModifySecurityGroupRulesRequest::builder, rules::modify),
                built("CreateManagedPrefixList", CreateManagedPrefixListRequest::builder, lists::create),
                built("DescribeManagedPrefixLists", DescribeManagedPrefixListsRequest::builder, lists::describe),
                built("GetManagedPrefixListEntries", GetManagedPrefixListEntriesRequest::builder, lists::entries),
                built(
                        "GetManagedPrefixListAssociations",
                        GetManagedPrefixListAssociationsRequest::builder,
                        lists::associations),
                built("ModifyManagedPrefixList", ModifyManagedPrefixListRequest::builder, lists::modify),
                built(
                        "RestoreManagedPrefixListVersion",
                        RestoreManagedPrefixListVersionRequest::builder,
                        lists::restore),
                built("DeleteManagedPrefixList", DeleteManagedPrefixListRequest::builder, lists::delete),
                built("DescribeVpcs", DescribeVpcsRequest::builder, network::vpcs),
                built("DescribeSubnets", DescribeSubnetsRequest::builder, network::subnets),
                built("DescribeNetworkInterfaces", DescribeNetworkInterfacesRequest::builder, network::interfaces),
                built("DescribeAvailabilityZones", DescribeAvailabilityZonesRequest::builder, network::zones),
                built("CreateTags", CreateTagsRequest::builder, network::tag),
                built("DeleteTags", DeleteTagsRequest::builder, network::untag),
                built("DescribeTags", DescribeTagsRequest::builder, network::tags));
    }

    @Override
    public AwsError error(Fault fault) {
        return Ec2Errors.of(fault);
    }
}
