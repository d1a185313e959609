package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamLimits;
import dev.hearth.neighbours.iam.IamSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.iam.model.UserDetail;

/** The operations on the account as a whole. */
final class AccountOperations {

    private final Iam iam;
    private final Views views;

    AccountOperations(Iam iam) {
        this.iam = iam;
        this.views = new Views(iam);
    }

    private @Nullable String alias() {
        IamEntity account = iam.find(IamKind.ACCOUNT, IamKind.ACCOUNT_NAME);
        return account == null ? null : account.setting(IamSetting.ALIAS);
    }

    CreateAccountAliasResponse createAlias(Call call, CreateAccountAliasRequest request) {
        String alias = Needed.member(request.accountAlias(), "accountAlias");
        iam.update(IamKind.ACCOUNT, IamKind.ACCOUNT_NAME, Map.of(IamSetting.ALIAS, alias));
        return CreateAccountAliasResponse.builder().build();
    }

    DeleteAccountAliasResponse deleteAlias(Call call, DeleteAccountAliasRequest request) {
        String alias = Needed.member(request.accountAlias(), "accountAlias");
        if (!alias.equals(alias())) {
            throw IamError.NO_SUCH_ENTITY.because("The account alias " + alias + " cannot be found.");
        }
        iam.update(IamKind.ACCOUNT, IamKind.ACCOUNT_NAME, Map.of(IamSetting.ALIAS, ""));
        return DeleteAccountAliasResponse.builder().build();
    }

    ListAccountAliasesResponse aliases(Call call, ListAccountAliasesRequest request) {
        String alias = alias();
        return ListAccountAliasesResponse.builder()
                .accountAliases(alias == null ? List.of() : List.of(alias))
                .isTruncated(false)
                .build();
    }

