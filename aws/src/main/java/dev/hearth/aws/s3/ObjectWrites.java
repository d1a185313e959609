package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.ChecksumAlgorithm;
import dev.hearth.neighbours.s3.Condition;
import dev.hearth.neighbours.s3.DeleteObject;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.Piece;
import dev.hearth.neighbours.s3.PutObject;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Versioning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** PutObject and DeleteObject. */
final class ObjectWrites {

    private ObjectWrites() {}

    /** Bytes that were taken in and kept. */
    record Stored(Piece piece, Intake.Taken taken) {}

    static StreamReply put(S3Call call) throws IOException {
        Condition condition = condition(call);
        Facts facts = FactReader.read(call);
        Acls.requireServed(call);
        Stored stored = store(call, Intake.object(call, ChecksumAlgorithm.CRC64NVME));
        ObjectVersion made = call.s3()
                .objects()
                .put(new PutObject(
                        call.bucketName(),
                        call.key(),
                        List.of(stored.piece()),
                        stored.taken().md5(),
                        facts.with(stored.taken().checksum(), List.of()),
                        condition,
                        call.cause("ObjectCreated:Put")));
        return StreamReply.empty(200, written(made).list());
    }

    /** Takes the body in. */
    static Stored store(S3Call call, Intake intake) throws IOException {
        if (intake.announced() < 0) {
            throw S3Error.MISSING_LENGTH.thrown();
        }
        try (ObjectBytes.Draft draft = call.s3().objects().draft()) {
            for (ByteBuffer bytes = intake.next(); bytes != null; bytes = intake.next()) {
                draft.write(bytes);
            }
            Intake.Taken taken = intake.finish();
            return new Stored(draft.keep(), taken);
        }
    }

    /** What every answer to a write says of the object. */
    static Headers written(ObjectVersion made) {
        Headers headers = new Headers().put("ETag", Text.quoted(made.etag()));
        // What a suspended bucket writes has no version to tell of.
        headers.putIf(!made.versionId().equals(ObjectVersion.NULL), "x-amz-version-id", made.versionId());
        encrypted(headers, made.facts());
        Checksum checksum = made.facts().checksum();
        if (checksum != null) {
            headers.put(checksum.algorithm().header(), checksum.value()).put("x-amz-checksum-type", checksum.type());
        }
        return headers;
    }

    static void versioned(Headers headers, Bucket bucket, String versionId) {
        headers.putIf(bucket.versioning() != Versioning.UNVERSIONED, "x-amz-version-id", versionId);
    }

    static void encrypted(Headers headers, Facts facts) {
        headers.put(FactReader.ENCRYPTION, facts.headers().getOrDefault(FactReader.ENCRYPTION, "AES256"));
        headers.putSaid(
                "x-amz-server-side-encryption-aws-kms-key-id",
                facts.headers().get("x-amz-server-side-encryption-aws-kms-key-id"));
    }

    /** The conditions of a write. */
    static Condition condition(S3Call call) {
        String match = call.header("If-Match");
        String noneMatch = call.header("If-None-Match");
        if (match == null && noneMatch == null) {
            return Condition.NONE;
        }
        if (noneMatch != null && (match != null || !noneMatch.equals("*"))) {
            throw S3Error.NOT_IMPLEMENTED.thrown();
        }
        return new Condition(match, noneMatch, -1, -1);
    }

    static StreamReply delete(S3Call call) {
        String match = call.header("If-Match");
        Long modified = Text.millis(call.header("x-amz-if-match-last-modified-time"));
        String size = call.header("x-amz-if-match-size");
        Condition condition =
                new Condition(match, null, modified == null ? -1 : modified, size == null ? -1 : Text.whole(size));
        DeleteObject.Deleted deleted = call.s3()
                .objects()
                .delete(new DeleteObject(
                        call.bucketName(), call.key(), call.versionId(), condition, bypass(call), call.cause("")));
        Headers headers = new Headers()
                .putIf(deleted.marker(), "x-amz-delete-marker", "true")
                .putSaid("x-amz-version-id", deleted.versionId());
        return StreamReply.empty(204, headers.list());
    }

    static boolean bypass(S3Call call) {
        return "true".equalsIgnoreCase(call.header("x-amz-bypass-governance-retention"));
    }

    static StreamReply deleteMany(S3Call call) throws IOException {
        Element wish = call.document("Delete");
        List<Element> objects = wish.children("Object");
        if (objects.isEmpty() || objects.size() > S3Limits.PAGE) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        call.bucket();
        boolean quiet = wish.text("Quiet").equals("true");
        Element.Builder result = Element.named("DeleteResult");
        for (Element object : objects) {
            Element one = DeleteMany.one(call, object, quiet);
            if (one != null) {
                result.add(one);
            }
        }
        return StreamReply.of(200, Headers.xml().list(), result.build().document());
    }
}
