package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamWish;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupResponse;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupResponse;

/** The operations on groups and instance profiles: what holds users and roles. */
final class GroupOperations {

    private final Iam iam;
    private final Views views;

    GroupOperations(Iam iam) {
        this.iam = iam;
        this.views = new Views(iam);
    }

    private static String group(@Nullable String given) {
        return Needed.member(given, "groupName");
    }

    private static String profile(@Nullable String given) {
        return Needed.member(given, "instanceProfileName");
    }

    CreateGroupResponse create(Call call, CreateGroupRequest request) {
        IamEntity made = iam.create(
                new IamWish(IamKind.GROUP, group(request.groupName()), request.path(), Map.of(), Map.of(), null));
        return CreateGroupResponse.builder().group(views.group(made)).build();
    }

    GetGroupResponse get(Call call, GetGroupRequest request) {
        IamEntity found = iam.get(IamKind.GROUP, group(request.groupName()));
        Pages<String> page = Pages.of(found.members(), request.maxItems(), request.marker());
        return GetGroupResponse.builder()
                .group(views.group(found))
                .users(page.items().stream()
                        .map(each -> iam.find(IamKind.USER, each))
                        .filter(Objects::nonNull)
                        .map(views::user)
                        .toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    ListGroupsResponse list(Call call, ListGroupsRequest request) {
        Pages<IamEntity> page =
                Pages.of(iam.list(IamKind.GROUP, request.pathPrefix()), request.maxItems(), request.marker());
        return ListGroupsResponse.builder()
                .groups(page.items().stream().map(views::group).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    UpdateGroupResponse update(Call call, UpdateGroupRequest request) {
        iam.rename(IamKind.GROUP, group(request.groupName()), request.newGroupName(), request.newPath());
        return UpdateGroupResponse.builder().build();
    }

    DeleteGroupResponse delete(Call call, DeleteGroupRequest request) {
        iam.delete(IamKind.GROUP, group(request.groupName()));
        return DeleteGroupResponse.builder().build();
    }

    AddUserToGroupResponse add(Call call, AddUserToGroupRequest request) {
        iam.join(IamKind.GROUP, group(request.groupName()), Needed.member(request.userName(), "userName"));
        return AddUserToGroupResponse.builder().build();
    }

    RemoveUserFromGroupResponse remove(Call call, RemoveUserFromGroupRequest request) {
        iam.leave(IamKind.GROUP, group(request.groupName()), Needed.member(request.userName(), "userName"));
        return RemoveUserFromGroupResponse.builder().build();
    }

    ListGroupsForUserResponse ofUser(Call call, ListGroupsForUserRequest request) {
        Pages<IamEntity> page = Pages.of(
                iam.holding(IamKind.GROUP, Needed.member(request.userName(), "userName")),
                request.maxItems(),
                request.marker());
        return ListGroupsForUserResponse.builder()
                .groups(page.items().stream().map(views::group).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    CreateInstanceProfileResponse createProfile(Call call, CreateInstanceProfileRequest request) {
        IamEntity made = iam.create(new IamWish(
                IamKind.PROFILE,
                profile(request.instanceProfileName()),
                request.path(),
                Map.of(),
                Needed.tags(request.tags()),
                null));
        return CreateInstanceProfileResponse.builder()
                .instanceProfile(views.profile(made))
                .build();
    }

    GetInstanceProfileResponse getProfile(Call call, GetInstanceProfileRequest request) {
        return GetInstanceProfileResponse.builder()
                .instanceProfile(views.profile(iam.get(IamKind.PROFILE, profile(request.instanceProfileName()))))
                .build();
    }

    ListInstanceProfilesResponse listProfiles(Call call, ListInstanceProfilesRequest request) {
        Pages<IamEntity> page =
                Pages.of(iam.list(IamKind.PROFILE, request.pathPrefix()), request.maxItems(), request.marker());
        return ListInstanceProfilesResponse.builder()
                .instanceProfiles(page.items().stream().map(views::profile).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    DeleteInstanceProfileResponse deleteProfile(Call call, DeleteInstanceProfileRequest request) {
        iam.delete(IamKind.PROFILE, profile(request.instanceProfileName()));
        return DeleteInstanceProfileResponse.builder().build();
    }

    AddRoleToInstanceProfileResponse addRole(Call call, AddRoleToInstanceProfileRequest request) {
        iam.join(
                IamKind.PROFILE, profile(request.instanceProfileName()), Needed.member(request.roleName(), "roleName"));
        return AddRoleToInstanceProfileResponse.builder().build();
    }

    RemoveRoleFromInstanceProfileResponse removeRole(Call call, RemoveRoleFromInstanceProfileRequest request) {
        iam.leave(
                IamKind.PROFILE, profile(request.instanceProfileName()), Needed.member(request.roleName(), "roleName"));
        return RemoveRoleFromInstanceProfileResponse.builder().build();
    }

    ListInstanceProfilesForRoleResponse ofRole(Call call, ListInstanceProfilesForRoleRequest request) {
        Pages<IamEntity> page = Pages.of(
                iam.holding(IamKind.PROFILE, Needed.member(request.roleName(), "roleName")),
                request.maxItems(),
                request.marker());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(page.items().stream().map(views::profile).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    TagInstanceProfileResponse tag(Call call, TagInstanceProfileRequest request) {
        iam.tag(IamKind.PROFILE, profile(request.instanceProfileName()), Needed.tags(request.tags()));
        return TagInstanceProfileResponse.builder().build();
    }

    UntagInstanceProfileResponse untag(Call call, UntagInstanceProfileRequest request) {
        iam.untag(IamKind.PROFILE, profile(request.instanceProfileName()), request.tagKeys());
        return UntagInstanceProfileResponse.builder().build();
    }

    ListInstanceProfileTagsResponse tags(Call call, ListInstanceProfileTagsRequest request) {
        Pages<Tag> page = Pages.of(
                Views.tags(iam.get(IamKind.PROFILE, profile(request.instanceProfileName()))),
                request.maxItems(),
                request.marker());
        return ListInstanceProfileTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }
}
