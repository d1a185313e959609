package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ACLs, which new buckets do not have any more: all is the owner's. Wishes that say just that are taken, others are
 * refused in AWS's words (user guide, "Controlling ownership of objects and disabling ACLs").
 */
final class Acls {

    private static final Set<String> HARMLESS = Set.of("private", "bucket-owner-full-control", "bucket-owner-read");
    private static final List<String> GRANTS = List.of(
            "x-amz-grant-read",
            "x-amz-grant-write",
            "x-amz-grant-read-acp",
            "x-amz-grant-write-acp",
            "x-amz-grant-full-control");

    private Acls() {}

    /** Refuses an ACL in the headers that would give something to others. */
    static void requireServed(S3Call call) {
        String canned = call.header("x-amz-acl");
        boolean harmless = canned == null || HARMLESS.contains(canned);
        if (!harmless || GRANTS.stream().anyMatch(grant -> call.header(grant) != null)) {
            throw S3Error.ACL_NOT_SUPPORTED.thrown();
        }
    }

    static StreamReply get(S3Call call) {
        if (call.key().isEmpty()) {
            call.bucket();
        } else {
            ObjectReads.found(call);
        }
        Element grantee = new Element(
                "Grantee",
                Map.of("xsi:type", "CanonicalUser"),
                List.of(
                        new Element("ID", Map.of(), List.of(), BucketOperations.ownerId(call)),
                        new Element("DisplayName", Map.of(), List.of(), "hearth")),
                "");
        Element answer = Element.named("AccessControlPolicy")
                .add(BucketOperations.owner("Owner", call))
                .add(Element.named("AccessControlList")
                        .add(Element.named("Grant")
                                .add(grantee)
                                .leaf("Permission", "FULL_CONTROL")
                                .build())
                        .build())
                .build();
        return StreamReply.of(200, Headers.xml().list(), answer.document());
    }

    static StreamReply put(S3Call call) throws IOException {
        byte[] body = call.body();
        Bucket bucket = call.bucket();
        if (!call.key().isEmpty()) {
            ObjectReads.found(call);
        }
        requireServed(call);
        if (body.length > 0) {
            Element wish = Element.parse(new String(body, StandardCharsets.UTF_8));
            boolean mine = wish.name().equals("AccessControlPolicy")
                    && wish.child("AccessControlList").children("Grant").stream()
                            .allMatch(grant -> grant.text("Permission").equals("FULL_CONTROL")
                                    && grant.child("Grantee").text("ID").equals(BucketOperations.ownerId(call)));
            if (!mine) {
                throw S3Error.ACL_NOT_SUPPORTED.thrown();
            }
        } else if (call.header("x-amz-acl") == null && bucket.setting(Setting.OWNERSHIP) == null) {
            throw S3Error.MALFORMED_ACL.thrown();
        }
        return StreamReply.empty(200, List.of());
    }
}