    GetAccountSummaryResponse summary(Call call, GetAccountSummaryRequest request) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<IamEntity> policies = iam.list(IamKind.POLICY, null);
        numbers.put("Users", iam.list(IamKind.USER, null).size());
        numbers.put("UsersQuota", IamLimits.USERS);
        numbers.put("Groups", iam.list(IamKind.GROUP, null).size());
        numbers.put("GroupsQuota", IamLimits.GROUPS);
        numbers.put("Roles", iam.list(IamKind.ROLE, null).size());
        numbers.put("RolesQuota", IamLimits.ROLES);
        numbers.put("Policies", policies.size());
        numbers.put("PoliciesQuota", IamLimits.POLICIES);
        numbers.put(
                "PolicyVersionsInUse",
                policies.stream().mapToInt(each -> each.documents().size()).sum());
        numbers.put("PolicyVersionsInUseQuota", IamLimits.POLICIES * IamLimits.VERSIONS_PER_POLICY);
        numbers.put("InstanceProfiles", iam.list(IamKind.PROFILE, null).size());
        numbers.put("InstanceProfilesQuota", IamLimits.PROFILES);
        numbers.put("AccessKeysPerUserQuota", IamLimits.KEYS_PER_USER);
        numbers.put("GroupsPerUserQuota", IamLimits.GROUPS_PER_USER);
        numbers.put("AttachedPoliciesPerUserQuota", IamLimits.POLICIES_PER_ENTITY);
        numbers.put("AttachedPoliciesPerGroupQuota", IamLimits.POLICIES_PER_ENTITY);
        numbers.put("AttachedPoliciesPerRoleQuota", IamLimits.POLICIES_PER_ENTITY);
        numbers.put("VersionsPerPolicyQuota", IamLimits.VERSIONS_PER_POLICY);
        numbers.put("PolicySizeQuota", IamLimits.POLICY_CHARS);
        numbers.put("UserPolicySizeQuota", IamLimits.USER_INLINE_CHARS);
        numbers.put("GroupPolicySizeQuota", IamLimits.GROUP_INLINE_CHARS);
        numbers.put("RolePolicySizeQuota", IamLimits.ROLE_INLINE_CHARS);
        numbers.put("AssumeRolePolicySizeQuota", IamLimits.TRUST_CHARS);
        numbers.put("MFADevices", 0);
        numbers.put("MFADevicesInUse", 0);
        numbers.put("AccountMFAEnabled", 0);
        numbers.put("AccountAccessKeysPresent", 1);
        numbers.put("ServerCertificates", 0);
        numbers.put("Providers", 0);
        return GetAccountSummaryResponse.builder()
                .summaryMapWithStrings(numbers)
                .build();
    }

    GetAccountAuthorizationDetailsResponse details(Call call, GetAccountAuthorizationDetailsRequest request) {
        List<String> kinds = request.filterAsStrings();
        List<IamEntity> all = new ArrayList<>();
        add(all, kinds, "User", iam.list(IamKind.USER, null));
        add(all, kinds, "Group", iam.list(IamKind.GROUP, null));
        add(all, kinds, "Role", iam.list(IamKind.ROLE, null));
        add(all, kinds, "LocalManagedPolicy", iam.list(IamKind.POLICY, null));
        List<IamEntity> known = iam.awsPolicies().stream()
                .filter(each ->
                        !kinds.isEmpty() || !iam.attachedTo(iam.arn(each)).isEmpty())
                .toList();
        add(all, kinds, "AWSManagedPolicy", known);
        Pages<IamEntity> page = Pages.of(all, request.maxItems(), request.marker());
        List<UserDetail> users = new ArrayList<>();
        List<GroupDetail> groups = new ArrayList<>();
        List<RoleDetail> roles = new ArrayList<>();
        List<ManagedPolicyDetail> policies = new ArrayList<>();
        for (IamEntity each : page.items()) {
            switch (each.kind()) {
                case USER -> users.add(userDetail(each));
                case GROUP -> groups.add(groupDetail(each));
                case ROLE -> roles.add(roleDetail(each));
                case POLICY -> policies.add(policyDetail(each));
                case PROFILE, KEY, ACCOUNT -> {}
            }
        }
        return GetAccountAuthorizationDetailsResponse.builder()
                .userDetailList(users)
                .groupDetailList(groups)
                .roleDetailList(roles)
                .policies(policies)
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    private static void add(List<IamEntity> all, List<String> kinds, String kind, List<IamEntity> of) {
        if (kinds.isEmpty() || kinds.contains(kind)) {
            all.addAll(of);
        }
    }

    private UserDetail userDetail(IamEntity user) {
        User view = views.user(user);
        return UserDetail.builder()
                .path(view.path())
                .userName(view.userName())
                .userId(view.userId())
                .arn(view.arn())
                .createDate(view.createDate())
                .userPolicyList(Views.inline(user))
                .groupList(iam.holding(IamKind.GROUP, user.name()).stream()
                        .map(IamEntity::name)
                        .toList())
                .attachedManagedPolicies(Views.attached(user))
                .permissionsBoundary(view.permissionsBoundary())
                .tags(Views.tags(user))
                .build();
    }

    private GroupDetail groupDetail(IamEntity group) {
        Group view = views.group(group);
        return GroupDetail.builder()
                .path(view.path())
                .groupName(view.groupName())
                .groupId(view.groupId())
                .arn(view.arn())
                .createDate(view.createDate())
                .groupPolicyList(Views.inline(group))
                .attachedManagedPolicies(Views.attached(group))
                .build();
    }

    private RoleDetail roleDetail(IamEntity role) {
        Role view = views.role(role);
        return RoleDetail.builder()
                .path(view.path())
                .roleName(view.roleName())
                .roleId(view.roleId())
                .arn(view.arn())
                .createDate(view.createDate())
                .assumeRolePolicyDocument(view.assumeRolePolicyDocument())
                .instanceProfileList(iam.holding(IamKind.PROFILE, role.name()).stream()
                        .map(views::profile)
                        .toList())
                .rolePolicyList(Views.inline(role))
                .attachedManagedPolicies(Views.attached(role))
                .permissionsBoundary(view.permissionsBoundary())
                .tags(Views.tags(role))
                .build();
    }

    private ManagedPolicyDetail policyDetail(IamEntity policy) {
        Policy view = views.policy(policy, true);
        return ManagedPolicyDetail.builder()
                .policyName(view.policyName())
                .policyId(view.policyId())
                .arn(view.arn())
                .path(view.path())
                .defaultVersionId(view.defaultVersionId())
                .attachmentCount(view.attachmentCount())
                .permissionsBoundaryUsageCount(view.permissionsBoundaryUsageCount())
                .isAttachable(view.isAttachable())
                .description(view.description())
                .createDate(view.createDate())
                .updateDate(view.updateDate())
                .policyVersionList(policy.documents().keySet().stream()
                        .map(version -> views.version(policy, version, true))
                        .toList())
                .build();
    }
}
