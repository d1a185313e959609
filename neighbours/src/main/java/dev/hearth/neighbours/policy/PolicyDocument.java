package dev.hearth.neighbours.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy that was read (IAM user guide, "IAM JSON policy elements reference").
 *
 * @param version {@code 2012-10-17} or {@code 2008-10-17}
 * @param id the Id element, or null
 * @param statements in their order
 */
public record PolicyDocument(String version, @Nullable String id, List<PolicyStatement> statements) {

    /** The version that knows variables. */
    public static final String CURRENT = "2012-10-17";

    /** The version of a document that does not say one. */
    public static final String OLD = "2008-10-17";

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /**
     * Reads a document.
     *
     * @throws dev.hearth.core.FaultException INVALID_PARAMETER with the detail {@code MalformedPolicyDocument} when it
     *     is none
     */
    public static PolicyDocument parse(String json) {
        return PolicyReader.read(json);
    }

    /**
     * Refuses what may not stand in a policy of this form, in IAM's words.
     *
     * @throws dev.hearth.core.FaultException INVALID_PARAMETER with the detail {@code MalformedPolicyDocument}
     */
    public static PolicyDocument checked(String json, PolicyForm form) {
        return PolicyRules.check(json, form);
    }

    /** What this document says of {@code request}, with the statement that decides. */
    public PolicyVerdict verdict(PolicyRequest request) {
        return PolicyDecisions.verdict(List.of(this), request);
    }

    /** What all {@code documents} of one kind together say of {@code request}. */
    public static PolicyVerdict verdict(List<PolicyDocument> documents, PolicyRequest request) {
        return PolicyDecisions.verdict(documents, request);
    }

    /** Whether {@code *} and {@code ?} in {@code pattern} can stand for what {@code text} has there. */
    public static boolean like(String pattern, String text) {
        return Wildcards.like(pattern, text);
    }
}
