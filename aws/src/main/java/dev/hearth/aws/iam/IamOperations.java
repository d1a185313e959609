package dev.hearth.aws.iam;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.iam.Iam;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;

/** The list of what is built, and the API's errors. */
final class IamOperations implements AwsApi {

    private final Iam iam;

    IamOperations(Iam iam) {
        this.iam = iam;
    }

    @Override
    public String service() {
        return "iam";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        roles(all, new RoleOperations(iam));
        AttachmentOperations.into(all, iam);
        policies(all, new PolicyOperations(iam));
        users(all, new UserOperations(iam), new KeyOperations(iam));
        groups(all, new GroupOperations(iam));
        account(all, new AccountOperations(iam), new SimulationOperations(iam));
        return List.copyOf(all);
    }

    private static void roles(List<Operation<?, ?>> all, RoleOperations roles) {
        all.add(built("CreateRole", CreateRoleRequest::builder, roles::create));
        all.add(built("GetRole", GetRoleRequest::builder, roles::get));
        all.add(built("ListRoles", ListRolesRequest::builder, roles::list));
        all.add(built("DeleteRole", DeleteRoleRequest::builder, roles::delete));
        all.add(built("UpdateRole", UpdateRoleRequest::builder, roles::update));
        all.add(built("UpdateRoleDescription", UpdateRoleDescriptionRequest::builder, roles::describe));
        all.add(built("UpdateAssumeRolePolicy", UpdateAssumeRolePolicyRequest::builder, roles::trust));
        all.add(built("PutRolePermissionsBoundary", PutRolePermissionsBoundaryRequest::builder, roles::bound));
        all.add(built("DeleteRolePermissionsBoundary", DeleteRolePermissionsBoundaryRequest::builder, roles::unbound));
        all.add(built("TagRole", TagRoleRequest::builder, roles::tag));
        all.add(built("UntagRole", UntagRoleRequest::builder, roles::untag));
        all.add(built("ListRoleTags", ListRoleTagsRequest::builder, roles::tags));
        all.add(built("CreateServiceLinkedRole", CreateServiceLinkedRoleRequest::builder, roles::createLinked));
        all.add(built("DeleteServiceLinkedRole", DeleteServiceLinkedRoleRequest::builder, roles::deleteLinked));
        all.add(built(
                "GetServiceLinkedRoleDeletionStatus",
                GetServiceLinkedRoleDeletionStatusRequest::builder,
                roles::deletion));
    }

    private static void policies(List<Operation<?, ?>> all, PolicyOperations policies) {
        all.add(built("CreatePolicy", CreatePolicyRequest::builder, policies::create));
        all.add(built("GetPolicy", GetPolicyRequest::builder, policies::get));
        all.add(built("DeletePolicy", DeletePolicyRequest::builder, policies::delete));
        all.add(built("ListPolicies", ListPoliciesRequest::builder, policies::list));
        all.add(built("CreatePolicyVersion", CreatePolicyVersionRequest::builder, policies::createVersion));
        all.add(built("GetPolicyVersion", GetPolicyVersionRequest::builder, policies::getVersion));
        all.add(built("ListPolicyVersions", ListPolicyVersionsRequest::builder, policies::listVersions));
        all.add(built("DeletePolicyVersion", DeletePolicyVersionRequest::builder, policies::deleteVersion));
        all.add(built("SetDefaultPolicyVersion", SetDefaultPolicyVersionRequest::builder, policies::setDefault));
        all.add(built("TagPolicy", TagPolicyRequest::builder, policies::tag));
        all.add(built("UntagPolicy", UntagPolicyRequest::builder, policies::untag));
        all.add(built("ListPolicyTags", ListPolicyTagsRequest::builder, policies::tags));
        all.add(built("ListEntitiesForPolicy", ListEntitiesForPolicyRequest::builder, policies::entities));
    }

    private static void users(List<Operation<?, ?>> all, UserOperations users, KeyOperations keys) {
        all.add(built("CreateUser", CreateUserRequest::builder, users::create));
        all.add(built("GetUser", GetUserRequest::builder, users::get));
        all.add(built("ListUsers", ListUsersRequest::builder, users::list));
        all.add(built("UpdateUser", UpdateUserRequest::builder, users::update));
        all.add(built("DeleteUser", DeleteUserRequest::builder, users::delete));
        all.add(built("PutUserPermissionsBoundary", PutUserPermissionsBoundaryRequest::builder, users::bound));
        all.add(built("DeleteUserPermissionsBoundary", DeleteUserPermissionsBoundaryRequest::builder, users::unbound));
        all.add(built("TagUser", TagUserRequest::builder, users::tag));
        all.add(built("UntagUser", UntagUserRequest::builder, users::untag));
        all.add(built("ListUserTags", ListUserTagsRequest::builder, users::tags));
        all.add(built("CreateLoginProfile", CreateLoginProfileRequest::builder, users::createLogin));
        all.add(built("GetLoginProfile", GetLoginProfileRequest::builder, users::getLogin));
        all.add(built("UpdateLoginProfile", UpdateLoginProfileRequest::builder, users::updateLogin));
        all.add(built("DeleteLoginProfile", DeleteLoginProfileRequest::builder, users::deleteLogin));
        all.add(built("CreateAccessKey", CreateAccessKeyRequest::builder, keys::create));
        all.add(built("ListAccessKeys", ListAccessKeysRequest::builder, keys::list));
        all.add(built("UpdateAccessKey", UpdateAccessKeyRequest::builder, keys::update));
        all.add(built("DeleteAccessKey", DeleteAccessKeyRequest::builder, keys::delete));
        all.add(built("GetAccessKeyLastUsed", GetAccessKeyLastUsedRequest::builder, keys::lastUsed));
    }

