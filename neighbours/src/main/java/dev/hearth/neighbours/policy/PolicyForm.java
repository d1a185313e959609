package dev.hearth.neighbours.policy;

/** Where a policy is attached, which decides what it must and must not say. */
public enum PolicyForm {
    /** To a user, group or role: no principal. */
    IDENTITY,
    /** A role's trust policy: a principal, no resource. */
    TRUST,
    /** To a resource such as a bucket: a principal and a resource. */
    RESOURCE
}
