package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamSetting;
import dev.hearth.neighbours.iam.IamWish;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.LoginProfile;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.TagUserResponse;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagUserResponse;
import software.amazon.awssdk.services.iam.model.UpdateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.UpdateLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserResponse;
import software.amazon.awssdk.services.iam.model.User;

/** The operations on users and their login profiles. */
final class UserOperations {

    private final Iam iam;
    private final Views views;

    UserOperations(Iam iam) {
        this.iam = iam;
        this.views = new Views(iam);
    }

    private static String name(@Nullable String given) {
        return Needed.member(given, "userName");
    }

    /** The user that a request names, or who makes it. */
    static String nameOrSelf(Call call, @Nullable String given) {
        if (given != null) {
            return given;
        }
        if (call.caller().kind() != Caller.Kind.USER) {
            throw IamError.VALIDATION.because("Must specify userName when calling with non-User credentials");
        }
        String arn = call.caller().arn();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    CreateUserResponse create(Call call, CreateUserRequest request) {
        String boundary = request.permissionsBoundary();
        IamEntity user = iam.create(new IamWish(
                IamKind.USER,
                name(request.userName()),
                request.path(),
                boundary == null ? Map.of() : Map.of(IamSetting.BOUNDARY, boundary),
                Needed.tags(request.tags()),
                null));
        return CreateUserResponse.builder().user(views.user(user)).build();
    }

    /** Without a name it is who asks; the account's root is a user of its own kind. */
    GetUserResponse get(Call call, GetUserRequest request) {
        if (request.userName() == null && call.caller().kind() == Caller.Kind.ROOT) {
            String account = call.scope().account();
            return GetUserResponse.builder()
                    .user(User.builder()
                            .userId(account)
                            .arn(call.caller().arn())
                            .createDate(Instant.EPOCH)
                            .path("/")
                            .userName("root")
                            .build())
                    .build();
        }
        IamEntity user = iam.get(IamKind.USER, nameOrSelf(call, request.userName()));
        return GetUserResponse.builder().user(views.user(user)).build();
    }

    ListUsersResponse list(Call call, ListUsersRequest request) {
        Pages<IamEntity> page =
                Pages.of(iam.list(IamKind.USER, request.pathPrefix()), request.maxItems(), request.marker());
        return ListUsersResponse.builder()
                .users(page.items().stream()
                        .map(each -> views.user(each).toBuilder()
                                .tags((List<Tag>) null)
                                .permissionsBoundary((AttachedPermissionsBoundary) null)
                                .build())
                        .toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    UpdateUserResponse update(Call call, UpdateUserRequest request) {
        iam.rename(IamKind.USER, name(request.userName()), request.newUserName(), request.newPath());
        return UpdateUserResponse.builder().build();
    }

    DeleteUserResponse delete(Call call, DeleteUserRequest request) {
        iam.delete(IamKind.USER, name(request.userName()));
        return DeleteUserResponse.builder().build();
    }

    PutUserPermissionsBoundaryResponse bound(Call call, PutUserPermissionsBoundaryRequest request) {
        String arn = Needed.member(request.permissionsBoundary(), "permissionsBoundary");
        iam.update(IamKind.USER, name(request.userName()), Map.of(IamSetting.BOUNDARY, arn));
        return PutUserPermissionsBoundaryResponse.builder().build();
    }

    DeleteUserPermissionsBoundaryResponse unbound(Call call, DeleteUserPermissionsBoundaryRequest request) {
        iam.update(IamKind.USER, name(request.userName()), Map.of(IamSetting.BOUNDARY, ""));
        return DeleteUserPermissionsBoundaryResponse.builder().build();
    }

    TagUserResponse tag(Call call, TagUserRequest request) {
        iam.tag(IamKind.USER, name(request.userName()), Needed.tags(request.tags()));
        return TagUserResponse.builder().build();
    }

    UntagUserResponse untag(Call call, UntagUserRequest request) {
        iam.untag(IamKind.USER, name(request.userName()), request.tagKeys());
        return UntagUserResponse.builder().build();
    }

    ListUserTagsResponse tags(Call call, ListUserTagsRequest request) {
        Pages<Tag> page = Pages.of(
                Views.tags(iam.get(IamKind.USER, name(request.userName()))), request.maxItems(), request.marker());
        return ListUserTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    CreateLoginProfileResponse createLogin(Call call, CreateLoginProfileRequest request) {
        IamEntity user = iam.get(IamKind.USER, nameOrSelf(call, request.userName()));
        if (user.setting(IamSetting.LOGIN) != null) {
            throw IamError.ALREADY_EXISTS.because("Login Profile for user " + user.name() + " already exists.");
        }
        boolean reset = Boolean.TRUE.equals(request.passwordResetRequired());
        // There is no console to log in to, so that the password is not kept.
        IamEntity changed = iam.update(
                IamKind.USER,
                user.name(),
                Map.of(IamSetting.LOGIN, "now", IamSetting.LOGIN_RESET, Boolean.toString(reset)));
        return CreateLoginProfileResponse.builder().loginProfile(login(changed)).build();
    }

    private static LoginProfile login(IamEntity user) {
        return LoginProfile.builder()
                .userName(user.name())
                .createDate(Views.instant(user.setting(IamSetting.LOGIN)))
                .passwordResetRequired(Boolean.parseBoolean(user.setting(IamSetting.LOGIN_RESET)))
                .build();
    }

    private IamEntity withLogin(String name) {
        IamEntity user = iam.get(IamKind.USER, name);
        if (user.setting(IamSetting.LOGIN) == null) {
            throw IamError.NO_SUCH_ENTITY.because("Login Profile for User " + name + " cannot be found.");
        }
        return user;
    }

    GetLoginProfileResponse getLogin(Call call, GetLoginProfileRequest request) {
        return GetLoginProfileResponse.builder()
                .loginProfile(login(withLogin(nameOrSelf(call, request.userName()))))
                .build();
    }

    UpdateLoginProfileResponse updateLogin(Call call, UpdateLoginProfileRequest request) {
        IamEntity user = withLogin(name(request.userName()));
        if (request.passwordResetRequired() != null) {
            String reset = request.passwordResetRequired().toString();
            iam.update(IamKind.USER, user.name(), Map.of(IamSetting.LOGIN_RESET, reset));
        }
        return UpdateLoginProfileResponse.builder().build();
    }

    DeleteLoginProfileResponse deleteLogin(Call call, DeleteLoginProfileRequest request) {
        IamEntity user = withLogin(nameOrSelf(call, request.userName()));
        iam.update(IamKind.USER, user.name(), Map.of(IamSetting.LOGIN, "", IamSetting.LOGIN_RESET, ""));
        return DeleteLoginProfileResponse.builder().build();
    }
}
