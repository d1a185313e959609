package dev.hearth.neighbours.iam;

/** IAM's default quotas (IAM user guide, "IAM and AWS STS quotas"). */
public interface IamLimits {

    int USERS = 5_000;
    int GROUPS = 300;
    int ROLES = 1_000;
    int POLICIES = 1_500;
    int PROFILES = 1_000;

    int KEYS_PER_USER = 2;
    int GROUPS_PER_USER = 10;
    int POLICIES_PER_ENTITY = 10;
    int VERSIONS_PER_POLICY = 5;
    int TAGS = 50;

    /** Characters of a managed policy, white space not counted. */
    int POLICY_CHARS = 6_144;

    /** Characters of a trust policy, as AWS raises it to at most. */
    int TRUST_CHARS = 4_096;

    /** Characters of all inline policies together, white space not counted. */
    int USER_INLINE_CHARS = 2_048;

    int GROUP_INLINE_CHARS = 5_120;
    int ROLE_INLINE_CHARS = 10_240;

    int PATH_CHARS = 512;
    int DESCRIPTION_CHARS = 1_000;

    /** How long a role's sessions may last, in seconds. */
    int MIN_SESSION_SECONDS = 3_600;

    int MAX_SESSION_SECONDS = 43_200;

    /** The shortest session that may be asked for, and what one lasts that says nothing, in seconds. */
    int SHORTEST_SESSION_SECONDS = 900;

    int SESSION_SECONDS = 3_600;

    /** What a user's session token lasts at most and by itself, in seconds. */
    int MAX_TOKEN_SECONDS = 129_600;

    int TOKEN_SECONDS = 43_200;

    /** Things of one kind in one answer. */
    int PAGE = 100;

    int MAX_PAGE = 1_000;
}
