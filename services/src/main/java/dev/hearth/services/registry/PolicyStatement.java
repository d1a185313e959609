package dev.hearth.services.registry;

import java.util.List;

/**
 * One permission: the principal may perform the action on the resource while every condition holds.
 *
 * @param sid unique in its policy
 * @param principal who
 * @param action for example {@code lambda:InvokeFunction}
 * @param resource ARN, qualified as its policy is
 * @param conditions all of which must hold
 */
public record PolicyStatement(
        String sid, Principal principal, String action, String resource, List<Condition> conditions) {

    public PolicyStatement {
        conditions = List.copyOf(conditions);
    }

    /** Who is meant. */
    public record Principal(Kind kind, String value) {

        /** How the value names somebody; the names are those of a policy's JSON. */
        public enum Kind {
            /** Anybody; the value is {@code *}. */
            ANYBODY,
            /** The ARN of an account, a user or a role. */
            AWS,
            /** An AWS service, for example {@code s3.amazonaws.com}. */
            SERVICE
        }
    }

    /**
     * A condition on the request.
     *
     * @param operator {@code StringEquals}, {@code ArnLike} or {@code Bool}
     * @param key of the request's context, for example {@code AWS:SourceArn}
     * @param value what it is compared with
     */
    public record Condition(String operator, String key, String value) {}
}
