package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Setting;
import dev.hearth.neighbours.s3.Tags;
import dev.hearth.neighbours.s3.Versioning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Buckets as such: made, listed, found, deleted; where they are and whether they keep versions. */
final class BucketOperations {

    /** Where the region is not said. */
    private static final String CLASSIC = "us-east-1";

    private BucketOperations() {}

    static Element owner(String name, S3Call call) {
        return Element.named(name)
                .leaf("ID", ownerId(call))
                .leaf("DisplayName", "hearth")
                .build();
    }

    /** A canonical user id: 64 digits, made of the account. */
    static String ownerId(S3Call call) {
        return "0".repeat(64 - call.scope().account().length()) + call.scope().account();
    }

    static StreamReply list(S3Call call) {
        String prefix = call.parameter("prefix", "");
        String token = call.parameter("continuation-token", "");
        int limit = call.number("max-buckets", Integer.MAX_VALUE, Integer.MAX_VALUE);
        List<Bucket> found = call.s3().buckets().list().stream()
                .filter(bucket ->
                        bucket.name().startsWith(prefix) && bucket.name().compareTo(token) > 0)
                .toList();
        List<Bucket> page = found.subList(0, Math.min(limit, found.size()));
        Element.Builder buckets = Element.named("Buckets");
        page.forEach(bucket -> buckets.add(Element.named("Bucket")
                .leaf("Name", bucket.name())
                .leaf("CreationDate", Text.iso(bucket.createdMillis()))
                .leaf("BucketRegion", bucket.region())
                .leaf("BucketArn", bucket.arn())
                .build()));
        Element.Builder answer = Element.named("ListAllMyBucketsResult")
                .add(owner("Owner", call))
                .add(buckets.build())
                .leafIf(!prefix.isEmpty(), "Prefix", prefix);
        answer.leafIf(
                page.size() < found.size(),
                "ContinuationToken",
                page.isEmpty() ? "" : page.getLast().name());
        return StreamReply.of(200, Headers.xml().list(), answer.build().document());
    }

    static StreamReply create(S3Call call) throws IOException {
        byte[] body = call.body();
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        String region = call.scope().region();
        if (body.length > 0) {
            Element wish = Element.parse(new String(body, StandardCharsets.UTF_8));
            String wanted = wish.text("LocationConstraint");
            boolean same = wanted.isEmpty()
                    ? region.equals(CLASSIC) || wish.children().isEmpty()
                    : wanted.equals(region) || wanted.equals("EU") && region.equals("eu-west-1");
            if (!same) {
                throw S3Error.INVALID_LOCATION.thrown();
            }
            if (wish.has("Tags")) {
                Element.Builder set = Element.named("TagSet");
                wish.child("Tags").children("Tag").forEach(set::add);
                settings.put(
                        Setting.TAGS,
                        Tags.document(Tags.of(Element.named("Tagging")
                                        .add(set.build())
                                        .build()))
                                .write());
            }
        }
        String ownership = call.header("x-amz-object-ownership");
        if (ownership != null) {
            settings.put(
                    Setting.OWNERSHIP, SettingOperations.ownership(ownership).write());
        }
        Acls.requireServed(call);
        boolean lock = "true".equalsIgnoreCase(call.header("x-amz-bucket-object-lock-enabled"));
        try {
            call.s3().buckets().create(call.bucketName(), lock, settings);
        } catch (FaultException refused) {
            // Where no region is said a second wish is as good as the first, as it always was.
            boolean again = refused.fault().detail().equals(S3Error.BUCKET_OWNED.code()) && region.equals(CLASSIC);
            if (!again) {
                throw refused;
            }
        }
        return StreamReply.empty(
                200,
                new Headers()
                        .put("Location", "/" + call.bucketName())
                        .put("x-amz-bucket-arn", "arn:aws:s3:::" + call.bucketName())
                        .list());
    }

    static StreamReply head(S3Call call) {
        Bucket bucket = call.bucket();
        return StreamReply.empty(
                200,
                new Headers()
                        .put("x-amz-bucket-region", bucket.region())
                        .put("x-amz-bucket-arn", bucket.arn())
                        .put("x-amz-access-point-alias", "false")
                        .put("Content-Type", "application/xml")
                        .list());
    }

    static StreamReply delete(S3Call call) {
        call.s3().buckets().delete(call.bucketName());
        return StreamReply.empty(204, List.of());
    }

    static StreamReply location(S3Call call) {
        String region = call.bucket().region();
        Element answer = new Element("LocationConstraint", Map.of(), List.of(), region.equals(CLASSIC) ? "" : region);
        return StreamReply.of(200, Headers.xml().list(), answer.document());
    }

    static StreamReply versioning(S3Call call) {
        Element.Builder answer = Element.named("VersioningConfiguration");
        switch (call.bucket().versioning()) {
            case UNVERSIONED -> {
                // AWS says nothing then.
            }
            case ENABLED -> answer.leaf("Status", "Enabled");
            case SUSPENDED -> answer.leaf("Status", "Suspended");
        }
        return StreamReply.of(200, Headers.xml().list(), answer.build().document());
    }

    static StreamReply putVersioning(S3Call call) throws IOException {
        Element wish = call.document("VersioningConfiguration");
        if (wish.text("MfaDelete").equals("Enabled")) {
            throw S3Error.NOT_IMPLEMENTED.because("MFA delete is not implemented");
        }
        Versioning versioning = switch (wish.text("Status")) {
            case "Enabled" -> Versioning.ENABLED;
            case "Suspended" -> Versioning.SUSPENDED;
            case "" -> throw S3Error.ILLEGAL_VERSIONING.thrown();
            default -> throw S3Error.MALFORMED_XML.thrown();
        };
        call.s3().buckets().version(call.bucketName(), versioning);
        return StreamReply.empty(200, List.of());
    }
}
