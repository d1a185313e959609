package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyForm;
import dev.hearth.neighbours.policy.PolicyStatement;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bucket policies. */
final class PolicyOperations {

    private PolicyOperations() {}

    static StreamReply get(S3Call call) {
        String policy = call.bucket().setting(Setting.POLICY);
        if (policy == null) {
            throw Setting.POLICY.missing();
        }
        return StreamReply.of(
                200, new Headers().put("Content-Type", "application/json").list(), policy);
    }

    static StreamReply put(S3Call call) throws IOException {
        byte[] body = call.body();
        Bucket bucket = call.bucket();
        if (body.length > S3Limits.POLICY_BYTES) {
            throw S3Error.INVALID_ARGUMENT.because("Policy exceeds the maximum allowed document size.");
        }
        String text = new String(body, StandardCharsets.UTF_8);
        PolicyDocument policy;
        try {
            policy = PolicyDocument.checked(text, PolicyForm.RESOURCE);
        } catch (FaultException malformed) {
            throw S3Error.MALFORMED_POLICY.because(malformed.fault().message());
        }
        for (PolicyStatement statement : policy.statements()) {
            PolicyStatement.Patterns resources = statement.resources();
            boolean own = resources == null
                    || resources.any().stream()
                            .allMatch(arn -> arn.equals("*")
                                    || arn.equals(bucket.arn())
                                    || arn.startsWith(bucket.arn() + "/")
                                    || arn.endsWith("*")
                                            && bucket.arn().startsWith(arn.substring(0, arn.length() - 1)));
            if (!own) {
                throw S3Error.MALFORMED_POLICY.because("Policy has invalid resource");
            }
        }
        if (isPublic(policy) && Access.isBlocked(bucket, "BlockPublicPolicy")) {
            throw S3Error.ACCESS_DENIED.because("User is not authorized to perform: s3:PutBucketPolicy on resource: \""
                    + bucket.arn() + "\" because public policies are prevented by the BlockPublicPolicy setting in S3"
                    + " Block Public Access.");
        }
        call.s3().buckets().set(bucket.name(), Setting.POLICY, text);
        return StreamReply.empty(204, List.of());
    }

    /** Whether it gives something to everybody, without a condition. */
    static boolean isPublic(PolicyDocument policy) {
        return policy.statements().stream().anyMatch(PolicyOperations::isPublic);
    }

    private static boolean isPublic(PolicyStatement statement) {
        var principals = statement.principals();
        return statement.allow()
                && statement.conditions().isEmpty()
                && principals != null
                && (statement.notPrincipals() || principals.values().stream().anyMatch(names -> names.contains("*")));
    }

    static StreamReply status(S3Call call) {
        String policy = call.bucket().setting(Setting.POLICY);
        if (policy == null) {
            throw Setting.POLICY.missing();
        }
        Element answer = Element.named("PolicyStatus")
                .leaf("IsPublic", isPublic(PolicyDocument.parse(policy)) ? "TRUE" : "FALSE")
                .build();
        return StreamReply.of(200, Headers.xml().list(), answer.document());
    }
}
