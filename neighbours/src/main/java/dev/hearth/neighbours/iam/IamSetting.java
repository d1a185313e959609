package dev.hearth.neighbours.iam;

/** What an {@link IamEntity} may say beside its name. */
public enum IamSetting {
    /** A role's trust policy, as it was given. */
    TRUST,
    /** What somebody wrote about a role or policy. */
    DESCRIPTION,
    /** How long a role's sessions may last, in seconds. */
    MAX_SESSION,
    /** The ARN of a user's or role's permissions boundary. */
    BOUNDARY,
    /** The default version of a managed policy. */
    DEFAULT_VERSION,
    /** The number of the last version of a managed policy. */
    LAST_VERSION,
    /** When a managed policy changed, in milliseconds since 1970. */
    UPDATED,
    /** Whose an access key is. */
    OWNER,
    /** An access key's secret, sealed. */
    SECRET,
    /** The id of the request that made an access key: the same request makes no second one. */
    MADE_BY,
    /** {@code Active} or {@code Inactive}. */
    STATUS,
    /** The account's alias. */
    ALIAS,
    /** The service that a service-linked role belongs to. */
    LINKED,
    /**
     * When a user's login profile was made, in milliseconds since 1970: whatever is set, it is now. No password is
     * kept.
     */
    LOGIN,
    /** Whether a user must choose a new password. */
    LOGIN_RESET
}
