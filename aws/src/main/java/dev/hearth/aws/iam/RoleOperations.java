package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamSetting;
import dev.hearth.neighbours.iam.IamWish;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** The operations on roles. */
final class RoleOperations {

    private static final String LINKED_PATH = "/aws-service-role/";

    private final Iam iam;
    private final Views views;

    RoleOperations(Iam iam) {
        this.iam = iam;
        this.views = new Views(iam);
    }

    CreateRoleResponse create(Call call, CreateRoleRequest request) {
        Map<IamSetting, String> settings = new EnumMap<>(IamSetting.class);
        settings.put(IamSetting.TRUST, Needed.member(request.assumeRolePolicyDocument(), "assumeRolePolicyDocument"));
        put(settings, IamSetting.DESCRIPTION, request.description());
        put(settings, IamSetting.MAX_SESSION, text(request.maxSessionDuration()));
        put(settings, IamSetting.BOUNDARY, request.permissionsBoundary());
        IamEntity role = iam.create(new IamWish(
                IamKind.ROLE,
                Needed.member(request.roleName(), "roleName"),
                request.path(),
                settings,
                Needed.tags(request.tags()),
                null));
        return CreateRoleResponse.builder().role(views.role(role)).build();
    }

    private static void put(Map<IamSetting, String> settings, IamSetting setting, @Nullable String value) {
        if (value != null) {
            settings.put(setting, value);
        }
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private static String name(@Nullable String given) {
        return Needed.member(given, "roleName");
    }

    GetRoleResponse get(Call call, GetRoleRequest request) {
        return GetRoleResponse.builder()
                .role(views.role(iam.get(IamKind.ROLE, name(request.roleName()))).toBuilder()
                        .roleLastUsed(RoleLastUsed.builder().build())
                        .build())
                .build();
    }

    ListRolesResponse list(Call call, ListRolesRequest request) {
        Pages<IamEntity> page =
                Pages.of(iam.list(IamKind.ROLE, request.pathPrefix()), request.maxItems(), request.marker());
        return ListRolesResponse.builder()
                .roles(page.items().stream().map(views::listed).toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    DeleteRoleResponse delete(Call call, DeleteRoleRequest request) {
        iam.delete(IamKind.ROLE, name(request.roleName()));
        return DeleteRoleResponse.builder().build();
    }

    UpdateRoleResponse update(Call call, UpdateRoleRequest request) {
        Map<IamSetting, String> settings = new EnumMap<>(IamSetting.class);
        put(settings, IamSetting.DESCRIPTION, request.description());
        put(settings, IamSetting.MAX_SESSION, text(request.maxSessionDuration()));
        iam.update(IamKind.ROLE, name(request.roleName()), settings);
        return UpdateRoleResponse.builder().build();
    }

    UpdateRoleDescriptionResponse describe(Call call, UpdateRoleDescriptionRequest request) {
        String description = Needed.member(request.description(), "description");
        IamEntity role =
                iam.update(IamKind.ROLE, name(request.roleName()), Map.of(IamSetting.DESCRIPTION, description));
        return UpdateRoleDescriptionResponse.builder().role(views.role(role)).build();
    }

    UpdateAssumeRolePolicyResponse trust(Call call, UpdateAssumeRolePolicyRequest request) {
        String document = Needed.member(request.policyDocument(), "policyDocument");
        iam.update(IamKind.ROLE, name(request.roleName()), Map.of(IamSetting.TRUST, document));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    PutRolePermissionsBoundaryResponse bound(Call call, PutRolePermissionsBoundaryRequest request) {
        String arn = Needed.member(request.permissionsBoundary(), "permissionsBoundary");
        iam.update(IamKind.ROLE, name(request.roleName()), Map.of(IamSetting.BOUNDARY, arn));
        return PutRolePermissionsBoundaryResponse.builder().build();
    }

    DeleteRolePermissionsBoundaryResponse unbound(Call call, DeleteRolePermissionsBoundaryRequest request) {
        iam.update(IamKind.ROLE, name(request.roleName()), Map.of(IamSetting.BOUNDARY, ""));
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }

    TagRoleResponse tag(Call call, TagRoleRequest request) {
        iam.tag(IamKind.ROLE, name(request.roleName()), Needed.tags(request.tags()));
        return TagRoleResponse.builder().build();
    }

    UntagRoleResponse untag(Call call, UntagRoleRequest request) {
        iam.untag(IamKind.ROLE, name(request.roleName()), request.tagKeys());
        return UntagRoleResponse.builder().build();
    }

    ListRoleTagsResponse tags(Call call, ListRoleTagsRequest request) {
        Pages<Tag> page = Pages.of(
                Views.tags(iam.get(IamKind.ROLE, name(request.roleName()))), request.maxItems(), request.marker());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    CreateServiceLinkedRoleResponse createLinked(Call call, CreateServiceLinkedRoleRequest request) {
        String service = Needed.member(request.awsServiceName(), "aWSServiceName");
        String word = service.substring(0, Math.max(0, service.indexOf('.')));
        if (word.isEmpty()) {
            throw IamError.INVALID_INPUT.because("Service role name must be a service principal.");
        }
        String suffix = request.customSuffix() == null ? "" : "_" + request.customSuffix();
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + service.replaceAll("[^a-z0-9.-]", "") + "\"},\"Action\":\"sts:AssumeRole\"}]}";
        Map<IamSetting, String> settings = new EnumMap<>(IamSetting.class);
        settings.put(IamSetting.TRUST, trust);
        settings.put(IamSetting.LINKED, service);
        put(settings, IamSetting.DESCRIPTION, request.description());
        String name = "AWSServiceRoleFor" + Character.toUpperCase(word.charAt(0)) + word.substring(1) + suffix;
        if (iam.find(IamKind.ROLE, name) != null) {
            throw IamError.INVALID_INPUT.because(
                    "Service role name " + name + " has been taken in this account, please try a different suffix.");
        }
        IamEntity role =
                iam.create(new IamWish(IamKind.ROLE, name, LINKED_PATH + service + "/", settings, Map.of(), null));
        return CreateServiceLinkedRoleResponse.builder().role(views.role(role)).build();
    }

    DeleteServiceLinkedRoleResponse deleteLinked(Call call, DeleteServiceLinkedRoleRequest request) {
        IamEntity role = iam.get(IamKind.ROLE, name(request.roleName()));
        iam.delete(IamKind.ROLE, role.name());
        return DeleteServiceLinkedRoleResponse.builder()
                .deletionTaskId("task" + role.path() + role.name() + "/" + call.requestId())
                .build();
    }

    /** A linked role is gone when its deletion was answered. */
    GetServiceLinkedRoleDeletionStatusResponse deletion(Call call, GetServiceLinkedRoleDeletionStatusRequest request) {
        String task = Needed.member(request.deletionTaskId(), "deletionTaskId");
        if (!task.startsWith("task" + LINKED_PATH)) {
            throw IamError.INVALID_INPUT.because("Invalid DeletionTaskId");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder()
                .status(DeletionTaskStatusType.SUCCEEDED)
                .build();
    }
}
