package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;

/** What users, groups and roles have of policies, inline and attached. */
final class AttachmentOperations {

    private final Iam iam;

    AttachmentOperations(Iam iam) {
        this.iam = iam;
    }

    private static Pages<String> names(IamEntity entity, @Nullable Integer most, @Nullable String marker) {
        return Pages.of(List.copyOf(entity.documents().keySet()), most, marker);
    }

    private static Pages<AttachedPolicy> attached(
            IamEntity entity, @Nullable String prefix, @Nullable Integer most, @Nullable String marker) {
        String path = prefix == null ? "/" : prefix;
        return Pages.of(
                Views.attached(entity).stream()
                        .filter(each -> each.policyArn()
                                .substring(each.policyArn().indexOf("/"))
                                .startsWith(path))
                        .toList(),
                most,
                marker);
    }

    PutUserPolicyResponse putUser(Call call, PutUserPolicyRequest request) {
        iam.putInline(
                IamKind.USER,
                Needed.member(request.userName(), "userName"),
                Needed.member(request.policyName(), "policyName"),
                Needed.member(request.policyDocument(), "policyDocument"));
        return PutUserPolicyResponse.builder().build();
    }

    GetUserPolicyResponse getUser(Call call, GetUserPolicyRequest request) {
        String name = Needed.member(request.userName(), "userName");
        String policy = Needed.member(request.policyName(), "policyName");
        return GetUserPolicyResponse.builder()
                .userName(name)
                .policyName(policy)
                .policyDocument(Views.encoded(iam.inline(IamKind.USER, name, policy)))
                .build();
    }

    DeleteUserPolicyResponse deleteUser(Call call, DeleteUserPolicyRequest request) {
        iam.deleteInline(
                IamKind.USER,
                Needed.member(request.userName(), "userName"),
                Needed.member(request.policyName(), "policyName"));
        return DeleteUserPolicyResponse.builder().build();
    }

