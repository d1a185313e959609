package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamSetting;
import dev.hearth.neighbours.iam.IamWish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.PolicyGroup;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyUser;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;

/** The operations on managed policies and their versions. */
final class PolicyOperations {

    private final Iam iam;
    private final Views views;

    PolicyOperations(Iam iam) {
        this.iam = iam;
        this.views = new Views(iam);
    }

    private static String arn(@Nullable String given) {
        return Needed.member(given, "policyArn");
    }

    CreatePolicyResponse create(Call call, CreatePolicyRequest request) {
        String description = request.description();
        IamEntity policy = iam.create(new IamWish(
                IamKind.POLICY,
                Needed.member(request.policyName(), "policyName"),
                request.path(),
                description == null ? Map.of() : Map.of(IamSetting.DESCRIPTION, description),
                Needed.tags(request.tags()),
                Needed.member(request.policyDocument(), "policyDocument")));
        return CreatePolicyResponse.builder().policy(views.policy(policy, true)).build();
    }

    GetPolicyResponse get(Call call, GetPolicyRequest request) {
        return GetPolicyResponse.builder()
                .policy(views.policy(iam.get(IamKind.POLICY, arn(request.policyArn())), true))
                .build();
    }

    DeletePolicyResponse delete(Call call, DeletePolicyRequest request) {
        iam.delete(IamKind.POLICY, arn(request.policyArn()));
        return DeletePolicyResponse.builder().build();
    }

    ListPoliciesResponse list(Call call, ListPoliciesRequest request) {
        String scope = request.scopeAsString() == null ? "All" : request.scopeAsString();
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<IamEntity> all = new ArrayList<>();
        if (!scope.equals("AWS")) {
            all.addAll(iam.list(IamKind.POLICY, prefix));
        }
        if (!scope.equals("Local")) {
            iam.awsPolicies().stream()
                    .filter(each -> each.path().startsWith(prefix))
                    .forEach(all::add);
        }
        if (Boolean.TRUE.equals(request.onlyAttached())) {
            all.removeIf(each -> iam.attachedTo(iam.arn(each)).isEmpty());
        }
        Pages<IamEntity> page = Pages.of(all, request.maxItems(), request.marker());
        return ListPoliciesResponse.builder()
                .policies(page.items().stream()
                        .map(each -> views.policy(each, false))
                        .toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    CreatePolicyVersionResponse createVersion(Call call, CreatePolicyVersionRequest request) {
        String policyArn = arn(request.policyArn());
        String version = iam.createVersion(
                policyArn,
                Needed.member(request.policyDocument(), "policyDocument"),
                Boolean.TRUE.equals(request.setAsDefault()));
        return CreatePolicyVersionResponse.builder()
                .policyVersion(views.version(iam.get(IamKind.POLICY, policyArn), version, false))
                .build();
    }

    GetPolicyVersionResponse getVersion(Call call, GetPolicyVersionRequest request) {
        IamEntity policy = iam.get(IamKind.POLICY, arn(request.policyArn()));
        String version = Needed.member(request.versionId(), "versionId");
        if (!policy.documents().containsKey(version)) {
            throw IamError.NO_SUCH_ENTITY.because(
                    "Policy " + request.policyArn() + " version " + version + " does not exist or is not attachable.");
        }
        return GetPolicyVersionResponse.builder()
                .policyVersion(views.version(policy, version, true))
                .build();
    }

    ListPolicyVersionsResponse listVersions(Call call, ListPolicyVersionsRequest request) {
        IamEntity policy = iam.get(IamKind.POLICY, arn(request.policyArn()));
        List<String> names = new ArrayList<>(policy.documents().keySet());
        Collections.reverse(names);
        Pages<String> page = Pages.of(names, request.maxItems(), request.marker());
        return ListPolicyVersionsResponse.builder()
                .versions(page.items().stream()
                        .map(each -> views.version(policy, each, false))
                        .toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    DeletePolicyVersionResponse deleteVersion(Call call, DeletePolicyVersionRequest request) {
        iam.deleteVersion(arn(request.policyArn()), Needed.member(request.versionId(), "versionId"));
        return DeletePolicyVersionResponse.builder().build();
    }

    SetDefaultPolicyVersionResponse setDefault(Call call, SetDefaultPolicyVersionRequest request) {
        iam.setDefaultVersion(arn(request.policyArn()), Needed.member(request.versionId(), "versionId"));
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    TagPolicyResponse tag(Call call, TagPolicyRequest request) {
        iam.tag(IamKind.POLICY, arn(request.policyArn()), Needed.tags(request.tags()));
        return TagPolicyResponse.builder().build();
    }

    UntagPolicyResponse untag(Call call, UntagPolicyRequest request) {
        iam.untag(IamKind.POLICY, arn(request.policyArn()), request.tagKeys());
        return UntagPolicyResponse.builder().build();
    }

    ListPolicyTagsResponse tags(Call call, ListPolicyTagsRequest request) {
        Pages<Tag> page = Pages.of(
                Views.tags(iam.get(IamKind.POLICY, arn(request.policyArn()))), request.maxItems(), request.marker());
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    ListEntitiesForPolicyResponse entities(Call call, ListEntitiesForPolicyRequest request) {
        String policyArn = arn(request.policyArn());
        String filter = request.entityFilterAsString();
        List<IamEntity> holders = iam.attachedTo(policyArn);
        if (holders.isEmpty()) {
            iam.get(IamKind.POLICY, policyArn);
        }
        ListEntitiesForPolicyResponse.Builder view =
                ListEntitiesForPolicyResponse.builder().isTruncated(false);
        if (filter == null || filter.equals("User")) {
            view.policyUsers(of(holders, IamKind.USER)
                    .map(each -> PolicyUser.builder()
                            .userName(each.name())
                            .userId(each.id())
                            .build())
                    .toList());
        }
        if (filter == null || filter.equals("Group")) {
            view.policyGroups(of(holders, IamKind.GROUP)
                    .map(each -> PolicyGroup.builder()
                            .groupName(each.name())
                            .groupId(each.id())
                            .build())
                    .toList());
        }
        if (filter == null || filter.equals("Role")) {
            view.policyRoles(of(holders, IamKind.ROLE)
                    .map(each -> PolicyRole.builder()
                            .roleName(each.name())
                            .roleId(each.id())
                            .build())
                    .toList());
        }
        return view.build();
    }

    private static Stream<IamEntity> of(List<IamEntity> all, IamKind kind) {
        return all.stream().filter(each -> each.kind() == kind);
    }
}
