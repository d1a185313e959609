package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.ChecksumAlgorithm;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.Piece;
import dev.hearth.neighbours.s3.PutObject;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Summing;
import dev.hearth.neighbours.s3.Upload;
import dev.hearth.neighbours.s3.Versioning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CopyObject and UploadPartCopy. */
final class CopyOperations {

    private static final String SOURCE = "x-amz-copy-source";

    private CopyOperations() {}

    /** Bytes that were copied and kept. */
    private record Copied(Piece piece, String md5, @Nullable Checksum checksum) {}

    private static ObjectVersion source(S3Call call) {
        String source = call.header(SOURCE);
        String text = source == null ? "" : source.startsWith("/") ? source.substring(1) : source;
        int mark = text.indexOf("?versionId=");
        String versionId = mark < 0 ? null : text.substring(mark + "?versionId=".length());
        String path = Text.decoded(mark < 0 ? text : text.substring(0, mark));
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "Copy Source must mention the source bucket and key:" + " sourcebucket/sourcekey");
        }
        String bucket = path.substring(0, slash);
        String key = path.substring(slash + 1);
        Access.requireSource(call, bucket, key, versionId);
        ObjectVersion found = call.s3().objects().get(bucket, key, versionId);
        if (found.marker()) {
            throw (versionId == null
                    ? S3Error.NO_SUCH_KEY.thrown()
                    : S3Error.INVALID_REQUEST.because(
                            "The source of a copy request may not specifically refer to a delete marker by version"
                                    + " id."));
        }
        ReadConditions.require("x-amz-copy-source-", call, found);
        return found;
    }

    static StreamReply copy(S3Call call) throws IOException {
        call.body();
        call.bucket();
        Acls.requireServed(call);
        ObjectVersion from = source(call);
        if (from.size() > S3Limits.PUT_BYTES) {
            throw S3Error.INVALID_REQUEST.because("The specified copy source is larger than the maximum allowable size"
                    + " for a copy source: " + S3Limits.PUT_BYTES);
        }
        Facts facts = facts(call, from);
        Checksum before = from.facts().checksum();
        String named = call.header("x-amz-checksum-algorithm");
        ChecksumAlgorithm algorithm = named != null
                ? ChecksumAlgorithm.of(named)
                : before == null ? ChecksumAlgorithm.CRC64NVME : before.algorithm();
        Copied copied = copied(call, from, new Span(0, from.size(), true, false), algorithm);
        ObjectVersion made = call.s3()
                .objects()
                .put(new PutObject(
                        call.bucketName(),
                        call.key(),
                        List.of(copied.piece()),
                        copied.md5(),
                        facts.with(copied.checksum(), List.of()),
                        ObjectWrites.condition(call),
                        call.cause("ObjectCreated:Copy")));
        Headers headers = Headers.xml();
        ObjectWrites.versioned(headers, call.bucket(), made.versionId());
        ObjectWrites.encrypted(headers, made.facts());
        sourceVersion(headers, call, from);
        return StreamReply.of(
                200,
                headers.list(),
                result(
                        "CopyObjectResult",
                        made.etag(),
                        made.modifiedMillis(),
                        made.facts().checksum()));
    }

    private static void sourceVersion(Headers headers, S3Call call, ObjectVersion from) {
        boolean versioned = call.s3().buckets().get(from.bucket()).versioning() != Versioning.UNVERSIONED;
        headers.putIf(versioned, "x-amz-copy-source-version-id", from.versionId());
    }

    private static Facts facts(S3Call call, ObjectVersion from) {
        Facts wished = FactReader.read(call);
        boolean replaced = directive(call, "x-amz-metadata-directive");
        boolean retagged = directive(call, "x-amz-tagging-directive");
        boolean same = from.bucket().equals(call.bucketName()) && from.key().equals(call.key());
        boolean changed = replaced
                || call.header(FactReader.STORAGE_CLASS) != null
                || call.header(FactReader.ENCRYPTION) != null
                || call.header("x-amz-website-redirect-location") != null
                || !from.latest();
        if (same && !changed) {
            throw S3Error.INVALID_REQUEST.because("This copy request is illegal because it is trying to copy an object"
                    + " to itself without changing the object's metadata, storage class, website redirect location or"
                    + " encryption attributes.");
        }
        Map<String, String> headers = new HashMap<>(wished.headers());
        if (!replaced) {
            from.facts().headers().forEach((name, value) -> {
                if (!name.startsWith("x-amz-")) {
                    headers.put(name, value);
                }
            });
        }
        return new Facts(
                headers,
                replaced ? wished.metadata() : from.facts().metadata(),
                retagged ? wished.tags() : from.facts().tags(),
                null,
                List.of());
    }

    private static boolean directive(S3Call call, String name) {
        String directive = call.header(name);
        if (directive != null && !directive.equals("COPY") && !directive.equals("REPLACE")) {
            throw S3Error.INVALID_ARGUMENT.because("Unknown directive.");
        }
        return "REPLACE".equals(directive);
    }

    private static Copied copied(S3Call call, ObjectVersion from, Span span, @Nullable ChecksumAlgorithm algorithm)
            throws IOException {
        Summing md5 = Summing.md5();
        Summing sum = algorithm == null ? null : algorithm.summing();
        try (PieceSource source = new PieceSource(call.s3().objects(), from.pieces(), span.start(), span.length());
                ObjectBytes.Draft draft = call.s3().objects().draft()) {
            for (ByteBuffer bytes = source.next(); bytes != null; bytes = source.next()) {
                md5.add(bytes);
                if (sum != null) {
                    sum.add(bytes);
                }
                draft.write(bytes);
            }
            Checksum checksum = algorithm == null || sum == null
                    ? null
                    : new Checksum(algorithm, Base64.getEncoder().encodeToString(sum.end()), false);
            return new Copied(draft.keep(), HexFormat.of().formatHex(md5.end()), checksum);
        }
    }

    private static String result(String root, String etag, long modifiedMillis, @Nullable Checksum checksum) {
        Element.Builder result = Element.named(root)
                .leaf("LastModified", Text.iso(modifiedMillis))
                .leaf("ETag", Text.quoted(etag));
        if (checksum != null) {
            result.leaf(checksum.algorithm().element(), checksum.value());
        }
        return result.build().document();
    }

    static StreamReply part(S3Call call) throws IOException {
        int number = UploadOperations.partNumber(call);
        call.body();
        Upload upload = UploadOperations.upload(call);
        ObjectVersion from = source(call);
        String range = call.header("x-amz-copy-source-range");
        Span span = range == null ? new Span(0, from.size(), true, false) : Span.of(range, from.size());
        if (span == null || range != null && !isInside(range, from.size())) {
            throw S3Error.INVALID_ARGUMENT.because("The x-amz-copy-source-range value must be of the form"
                    + " bytes=first-last where first and last are the zero-based offsets of the first and last bytes"
                    + " to copy");
        }
        Copied copied = copied(call, from, span, upload.algorithm());
        Checksum checksum = copied.checksum();
        Upload.Part part = call.s3()
                .uploads()
                .put(upload, number, copied.piece(), copied.md5(), checksum == null ? null : checksum.value());
        Headers headers = Headers.xml();
        ObjectWrites.encrypted(headers, upload.facts());
        sourceVersion(headers, call, from);
        return StreamReply.of(
                200, headers.list(), result("CopyPartResult", part.etag(), part.modifiedMillis(), checksum));
    }

    private static boolean isInside(String range, long size) {
        int hyphen = range.indexOf('-');
        String last = range.substring(hyphen + 1).strip();
        return !last.isEmpty() && range.charAt(hyphen - 1) != '=' && Text.whole(last) < size;
    }
}