    private static void groups(List<Operation<?, ?>> all, GroupOperations groups) {
        all.add(built("CreateGroup", CreateGroupRequest::builder, groups::create));
        all.add(built("GetGroup", GetGroupRequest::builder, groups::get));
        all.add(built("ListGroups", ListGroupsRequest::builder, groups::list));
        all.add(built("UpdateGroup", UpdateGroupRequest::builder, groups::update));
        all.add(built("DeleteGroup", DeleteGroupRequest::builder, groups::delete));
        all.add(built("AddUserToGroup", AddUserToGroupRequest::builder, groups::add));
        all.add(built("RemoveUserFromGroup", RemoveUserFromGroupRequest::builder, groups::remove));
        all.add(built("ListGroupsForUser", ListGroupsForUserRequest::builder, groups::ofUser));
        all.add(built("CreateInstanceProfile", CreateInstanceProfileRequest::builder, groups::createProfile));
        all.add(built("GetInstanceProfile", GetInstanceProfileRequest::builder, groups::getProfile));
        all.add(built("ListInstanceProfiles", ListInstanceProfilesRequest::builder, groups::listProfiles));
        all.add(built("DeleteInstanceProfile", DeleteInstanceProfileRequest::builder, groups::deleteProfile));
        all.add(built("AddRoleToInstanceProfile", AddRoleToInstanceProfileRequest::builder, groups::addRole));
        all.add(built(
                "RemoveRoleFromInstanceProfile", RemoveRoleFromInstanceProfileRequest::builder, groups::removeRole));
        all.add(built("ListInstanceProfilesForRole", ListInstanceProfilesForRoleRequest::builder, groups::ofRole));
        all.add(built("TagInstanceProfile", TagInstanceProfileRequest::builder, groups::tag));
        all.add(built("UntagInstanceProfile", UntagInstanceProfileRequest::builder, groups::untag));
        all.add(built("ListInstanceProfileTags", ListInstanceProfileTagsRequest::builder, groups::tags));
    }

    private static void account(List<Operation<?, ?>> all, AccountOperations account, SimulationOperations simulator) {
        all.add(built("CreateAccountAlias", CreateAccountAliasRequest::builder, account::createAlias));
        all.add(built("DeleteAccountAlias", DeleteAccountAliasRequest::builder, account::deleteAlias));
        all.add(built("ListAccountAliases", ListAccountAliasesRequest::builder, account::aliases));
        all.add(built("GetAccountSummary", GetAccountSummaryRequest::builder, account::summary));
        all.add(built(
                "GetAccountAuthorizationDetails", GetAccountAuthorizationDetailsRequest::builder, account::details));
        all.add(built("SimulateCustomPolicy", SimulateCustomPolicyRequest::builder, simulator::custom));
        all.add(built("SimulatePrincipalPolicy", SimulatePrincipalPolicyRequest::builder, simulator::principal));
    }

    @Override
    public AwsError error(Fault fault) {
        String code = fault.detail();
        return switch (fault.kind()) {
            case NOT_FOUND -> error(code, "NoSuchEntity", 404, fault);
            case ALREADY_EXISTS -> error(code, "EntityAlreadyExists", 409, fault);
            case CONFLICT, PRECONDITION_FAILED -> error(code, "DeleteConflict", 409, fault);
            case LIMIT_EXCEEDED, CODE_STORAGE_EXCEEDED -> error(code, "LimitExceeded", 409, fault);
            case ACCESS_DENIED -> error(code, "AccessDenied", 403, fault);
            case THROTTLED -> error(code, "Throttling", 400, fault);
            case UNAVAILABLE, NOT_READY -> error("", "ServiceUnavailable", 503, fault);
            case INTERNAL -> error("", "ServiceFailure", 500, fault);
            case REQUEST_TOO_LARGE,
                    VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT -> error(code, "ValidationError", 400, fault);
        };
    }

    private static AwsError error(String code, String otherwise, int status, Fault fault) {
        return new AwsError(code.isEmpty() ? otherwise : code, status, fault.message(), "");
    }
}
