package dev.hearth.neighbours.iam;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names, paths, tags and texts of IAM may be: pure functions, with IAM's words for refusals. */
final class IamRules {

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final Pattern PATH = Pattern.compile("(/)|(/[\\u0021-\\u007E]+/)");
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]");
    private static final int TAG_KEY_CHARS = 128;
    private static final int TAG_VALUE_CHARS = 256;
    private static final int POLICY_NAME_CHARS = 128;

    private IamRules() {}

    static FaultException invalid(@Nullable String value, String member, String constraint) {
        return IamError.VALIDATION.because("1 validation error detected: Value "
                + (value == null ? "" : "'" + value + "' ") + "at '" + member + "' failed to satisfy constraint: "
                + constraint);
    }

    static void name(IamKind kind, String name) {
        name(name, kind.nameMember(), kind.nameChars());
    }

    static void policyName(String name) {
        name(name, "policyName", POLICY_NAME_CHARS);
    }

    private static void name(String name, String member, int most) {
        if (name.isEmpty()) {
            throw invalid(name, member, "Member must have length greater than or equal to 1");
        }
        if (name.length() > most) {
            throw invalid(name, member, "Member must have length less than or equal to " + most);
        }
        if (!NAME.matcher(name).matches()) {
            throw IamError.VALIDATION.because("The specified value for " + member + " is invalid. It must contain only"
                    + " alphanumeric characters and/or the following: +=,.@_-");
        }
    }

    static String path(@Nullable String path) {
        if (path == null) {
            return "/";
        }
        if (path.length() > IamLimits.PATH_CHARS) {
            throw invalid(path, "path", "Member must have length less than or equal to " + IamLimits.PATH_CHARS);
        }
        if (!PATH.matcher(path).matches()) {
            throw IamError.VALIDATION.because(
                    "The specified value for path is invalid. It must begin and end with / and"
                            + " contain only alphanumeric characters and/or / characters.");
        }
        return path;
    }

    static void alias(String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw invalid(
                    alias,
                    "accountAlias",
                    "Member must satisfy regular expression pattern: ^[a-z0-9](([a-z0-9]|-(?!-))*[a-z0-9])?$");
        }
    }

    /** {@code given} over {@code old}. */
    static Map<String, String> tags(Map<String, String> old, Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(old);
        given.forEach((key, value) -> {
            if (key.isEmpty()
                    || key.length() > TAG_KEY_CHARS
                    || !TAG.matcher(key).matches()) {
                throw invalid(
                        key,
                        "tags.1.member.key",
                        key.length() > TAG_KEY_CHARS
                                ? "Member must have length less than or equal to " + TAG_KEY_CHARS
                                : "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
            }
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw IamError.INVALID_INPUT.because("Tag keys starting with aws: are reserved for system use.");
            }
            if (value.length() > TAG_VALUE_CHARS || !TAG.matcher(value).matches()) {
                throw invalid(
                        value,
                        "tags.1.member.value",
                        value.length() > TAG_VALUE_CHARS
                                ? "Member must have length less than or equal to " + TAG_VALUE_CHARS
                                : "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
            }
            all.put(key, value);
        });
        if (all.size() > IamLimits.TAGS) {
            throw IamError.LIMIT_EXCEEDED.because("The number of tags has reached the maximum limit.");
        }
        return all;
    }

    static void settings(Map<IamSetting, String> settings) {
        String description = settings.getOrDefault(IamSetting.DESCRIPTION, "");
        if (description.length() > IamLimits.DESCRIPTION_CHARS) {
            throw invalid(
                    description,
                    "description",
                    "Member must have length less than or equal to " + IamLimits.DESCRIPTION_CHARS);
        }
        String session = settings.get(IamSetting.MAX_SESSION);
        if (session != null && !session.isEmpty()) {
            int seconds = Integer.parseInt(session);
            if (seconds < IamLimits.MIN_SESSION_SECONDS || seconds > IamLimits.MAX_SESSION_SECONDS) {
                throw invalid(
                        session,
                        "maxSessionDuration",
                        seconds < IamLimits.MIN_SESSION_SECONDS
                                ? "Member must have value greater than or equal to " + IamLimits.MIN_SESSION_SECONDS
                                : "Member must have value less than or equal to " + IamLimits.MAX_SESSION_SECONDS);
            }
        }
    }

    static void trust(String trust) {
        PolicyDocument.checked(trust, PolicyForm.TRUST);
        if (size(trust) > IamLimits.TRUST_CHARS) {
            throw IamError.quota("ACLSizePerRole", IamLimits.TRUST_CHARS);
        }
    }

    /** The characters of a document that count against its quota. */
    static long size(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    static void inlineSize(IamEntity entity) {
        int most = switch (entity.kind()) {
            case USER -> IamLimits.USER_INLINE_CHARS;
            case GROUP -> IamLimits.GROUP_INLINE_CHARS;
            case ROLE, POLICY, PROFILE, KEY, ACCOUNT -> IamLimits.ROLE_INLINE_CHARS;
        };
        if (entity.documents().values().stream().mapToLong(IamRules::size).sum() > most) {
            throw IamError.LIMIT_EXCEEDED.because("Maximum policy size of " + most + " bytes exceeded for "
                    + entity.kind().resource() + " " + entity.name());
        }
    }

    /** How many of a kind there may be. */
    static void quota(IamKind kind, int now) {
        int most = switch (kind) {
            case USER -> IamLimits.USERS;
            case GROUP -> IamLimits.GROUPS;
            case ROLE -> IamLimits.ROLES;
            case POLICY -> IamLimits.POLICIES;
            case PROFILE -> IamLimits.PROFILES;
            case KEY, ACCOUNT -> Integer.MAX_VALUE;
        };
        if (now >= most) {
            throw IamError.quota(
                    switch (kind) {
                        case PROFILE -> "InstanceProfilesPerAccount";
                        case POLICY -> "PoliciesPerAccount";
                        case USER, GROUP, ROLE, KEY, ACCOUNT -> kind.word() + "sPerAccount";
                    },
                    most);
        }
    }

    /** What must go before an entity may be deleted; null when nothing. */
    static @Nullable String keptBy(IamEntity entity, List<IamEntity> holders, int keys) {
        if (entity.kind() == IamKind.POLICY) {
            return entity.documents().size() > 1
                    ? "This policy has more than one version. Before you delete a policy, you must delete the policy's"
                            + " versions. The default version is deleted with the policy."
                    : null;
        }
        if (!entity.attached().isEmpty()) {
            return "Cannot delete entity, must detach all policies first.";
        }
        if (!entity.documents().isEmpty()) {
            return "Cannot delete entity, must delete policies first.";
        }
        if (!entity.members().isEmpty()) {
            return entity.kind() == IamKind.GROUP
                    ? "Cannot delete entity, must remove users from group first."
                    : "Cannot delete entity, must remove roles from instance profile first.";
        }
        if (keys > 0) {
            return "Cannot delete entity, must delete access keys first.";
        }
        if (entity.setting(IamSetting.LOGIN) != null) {
            return "Cannot delete entity, must delete login profile first.";
        }
        if (!holders.isEmpty()) {
            return entity.kind() == IamKind.ROLE
                    ? "Cannot delete entity, must remove roles from instance profile first."
                    : "Cannot delete entity, must remove users from group first.";
        }
        return null;
    }
}
