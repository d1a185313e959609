package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** EC2's security groups and prefix lists with the SDK for Java. */
@ExtendWith(SharedHearth.class)
@SuppressWarnings("unchecked") // The SDK's builders take arrays of consumers.
class Ec2Test {

    private final Hearth hearth;
    private final Ec2Client ec2;

    Ec2Test(Hearth hearth) {
        this.hearth = hearth;
        this.ec2 = new Clients(hearth.endpoint(), hearth.keys()).client(Ec2Client.builder());
    }

    private String group() {
        return ec2.createSecurityGroup(request -> request.groupName("g-" + UUID.randomUUID())
                        .description("of a test")
                        .tagSpecifications(tags -> tags.resourceType(ResourceType.SECURITY_GROUP)
                                .tags(tag -> tag.key("team").value("a"))))
                .groupId();
    }

    private SecurityGroup described(String id) {
        return ec2.describeSecurityGroups(request -> request.groupIds(id))
                .securityGroups()
                .getFirst();
    }

    @Test
    void rulesAreAuthorizedDescribedAndRevoked() {
        String id = group();
        IpPermission https = IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(443)
                .toPort(443)
                .ipRanges(List.of(
                        IpRange.builder()
                                .cidrIp("192.0.2.0/24")
                                .description("documentation")
                                .build(),
                        IpRange.builder().cidrIp("198.51.100.0/24").build()))
                .build();
        var made =
                ec2.authorizeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(https));
        assertThat(made.securityGroupRules()).hasSize(2);
        SecurityGroup group = described(id);
        assertThat(group.ipPermissions())
                .singleElement()
                .satisfies(rule -> assertThat(rule.ipRanges()).isEqualTo(https.ipRanges()));
        assertThat(group.ipPermissionsEgress()).hasSize(1);
        assertThat(group.tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("a"));
        assertThat(ec2.describeSecurityGroupRules(request -> request.filters(
                                Filter.builder().name("group-id").values(id).build()))
                        .securityGroupRules())
                .hasSize(3);
        refused(
                "InvalidPermission.Duplicate",
                () -> ec2.authorizeSecurityGroupIngress(
                        request -> request.groupId(id).ipPermissions(https)));
        ec2.revokeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(https));
        assertThat(described(id).ipPermissions()).isEmpty();
        ec2.deleteSecurityGroup(request -> request.groupId(id));
        refused("InvalidGroup.NotFound", () -> described(id));
    }

    @Test
    void aPrefixListHasVersions() {
        ManagedPrefixList list = ec2.createManagedPrefixList(request -> request.prefixListName("ranges")
                        .addressFamily("IPv4")
                        .maxEntries(3)
                        .entries(entry -> entry.cidr("192.0.2.0/24").description("one")))
                .prefixList();
        String id = list.prefixListId();
        ec2.modifyManagedPrefixList(request -> request.prefixListId(id)
                .currentVersion(1L)
                .addEntries(entry -> entry.cidr("198.51.100.0/24"))
                .removeEntries(entry -> entry.cidr("192.0.2.0/24")));
        assertThat(ec2.getManagedPrefixListEntries(request -> request.prefixListId(id))
                        .entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.cidr()).isEqualTo("198.51.100.0/24"));
        assertThat(ec2.getManagedPrefixListEntries(
                                request -> request.prefixListId(id).targetVersion(1L))
                        .entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.description()).isEqualTo("one"));
        String group = group();
        ec2.authorizeSecurityGroupEgress(request -> request.groupId(group)
                .ipPermissions(
                        permission -> permission.ipProtocol("-1").prefixListIds(prefix -> prefix.prefixListId(id))));
        assertThat(ec2.getManagedPrefixListAssociations(request -> request.prefixListId(id))
                        .prefixListAssociations())
                .singleElement()
                .satisfies(association -> assertThat(association.resourceId()).isEqualTo(group));
        refused("DependencyViolation", () -> ec2.deleteManagedPrefixList(request -> request.prefixListId(id)));
        ec2.deleteSecurityGroup(request -> request.groupId(group));
        ec2.deleteManagedPrefixList(request -> request.prefixListId(id));
    }

    @Test
    void theDefaultNetworkIsThere() {
        String vpc = ec2.describeVpcs(request -> request.filters(
                        Filter.builder().name("is-default").values("true").build()))
                .vpcs()
                .getFirst()
                .vpcId();
        assertThat(ec2.describeSubnets(request -> request.filters(
                                Filter.builder().name("vpc-id").values(vpc).build()))
                        .subnets())
                .hasSize(3);
        assertThat(ec2.describeSecurityGroups(request -> request.groupNames("default"))
                        .securityGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.vpcId()).isEqualTo(vpc));
        refused("InvalidVpcID.NotFound", () -> ec2.describeVpcs(request -> request.vpcIds("vpc-1")));
    }

    @Test
    void aGroupThatAFunctionIsInIsNotDeleted() {
        String id = group();
        Clients clients = new Clients(hearth.endpoint(), hearth.keys());
        String name = "grouped-" + UUID.randomUUID();
        clients.lambda()
                .createFunction(request -> request.functionName(name)
                        .runtime("python3.11")
                        .handler("app.handler")
                        .role(Function.ROLE)
                        .vpcConfig(vpc -> vpc.securityGroupIds(id).subnetIds("subnet-1"))
                        .code(code -> code.zipFile(
                                SdkBytes.fromByteArray(Zip.of("app.py", "def handler(event, context): return 1\n")))));
        refused("DependencyViolation", () -> ec2.deleteSecurityGroup(request -> request.groupId(id)));
        clients.lambda().deleteFunction(request -> request.functionName(name));
        ec2.deleteSecurityGroup(request -> request.groupId(id));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }
}
