package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Tags;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What is said of an object after it was written: tags, retention, legal hold. */
final class TagOperations {

    private TagOperations() {}

    private static StreamReply reply(S3Call call, ObjectVersion version, int status) {
        Headers headers = new Headers();
        ObjectWrites.versioned(headers, call.bucket(), version.versionId());
        return StreamReply.empty(status, headers.list());
    }

    private static ObjectVersion describe(S3Call call, UnaryOperator<Facts> change, String event) {
        return call.s3().objects().describe(call.bucketName(), call.key(), call.versionId(), change, call.cause(event));
    }

    static StreamReply get(S3Call call) {
        ObjectVersion version = ObjectReads.found(call);
        Headers headers = Headers.xml();
        ObjectWrites.versioned(headers, call.bucket(), version.versionId());
        return StreamReply.of(
                200, headers.list(), Tags.document(version.facts().tags()).document());
    }

    static StreamReply put(S3Call call) throws IOException {
        Map<String, String> tags = Tags.require(Tags.of(call.document("Tagging")), S3Limits.OBJECT_TAGS);
        return reply(call, describe(call, facts -> facts.withTags(tags), "ObjectTagging:Put"), 200);
    }

    static StreamReply delete(S3Call call) {
        return reply(call, describe(call, facts -> facts.withTags(Map.of()), "ObjectTagging:Delete"), 204);
    }

    private static void requireLocks(S3Call call) {
        if (!call.bucket().objectLock()) {
            throw S3Error.INVALID_REQUEST.because("Bucket is missing Object Lock Configuration");
        }
    }

    static StreamReply retention(S3Call call) {
        requireLocks(call);
        Map<String, String> headers = ObjectReads.found(call).facts().headers();
        String mode = headers.get(FactReader.LOCK_MODE);
        String until = headers.get(FactReader.LOCK_UNTIL);
        if (mode == null || until == null) {
            throw S3Error.NO_OBJECT_RETENTION.thrown();
        }
        Element answer = Element.named("Retention")
                .leaf("Mode", mode)
                .leaf("RetainUntilDate", until)
                .build();
        return StreamReply.of(200, Headers.xml().list(), answer.document());
    }

    static StreamReply putRetention(S3Call call) throws IOException {
        Element wish = call.document("Retention");
        requireLocks(call);
        String mode = wish.text("Mode");
        String until = wish.text("RetainUntilDate");
        if (!mode.equals("GOVERNANCE") && !mode.equals("COMPLIANCE") || Text.millis(until) == null) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        boolean bypass = ObjectWrites.bypass(call);
        ObjectVersion changed = describe(
                call,
                facts -> {
                    Map<String, String> headers = new HashMap<>(facts.headers());
                    String before = headers.put(FactReader.LOCK_MODE, mode);
                    String beforeUntil = headers.put(FactReader.LOCK_UNTIL, until);
                    Long was = Text.millis(beforeUntil);
                    Long now = Text.millis(until);
                    boolean held = before != null && was != null && was > call.nowMillis();
                    boolean shorter = was != null && now != null && now < was || !mode.equals(before);
                    if (held && shorter && !(bypass && before.equals("GOVERNANCE"))) {
                        throw S3Error.ACCESS_DENIED.because("Access Denied because object protected by object lock.");
                    }
                    return facts.withHeaders(headers);
                },
                "");
        return reply(call, changed, 200);
    }

    static StreamReply legalHold(S3Call call) {
        requireLocks(call);
        String hold = ObjectReads.found(call).facts().headers().get(FactReader.LEGAL_HOLD);
        if (hold == null) {
            throw S3Error.NO_OBJECT_RETENTION.thrown();
        }
        Element answer = Element.named("LegalHold").leaf("Status", hold).build();
        return StreamReply.of(200, Headers.xml().list(), answer.document());
    }

    static StreamReply putLegalHold(S3Call call) throws IOException {
        Element wish = call.document("LegalHold");
        requireLocks(call);
        String status = wish.text("Status");
        if (!status.equals("ON") && !status.equals("OFF")) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        ObjectVersion changed = describe(
                call,
                facts -> {
                    Map<String, String> headers = new HashMap<>(facts.headers());
                    headers.put(FactReader.LEGAL_HOLD, status);
                    return facts.withHeaders(headers);
                },
                "");
        return reply(call, changed, 200);
    }
}
