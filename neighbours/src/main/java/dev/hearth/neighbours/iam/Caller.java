package dev.hearth.neighbours.iam;

/**
 * Who makes a request, as far as its signature tells.
 *
 * @param kind what it is
 * @param arn as GetCallerIdentity says it; empty for nobody
 * @param userId its unique id; a session's is the role's and the session's name, with a colon between
 * @param account twelve digits; empty for nobody
 * @param roleArn the role of a session; empty for others
 */
public record Caller(Kind kind, String arn, String userId, String account, String roleArn) {

    /** The kinds of callers. */
    public enum Kind {
        /** Nobody: the request is not signed. */
        ANONYMOUS,
        /** The account itself: whoever holds the data folder. */
        ROOT,
        /** A user of IAM. */
        USER,
        /** A session of a role; functions are such. */
        ROLE_SESSION,
        /** A federated user's session. */
        FEDERATED
    }

    /** Whoever sends a request without a signature. */
    public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "", "", "", "");

    /** The account itself. */
    public static Caller root(String account) {
        return new Caller(Kind.ROOT, "arn:aws:iam::" + account + ":root", account, account, "");
    }

    /**
     * A function, with a session of its role by its own name. Whoever makes it does not know the role, and there may be
     * none: the {@link KeyRing} adds its unique id.
     */
    public static Caller function(String account, String roleArn, String functionName) {
        return session(account, roleArn, "", functionName);
    }

    /** The name of a session. */
    String sessionName() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Somebody who has a session {@code session} of the role {@code roleArn}, whose unique id is {@code roleId}. */
    public static Caller session(String account, String roleArn, String roleId, String session) {
        String role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        return new Caller(
                Kind.ROLE_SESSION,
                "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session,
                roleId + ":" + session,
                account,
                roleArn);
    }
}
