package dev.hearth.aws.s3;

import dev.hearth.aws.StreamRequest;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyPrincipal;
import dev.hearth.neighbours.policy.PolicyRequest;
import dev.hearth.neighbours.policy.PolicyVerdict.Effect;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request may do what it wants. Who holds a key of this Hearth may do everything that no bucket policy
 * denies;
 * who holds none, only what one allows.
 */
final class Access {

    /** What an account can do to a policy that locks it out. */
    private static final Set<String> ALWAYS_ROOTS =
            Set.of("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy");

    private static final String EXISTING_TAG = "s3:existingobjecttag/";
    private static final List<String> QUERY_KEYS = List.of("prefix", "delimiter", "max-keys");
    private static final List<String> HEADER_KEYS = List.of(
            "x-amz-acl",
            "x-amz-server-side-encryption",
            "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-storage-class",
            "x-amz-metadata-directive",
            "x-amz-copy-source",
            "x-amz-content-sha256");

    private Access() {}

    static void requireObject(S3Call call, String action, String key) {
        String resource = "arn:aws:s3:::" + call.bucketName() + "/" + key;
        require(
                call,
                caller(call),
                action,
                call.bucketName(),
                resource,
                call.query().get("versionId"));
    }

    /** The same of a form, for which whoever signed its policy answers. */
    static void requireForm(S3Call call, Caller signer, String key) {
        String resource = "arn:aws:s3:::" + call.bucketName() + "/" + key;
        require(call, signer, "s3:PutObject", call.bucketName(), resource, null);
    }

    /** What is done to no bucket that is there. */
    static void requireAccount(S3Call call, String action) {
        requireAccount(call, caller(call), action, "*");
    }

    private static void requireAccount(S3Call call, Caller caller, String action, String resource) {
        String operation = action.substring(action.indexOf(':') + 1);
        if (!call.request().allows(new AccessRequest(caller, "s3", operation, resource, Effect.IMPLICIT_DENY))) {
            throw S3Error.ACCESS_DENIED.thrown();
        }
    }

    static void requireBucket(S3Call call, String action) {
        require(call, caller(call), action, call.bucketName(), "arn:aws:s3:::" + call.bucketName(), null);
    }

    static void requireSource(S3Call call, String bucket, String key, @Nullable String versionId) {
        call.s3().buckets().get(bucket);
        String action = versionId == null ? "s3:GetObject" : "s3:GetObjectVersion";
        require(call, caller(call), action, bucket, "arn:aws:s3:::" + bucket + "/" + key, versionId);
    }

    private static void require(
            S3Call call, Caller caller, String action, String name, String resource, @Nullable String version) {
        Bucket bucket = call.s3().buckets().find(name);
        if (bucket == null) {
            if (action.equals("s3:CreateBucket")) {
                requireAccount(call, caller, action, resource);
            }
            // That there is none is said by the operation.
            return;
        }
        Effect effect = effect(call, bucket, action, resource, version, caller);
        boolean owner = caller.kind() == Caller.Kind.ROOT && ALWAYS_ROOTS.contains(action);
        if (effect == Effect.EXPLICIT_DENY && !owner) {
            throw S3Error.ACCESS_DENIED.because(
                    caller.kind() == Caller.Kind.ANONYMOUS
                            ? "Access Denied"
                            : "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: \""
                                    + resource + "\" with an explicit deny in a resource-based policy");
        }
        boolean open = effect == Effect.ALLOWED && !isRestricted(bucket);
        String operation = action.substring(action.indexOf(':') + 1);
        Effect shared = open ? Effect.ALLOWED : Effect.IMPLICIT_DENY;
        if (!call.request().allows(new AccessRequest(caller, "s3", operation, resource, shared))) {
            throw S3Error.ACCESS_DENIED.thrown();
        }
    }

    /** Whether an unsigned request may do it: what a website asks before it answers. */
    static boolean isOpen(S3Call call, Bucket bucket, String action, String key) {
        String resource = bucket.arn() + "/" + key;
        return effect(call, bucket, action, resource, null, Caller.ANONYMOUS) == Effect.ALLOWED
                && !isRestricted(bucket);
    }

