package dev.hearth.aws.ec2;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.neighbours.ec2.Ec2Error;
import dev.hearth.neighbours.ec2.Network;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** The default network, zones and tags. */
final class NetworkOperations {

    private static final int SUBNET_ADDRESSES = 4_091;
    private static final String AVAILABLE = "available";

    private final Ec2 ec2;

    NetworkOperations(Ec2 ec2) {
        this.ec2 = ec2;
    }

    DescribeVpcsResponse vpcs(Call call, DescribeVpcsRequest request) {
        Network network = ec2.network();
        request.vpcIds().forEach(id -> {
            if (!id.equals(network.vpcId())) {
                throw Ec2Error.NO_VPC.because("The vpc ID '" + id + "' does not exist");
            }
        });
        return DescribeVpcsResponse.builder()
                .vpcs(Stream.of(network)
                        .filter(Filters.of(request.filters(), NetworkOperations::value, each -> Map.of()))
                        .map(each -> Vpc.builder()
                                .vpcId(each.vpcId())
                                .cidrBlock(each.cidr())
                                .isDefault(true)
                                .state(AVAILABLE)
                                .instanceTenancy("default")
                                .ownerId(call.scope().account())
                                .build())
                        .toList())
                .build();
    }

    private static @Nullable List<String> value(Network network, String filter) {
        return switch (filter) {
            case "vpc-id" -> List.of(network.vpcId());
            case "cidr", "cidr-block-association.cidr-block" -> List.of(network.cidr());
            case "is-default", "isDefault" -> List.of("true");
            case "state" -> List.of(AVAILABLE);
            default -> null;
        };
    }

    /** Functions have none that anybody could see; Terraform looks for them before it deletes a group. */
    DescribeNetworkInterfacesResponse interfaces(Call call, DescribeNetworkInterfacesRequest request) {
        request.networkInterfaceIds().forEach(id -> {
            throw Ec2Error.NO_RESOURCE.because("The networkInterface ID '" + id + "' does not exist");
        });
        return DescribeNetworkInterfacesResponse.builder()
                .networkInterfaces(List.of())
                .build();
    }

    DescribeSubnetsResponse subnets(Call call, DescribeSubnetsRequest request) {
        Network network = ec2.network();
        request.subnetIds().forEach(id -> {
            if (network.subnets().stream().noneMatch(subnet -> subnet.id().equals(id))) {
                throw Ec2Error.NO_SUBNET.because("The subnet ID '" + id + "' does not exist");
            }
        });
        return DescribeSubnetsResponse.builder()
                .subnets(network.subnets().stream()
                        .filter(subnet -> request.subnetIds().isEmpty()
                                || request.subnetIds().contains(subnet.id()))
                        .filter(Filters.of(
                                request.filters(), (each, name) -> value(network, each, name), each -> Map.of()))
                        .map(subnet -> view(call, network, subnet))
                        .toList())
                .build();
    }

    private static Subnet view(Call call, Network network, Network.Subnet subnet) {
        return Subnet.builder()
                .subnetId(subnet.id())
                .subnetArn(call.scope().arn("ec2", "subnet/" + subnet.id()))
                .vpcId(network.vpcId())
                .cidrBlock(subnet.cidr())
                .availabilityZone(subnet.zone())
                .availabilityZoneId(subnet.zoneId())
                .availableIpAddressCount(SUBNET_ADDRESSES)
                .defaultForAz(true)
                .mapPublicIpOnLaunch(true)
                .state(AVAILABLE)
                .ownerId(call.scope().account())
                .build();
    }

    private static @Nullable List<String> value(Network network, Network.Subnet subnet, String filter) {
        return switch (filter) {
            case "vpc-id" -> List.of(network.vpcId());
            case "subnet-id" -> List.of(subnet.id());
            case "availability-zone", "availabilityZone" -> List.of(subnet.zone());
            case "availability-zone-id" -> List.of(subnet.zoneId());
            case "cidr-block", "cidr" -> List.of(subnet.cidr());
            case "default-for-az", "defaultForAz" -> List.of("true");
            case "state" -> List.of(AVAILABLE);
            default -> null;
        };
    }

    DescribeAvailabilityZonesResponse zones(Call call, DescribeAvailabilityZonesRequest request) {
        String region = call.scope().region();
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(ec2.network().subnets().stream()
                        .filter(Filters.of(request.filters(), NetworkOperations::zone, each -> Map.of()))
                        .map(subnet -> AvailabilityZone.builder()
                                .zoneName(subnet.zone())
                                .zoneId(subnet.zoneId())
                                .regionName(region)
                                .groupName(region)
                                .networkBorderGroup(region)
                                .zoneType("availability-zone")
                                .optInStatus("opt-in-not-required")
                                .state(AVAILABLE)
                                .build())
                        .toList())
                .build();
    }

    private static @Nullable List<String> zone(Network.Subnet subnet, String filter) {
        return switch (filter) {
            case "zone-name" -> List.of(subnet.zone());
            case "zone-id" -> List.of(subnet.zoneId());
            case "zone-type" -> List.of("availability-zone");
            case "opt-in-status" -> List.of("opt-in-not-required");
            case "state" -> List.of(AVAILABLE);
            default -> null;
        };
    }

    CreateTagsResponse tag(Call call, CreateTagsRequest request) {
        request.resources().forEach(id -> ec2.tag(id, Tags.of(request.tags())));
        return CreateTagsResponse.builder().build();
    }

    DeleteTagsResponse untag(Call call, DeleteTagsRequest request) {
        Map<String, @Nullable String> tags = new HashMap<>();
        for (Tag tag : request.tags()) {
            tags.put(String.valueOf(tag.key()), tag.value());
        }
        request.resources().forEach(id -> ec2.untag(id, tags));
        return DeleteTagsResponse.builder().build();
    }

    DescribeTagsResponse tags(Call call, DescribeTagsRequest request) {
        List<TagDescription> found = ec2.tags().entrySet().stream()
                .map(resource -> resource.getValue().entrySet().stream()
                        .map(tag -> TagDescription.builder()
                                .resourceId(resource.getKey())
                                .resourceType(Tags.type(resource.getKey()))
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .flatMap(Collection::stream)
                .filter(Filters.of(request.filters(), NetworkOperations::value, each -> Map.of()))
                .toList();
        Pages<TagDescription> page = Pages.of(found, request.maxResults(), request.nextToken());
        return DescribeTagsResponse.builder()
                .tags(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static @Nullable List<String> value(TagDescription tag, String filter) {
        return switch (filter) {
            case "key" -> List.of(tag.key());
            case "value" -> List.of(tag.value());
            case "resource-id" -> List.of(tag.resourceId());
            case "resource-type" -> List.of(tag.resourceTypeAsString());
            default -> null;
        };
    }
}
