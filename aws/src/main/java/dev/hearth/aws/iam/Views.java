package dev.hearth.aws.iam;

import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamLimits;
import dev.hearth.neighbours.iam.IamSetting;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/** The SDK's types of what IAM keeps. */
final class Views {

    private final Iam iam;

    Views(Iam iam) {
        this.iam = iam;
    }

    /** As IAM writes documents: percent-encoded (RFC 3986). */
    static String encoded(@Nullable String document) {
        return document == null
                ? ""
                : URLEncoder.encode(document, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~");
    }

    static @Nullable Instant instant(@Nullable String millis) {
        return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    static Instant created(IamEntity entity) {
        // IAM tells whole seconds.
        return Instant.ofEpochSecond(Math.floorDiv(entity.createdMillis(), 1000L));
    }

    static List<Tag> tags(IamEntity entity) {
        return entity.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static @Nullable AttachedPermissionsBoundary boundary(IamEntity entity) {
        String arn = entity.setting(IamSetting.BOUNDARY);
        return arn == null
                ? null
                : AttachedPermissionsBoundary.builder()
                        .permissionsBoundaryType("Policy")
                        .permissionsBoundaryArn(arn)
                        .build();
    }

    /** What listings say of a role; they leave out tags and boundaries. */
    Role listed(IamEntity role) {
        String seconds = role.setting(IamSetting.MAX_SESSION);
        return Role.builder()
                .path(role.path())
                .roleName(role.name())
                .roleId(role.id())
                .arn(iam.arn(role))
                .createDate(created(role))
                .assumeRolePolicyDocument(encoded(role.setting(IamSetting.TRUST)))
                .description(role.setting(IamSetting.DESCRIPTION))
                .maxSessionDuration(seconds == null ? IamLimits.SESSION_SECONDS : Integer.parseInt(seconds))
                .build();
    }

    Role role(IamEntity role) {
        Role.Builder view = listed(role).toBuilder().permissionsBoundary(boundary(role));
        return role.tags().isEmpty() ? view.build() : view.tags(tags(role)).build();
    }

    User user(IamEntity user) {
        User.Builder view = User.builder()
                .path(user.path())
                .userName(user.name())
                .userId(user.id())
                .arn(iam.arn(user))
                .createDate(created(user))
                .permissionsBoundary(boundary(user));
        return user.tags().isEmpty() ? view.build() : view.tags(tags(user)).build();
    }

    Group group(IamEntity group) {
        return Group.builder()
                .path(group.path())
                .groupName(group.name())
                .groupId(group.id())
                .arn(iam.arn(group))
                .createDate(created(group))
                .build();
    }

    Policy policy(IamEntity policy, boolean whole) {
        String arn = iam.arn(policy);
        Instant updated = instant(policy.setting(IamSetting.UPDATED));
        Policy.Builder view = Policy.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(arn)
                .path(policy.path())
                .defaultVersionId(policy.setting(IamSetting.DEFAULT_VERSION))
                .attachmentCount(iam.attachedTo(arn).size())
                .permissionsBoundaryUsageCount(iam.boundaryUses(arn))
                .isAttachable(true)
                .createDate(created(policy))
                .updateDate(updated == null ? created(policy) : Instant.ofEpochSecond(updated.getEpochSecond()));
        if (whole) {
            view.description(policy.setting(IamSetting.DESCRIPTION)).tags(tags(policy));
        }
        return view.build();
    }

    PolicyVersion version(IamEntity policy, String version, boolean whole) {
        PolicyVersion.Builder view = PolicyVersion.builder()
                .versionId(version)
                .isDefaultVersion(version.equals(policy.setting(IamSetting.DEFAULT_VERSION)))
                .createDate(Instant.ofEpochSecond(Math.floorDiv(iam.versionMillis(policy, version), 1000L)));
        return whole ? view.document(encoded(policy.documents().get(version))).build() : view.build();
    }

    InstanceProfile profile(IamEntity profile) {
        List<Role> roles = profile.members().stream()
                .map(name -> iam.find(IamKind.ROLE, name))
                .filter(Objects::nonNull)
                .map(this::listed)
                .toList();
        return InstanceProfile.builder()
                .path(profile.path())
                .instanceProfileName(profile.name())
                .instanceProfileId(profile.id())
                .arn(iam.arn(profile))
                .createDate(created(profile))
                .roles(roles)
                .tags(tags(profile))
                .build();
    }

    static List<AttachedPolicy> attached(IamEntity entity) {
        return entity.attached().stream()
                .map(arn -> AttachedPolicy.builder()
                        .policyArn(arn)
                        .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                        .build())
                .toList();
    }

    static List<PolicyDetail> inline(IamEntity entity) {
        return entity.documents().entrySet().stream()
                .map(each -> PolicyDetail.builder()
                        .policyName(each.getKey())
                        .policyDocument(encoded(each.getValue()))
                        .build())
                .toList();
    }
}
