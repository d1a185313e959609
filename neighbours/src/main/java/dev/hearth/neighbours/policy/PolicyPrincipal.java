package dev.hearth.neighbours.policy;

/**
 * Who makes a request.
 *
 * @param kind what it is
 * @param name its ARN, or the name of a service or of an identity provider
 * @param account its account; empty where it has none
 * @param roleArn the role of a session; empty for others
 */
public record PolicyPrincipal(Kind kind, String name, String account, String roleArn) {

    /** The kinds of principals, by the names that policies have for them. */
    public enum Kind {
        /** Somebody who did not sign. */
        ANONYMOUS,
        /** A user, a role's session or an account's root. */
        AWS,
        /** A service of AWS. */
        SERVICE,
        /** Somebody whom an identity provider knows. */
        FEDERATED
    }

    /** Nobody in particular. */
    public static final PolicyPrincipal ANYBODY = new PolicyPrincipal(Kind.ANONYMOUS, "", "", "");

    /** A service such as {@code lambda.amazonaws.com}. */
    public static PolicyPrincipal service(String name) {
        return new PolicyPrincipal(Kind.SERVICE, name, "", "");
    }

    /** The root of an account. */
    public static PolicyPrincipal root(String account) {
        return new PolicyPrincipal(Kind.AWS, "arn:aws:iam::" + account + ":root", account, "");
    }
}