    ListUserPoliciesResponse listUser(Call call, ListUserPoliciesRequest request) {
        Pages<String> page = names(
                iam.get(IamKind.USER, Needed.member(request.userName(), "userName")),
                request.maxItems(),
                request.marker());
        return ListUserPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    AttachUserPolicyResponse attachUser(Call call, AttachUserPolicyRequest request) {
        iam.attach(
                IamKind.USER,
                Needed.member(request.userName(), "userName"),
                Needed.member(request.policyArn(), "policyArn"));
        return AttachUserPolicyResponse.builder().build();
    }

    DetachUserPolicyResponse detachUser(Call call, DetachUserPolicyRequest request) {
        iam.detach(
                IamKind.USER,
                Needed.member(request.userName(), "userName"),
                Needed.member(request.policyArn(), "policyArn"));
        return DetachUserPolicyResponse.builder().build();
    }

    ListAttachedUserPoliciesResponse attachedUser(Call call, ListAttachedUserPoliciesRequest request) {
        Pages<AttachedPolicy> page = attached(
                iam.get(IamKind.USER, Needed.member(request.userName(), "userName")),
                request.pathPrefix(),
                request.maxItems(),
                request.marker());
        return ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    PutGroupPolicyResponse putGroup(Call call, PutGroupPolicyRequest request) {
        iam.putInline(
                IamKind.GROUP,
                Needed.member(request.groupName(), "groupName"),
                Needed.member(request.policyName(), "policyName"),
                Needed.member(request.policyDocument(), "policyDocument"));
        return PutGroupPolicyResponse.builder().build();
    }

    GetGroupPolicyResponse getGroup(Call call, GetGroupPolicyRequest request) {
        String name = Needed.member(request.groupName(), "groupName");
        String policy = Needed.member(request.policyName(), "policyName");
        return GetGroupPolicyResponse.builder()
                .groupName(name)
                .policyName(policy)
                .policyDocument(Views.encoded(iam.inline(IamKind.GROUP, name, policy)))
                .build();
    }

    DeleteGroupPolicyResponse deleteGroup(Call call, DeleteGroupPolicyRequest request) {
        iam.deleteInline(
                IamKind.GROUP,
                Needed.member(request.groupName(), "groupName"),
                Needed.member(request.policyName(), "policyName"));
        return DeleteGroupPolicyResponse.builder().build();
    }

    ListGroupPoliciesResponse listGroup(Call call, ListGroupPoliciesRequest request) {
        Pages<String> page = names(
                iam.get(IamKind.GROUP, Needed.member(request.groupName(), "groupName")),
                request.maxItems(),
                request.marker());
        return ListGroupPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    AttachGroupPolicyResponse attachGroup(Call call, AttachGroupPolicyRequest request) {
        iam.attach(
                IamKind.GROUP,
                Needed.member(request.groupName(), "groupName"),
                Needed.member(request.policyArn(), "policyArn"));
        return AttachGroupPolicyResponse.builder().build();
    }

    DetachGroupPolicyResponse detachGroup(Call call, DetachGroupPolicyRequest request) {
        iam.detach(
                IamKind.GROUP,
                Needed.member(request.groupName(), "groupName"),
                Needed.member(request.policyArn(), "policyArn"));
        return DetachGroupPolicyResponse.builder().build();
    }

    ListAttachedGroupPoliciesResponse attachedGroup(Call call, ListAttachedGroupPoliciesRequest request) {
        Pages<AttachedPolicy> page = attached(
                iam.get(IamKind.GROUP, Needed.member(request.groupName(), "groupName")),
                request.pathPrefix(),
                request.maxItems(),
                request.marker());
        return ListAttachedGroupPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    PutRolePolicyResponse putRole(Call call, PutRolePolicyRequest request) {
        iam.putInline(
                IamKind.ROLE,
                Needed.member(request.roleName(), "roleName"),
                Needed.member(request.policyName(), "policyName"),
                Needed.member(request.policyDocument(), "policyDocument"));
        return PutRolePolicyResponse.builder().build();
    }

    GetRolePolicyResponse getRole(Call call, GetRolePolicyRequest request) {
        String name = Needed.member(request.roleName(), "roleName");
        String policy = Needed.member(request.policyName(), "policyName");
        return GetRolePolicyResponse.builder()
                .roleName(name)
                .policyName(policy)
                .policyDocument(Views.encoded(iam.inline(IamKind.ROLE, name, policy)))
                .build();
    }

    DeleteRolePolicyResponse deleteRole(Call call, DeleteRolePolicyRequest request) {
        iam.deleteInline(
                IamKind.ROLE,
                Needed.member(request.roleName(), "roleName"),
                Needed.member(request.policyName(), "policyName"));
        return DeleteRolePolicyResponse.builder().build();
    }

    ListRolePoliciesResponse listRole(Call call, ListRolePoliciesRequest request) {
        Pages<String> page = names(
                iam.get(IamKind.ROLE, Needed.member(request.roleName(), "roleName")),
                request.maxItems(),
                request.marker());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    AttachRolePolicyResponse attachRole(Call call, AttachRolePolicyRequest request) {
        iam.attach(
                IamKind.ROLE,
                Needed.member(request.roleName(), "roleName"),
                Needed.member(request.policyArn(), "policyArn"));
        return AttachRolePolicyResponse.builder().build();
    }

    DetachRolePolicyResponse detachRole(Call call, DetachRolePolicyRequest request) {
        iam.detach(
                IamKind.ROLE,
                Needed.member(request.roleName(), "roleName"),
                Needed.member(request.policyArn(), "policyArn"));
        return DetachRolePolicyResponse.builder().build();
    }

    ListAttachedRolePoliciesResponse attachedRole(Call call, ListAttachedRolePoliciesRequest request) {
        Pages<AttachedPolicy> page = attached(
                iam.get(IamKind.ROLE, Needed.member(request.roleName(), "roleName")),
                request.pathPrefix(),
                request.maxItems(),
                request.marker());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }
}