    private static Caller caller(S3Call call) {
        return call.request().signer() instanceof StreamRequest.Signer.Known known ? known.caller() : Caller.ANONYMOUS;
    }

    private static Effect effect(
            S3Call call, Bucket bucket, String action, String resource, @Nullable String version, Caller caller) {
        String policy = bucket.setting(Setting.POLICY);
        if (policy == null) {
            return Effect.IMPLICIT_DENY;
        }
        Map<String, List<String>> context = context(call, caller);
        if (isJudgedByTags(action) && policy.toLowerCase(Locale.ROOT).contains(EXISTING_TAG)) {
            tags(call, bucket, resource, version)
                    .forEach((key, value) -> context.put(EXISTING_TAG + key.toLowerCase(Locale.ROOT), List.of(value)));
        }
        PolicyRequest request = new PolicyRequest(principal(caller), action, resource, context);
        return PolicyDocument.parse(policy).verdict(request).effect();
    }

    /** Of those that AWS's authorization reference lists with {@code s3:ExistingObjectTag}, the ones served here. */
    static boolean isJudgedByTags(String action) {
        return action.startsWith("s3:GetObject") || action.endsWith("Tagging") || action.endsWith("Acl");
    }

    /** Of the object that is asked for; what is not there has none. */
    private static Map<String, String> tags(S3Call call, Bucket bucket, String resource, @Nullable String version) {
        String before = bucket.arn() + "/";
        if (!resource.startsWith(before)) {
            return Map.of();
        }
        String key = resource.substring(before.length());
        try {
            return call.s3()
                    .objects()
                    .get(bucket.name(), key, version == null || version.isEmpty() ? null : version)
                    .facts()
                    .tags();
        } catch (FaultException isNotThere) {
            return Map.of();
        }
    }

    private static PolicyPrincipal principal(Caller caller) {
        return caller.kind() == Caller.Kind.ANONYMOUS
                ? PolicyPrincipal.ANYBODY
                : new PolicyPrincipal(PolicyPrincipal.Kind.AWS, caller.arn(), caller.account(), caller.roleArn());
    }

    private static Map<String, List<String>> context(S3Call call, Caller caller) {
        Map<String, List<String>> context = new HashMap<>();
        context.put("aws:sourceip", List.of(call.request().sourceIp()));
        // The endpoint stands for AWS's, which has TLS: a policy that refuses plain HTTP, as that of the CDK's bucket,
        // would
        // lock everyone out, the owner of the account too.
        context.put("aws:securetransport", List.of("true"));
        put(context, "aws:useragent", call.header("User-Agent"));
        put(context, "aws:referer", call.header("Referer"));
        if (caller.kind() != Caller.Kind.ANONYMOUS) {
            context.put("aws:principalarn", List.of(caller.roleArn().isEmpty() ? caller.arn() : caller.roleArn()));
            context.put("aws:principalaccount", List.of(caller.account()));
            context.put("aws:userid", List.of(caller.userId()));
        }
        for (String key : QUERY_KEYS) {
            put(context, "s3:" + key, call.query().get(key));
        }
        put(context, "s3:versionid", call.query().get("versionId"));
        for (String key : HEADER_KEYS) {
            put(context, "s3:" + key, call.header(key));
        }
        put(context, "s3:if-none-match", call.header("If-None-Match"));
        put(context, "s3:if-match", call.header("If-Match"));
        String tags = call.header(FactReader.TAGGING);
        if (tags != null) {
            Text.parameters(tags)
                    .forEach((key, value) ->
                            context.put("s3:requestobjecttag/" + key.toLowerCase(Locale.ROOT), List.of(value)));
        }
        return context;
    }

    private static void put(Map<String, List<String>> context, String key, @Nullable String value) {
        if (value != null) {
            context.put(key, List.of(value));
        }
    }

    /** Whether the bucket's public access block says so; one that nobody touched does. */
    static boolean isBlocked(Bucket bucket, String what) {
        String document = bucket.setting(Setting.PUBLIC_ACCESS);
        return document == null || Element.parse(document).text(what).equals("true");
    }

    private static boolean isRestricted(Bucket bucket) {
        return isBlocked(bucket, "RestrictPublicBuckets");
    }
}
