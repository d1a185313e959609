package dev.hearth.aws.ec2;

import dev.hearth.aws.Call;
import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.neighbours.ec2.Ec2Error;
import dev.hearth.neighbours.ec2.PrefixList;
import dev.hearth.neighbours.ec2.PrefixListChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListAssociation;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.PrefixListState;
import software.amazon.awssdk.services.ec2.model.RemovePrefixListEntry;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RestoreManagedPrefixListVersionRequest;
import software.amazon.awssdk.services.ec2.model.RestoreManagedPrefixListVersionResponse;

/** Managed prefix lists. */
final class PrefixListOperations {

    private final Ec2 ec2;

    PrefixListOperations(Ec2 ec2) {
        this.ec2 = ec2;
    }

    private static <T> T needed(@Nullable T value, String parameter) {
        if (value == null) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter " + parameter);
        }
        return value;
    }

    CreateManagedPrefixListResponse create(Call call, CreateManagedPrefixListRequest request) {
        PrefixList list = ec2.createPrefixList(
                needed(request.prefixListName(), "PrefixListName"),
                ipv6(needed(request.addressFamily(), "AddressFamily")),
                needed(request.maxEntries(), "MaxEntries"),
                entries(request.entries()),
                Tags.of(request.tagSpecifications(), ResourceType.PREFIX_LIST));
        return CreateManagedPrefixListResponse.builder()
                .prefixList(view(list, call.scope(), PrefixListState.CREATE_COMPLETE))
                .build();
    }

    private static boolean ipv6(String family) {
        return switch (family) {
            case "IPv4" -> false;
            case "IPv6" -> true;
            default ->
                throw Ec2Error.INVALID_PARAMETER.because(
                        "Invalid value '" + family + "' for AddressFamily. It must be IPv4 or IPv6.");
        };
    }

    private static List<PrefixList.Entry> entries(List<AddPrefixListEntry> entries) {
        return entries.stream()
                .map(entry -> new PrefixList.Entry(
                        needed(entry.cidr(), "Cidr"), entry.description() == null ? "" : entry.description()))
                .toList();
    }

    private static ManagedPrefixList view(PrefixList list, AwsScope scope, PrefixListState state) {
        return ManagedPrefixList.builder()
                .prefixListId(list.id())
                .prefixListArn(scope.arn("ec2", "prefix-list/" + list.id()))
                .prefixListName(list.name())
                .addressFamily(list.ipv6() ? "IPv6" : "IPv4")
                .maxEntries(list.maxEntries())
                .version(list.version())
                .state(state)
                .ownerId(scope.account())
                .tags(Tags.of(list.tags()))
                .build();
    }

    /** Changes are over when their requests are: what a list became last is the state that is left of them. */
    private static PrefixListState state(PrefixList list) {
        return list.version() == 1 ? PrefixListState.CREATE_COMPLETE : PrefixListState.MODIFY_COMPLETE;
    }

    DescribeManagedPrefixListsResponse describe(Call call, DescribeManagedPrefixListsRequest request) {
        request.prefixListIds().forEach(ec2::prefixList);
        String account = call.scope().account();
        List<ManagedPrefixList> found = ec2.prefixLists().stream()
                .filter(list -> request.prefixListIds().isEmpty()
                        || request.prefixListIds().contains(list.id()))
                .filter(Filters.of(request.filters(), (list, name) -> value(list, name, account), PrefixList::tags))
                .map(list -> view(list, call.scope(), state(list)))
                .toList();
        Pages<ManagedPrefixList> page = Pages.of(found, request.maxResults(), request.nextToken());
        return DescribeManagedPrefixListsResponse.builder()
                .prefixLists(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static @Nullable List<String> value(PrefixList list, String filter, String account) {
        return switch (filter) {
            case "prefix-list-id" -> List.of(list.id());
            case "prefix-list-name" -> List.of(list.name());
            case "owner-id" -> List.of(account);
            default -> null;
        };
    }

    GetManagedPrefixListEntriesResponse entries(Call call, GetManagedPrefixListEntriesRequest request) {
        String id = needed(request.prefixListId(), "PrefixListId");
        Long version = request.targetVersion();
        PrefixList list = version == null ? ec2.prefixList(id) : ec2.prefixList(id, version);
        Integer max = request.maxResults();
        Pages<PrefixList.Entry> page =
                Pages.of(list.entries(), max == null ? Integer.valueOf(100) : max, request.nextToken());
        return GetManagedPrefixListEntriesResponse.builder()
                .entries(page.items().stream()
                        .map(entry -> PrefixListEntry.builder()
                                .cidr(entry.cidr())
                                .description(entry.description().isEmpty() ? null : entry.description())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    GetManagedPrefixListAssociationsResponse associations(Call call, GetManagedPrefixListAssociationsRequest request) {
        String id =
                ec2.prefixList(needed(request.prefixListId(), "PrefixListId")).id();
        Pages<String> page = Pages.of(ec2.usersOf(id), request.maxResults(), request.nextToken());
        return GetManagedPrefixListAssociationsResponse.builder()
                .prefixListAssociations(page.items().stream()
                        .map(group -> PrefixListAssociation.builder()
                                .resourceId(group)
                                .resourceOwner(call.scope().account())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    ModifyManagedPrefixListResponse modify(Call call, ModifyManagedPrefixListRequest request) {
        PrefixList list = ec2.change(
                needed(request.prefixListId(), "PrefixListId"),
                new PrefixListChange(
                        request.currentVersion(),
                        request.prefixListName(),
                        request.maxEntries(),
                        entries(request.addEntries()),
                        request.removeEntries().stream()
                                .map(RemovePrefixListEntry::cidr)
                                .map(cidr -> needed(cidr, "Cidr"))
                                .toList()));
        return ModifyManagedPrefixListResponse.builder()
                .prefixList(view(list, call.scope(), PrefixListState.MODIFY_COMPLETE))
                .build();
    }

    RestoreManagedPrefixListVersionResponse restore(Call call, RestoreManagedPrefixListVersionRequest request) {
        PrefixList list = ec2.restore(
                needed(request.prefixListId(), "PrefixListId"),
                needed(request.previousVersion(), "PreviousVersion"),
                needed(request.currentVersion(), "CurrentVersion"));
        return RestoreManagedPrefixListVersionResponse.builder()
                .prefixList(view(list, call.scope(), PrefixListState.RESTORE_COMPLETE))
                .build();
    }

    DeleteManagedPrefixListResponse delete(Call call, DeleteManagedPrefixListRequest request) {
        PrefixList list = ec2.deletePrefixList(needed(request.prefixListId(), "PrefixListId"));
        return DeleteManagedPrefixListResponse.builder()
                .prefixList(view(list, call.scope(), PrefixListState.DELETE_COMPLETE))
                .build();
    }
}
