package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.aws.StreamReply.Content;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.Objects;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Versioning;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GetObject, HeadObject and GetObjectAttributes. */
final class ObjectReads {

    /** How often a read begins again because the object was replaced between its row and its bytes. */
    private static final int TRIES = 5;

    /** Parameters that take a header's place in the answer. */
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-content-type", "Content-Type",
            "response-content-language", "Content-Language",
            "response-expires", "Expires",
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding");

    private static final Map<String, String> NAMES = Map.of(
            "cache-control", "Cache-Control",
            "content-disposition", "Content-Disposition",
            "content-language", "Content-Language",
            "content-encoding", "Content-Encoding",
            "expires", "Expires");

    private ObjectReads() {}

    static StreamReply get(S3Call call) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            StreamReply reply = read(call, true);
            if (reply != null) {
                return reply;
            }
        }
        throw S3Error.BYTES_AWAY.thrown();
    }

    static StreamReply head(S3Call call) throws IOException {
        StreamReply reply = read(call, false);
        return reply == null ? get(call) : reply;
    }

    /** A version that is no marker, or the refusal that is due. */
    static ObjectVersion found(S3Call call) {
        ObjectVersion version = call.s3().objects().get(call.bucketName(), call.key(), call.versionId());
        if (version.marker()) {
            throw new MarkerException(version, call.versionId() != null);
        }
        return version;
    }

    /** Null when the bytes went between the row and the file. */
    private static @Nullable StreamReply read(S3Call call, boolean bytes) throws IOException {
        ObjectVersion version = found(call);
        try {
            ReadConditions.require(call, version);
        } catch (FaultException refused) {
            if (refused.fault().detail().equals(S3Error.NOT_MODIFIED.code())) {
                return StreamReply.empty(
                        304,
                        new Headers()
                                .put("ETag", Text.quoted(version.etag()))
                                .put("Last-Modified", Text.http(version.modifiedMillis()))
                                .list());
            }
            throw refused;
        }
        Bucket bucket = call.bucket();
        Span span = Span.of(call, version);
        Headers headers = new Headers();
        describe(headers, call, bucket, version, span);
        int status = span.isWhole() ? 200 : 206;
        if (!bytes) {
            return new StreamReply(status, headers.list(), new Content.Unsent(span.length()));
        }
        Content content = content(call.s3().objects(), version, span);
        return content == null ? null : new StreamReply(status, headers.list(), content);
    }

    private static @Nullable Content content(Objects objects, ObjectVersion version, Span span) throws IOException {
        if (version.pieces().size() != 1) {
            return made(objects, version, span);
        }
        return switch (objects.read(version.pieces().getFirst())) {
            case null -> null;
            case Objects.Bytes.Small(byte[] small) ->
                new Content.Bytes(
                        span.isWhole()
                                ? small
                                : java.util.Arrays.copyOfRange(
                                        small, (int) span.start(), (int) (span.start() + span.length())));
            case Objects.Bytes.InFile(var file) -> new Content.InFile(file, span.start(), span.length());
            case Objects.Bytes.Elsewhere elsewhere -> made(objects, version, span);
        };
    }

    private static @Nullable Content made(Objects objects, ObjectVersion version, Span span) throws IOException {
        PieceSource source = new PieceSource(objects, version.pieces(), span.start(), span.length());
        return source.isThere() ? new Content.Made(source, span.length()) : null;
    }

    private static void describe(Headers headers, S3Call call, Bucket bucket, ObjectVersion version, Span span) {
        Facts facts = version.facts();
        headers.put("Accept-Ranges", "bytes")
                .put("Last-Modified", Text.http(version.modifiedMillis()))
                .put("ETag", Text.quoted(version.etag()));
        NAMES.forEach((kept, name) -> {
            if (!call.has("response-" + kept)) {
                headers.putSaid(name, facts.headers().get(kept));
            }
        });
        if (!call.has("response-content-type")) {
            headers.put("Content-Type", facts.headers().getOrDefault("content-type", "binary/octet-stream"));
        }
        OVERRIDES.forEach((parameter, name) -> {
            if (call.has(parameter)) {
                if (call.isAnonymous()) {
                    throw S3Error.INVALID_REQUEST.because(
                            "Request specific response headers cannot be used for anonymous GET requests.");
                }
                headers.put(name, call.parameter(parameter, ""));
            }
        });
        headers.putIf(bucket.versioning() != Versioning.UNVERSIONED, "x-amz-version-id", version.versionId());
        facts.metadata().forEach((key, value) -> headers.put(FactReader.META + key, value));
        headers.putIf(
                !facts.tags().isEmpty(), "x-amz-tagging-count", facts.tags().size());
        facts.headers().forEach((name, value) -> {
            if (name.startsWith("x-amz-") && !name.equals(FactReader.ENCRYPTION)) {
                headers.put(name, value);
            }
        });
        headers.put(FactReader.ENCRYPTION, facts.headers().getOrDefault(FactReader.ENCRYPTION, "AES256"));
        if (!span.isWhole()) {
            headers.put(
                    "Content-Range",
                    "bytes " + span.start() + "-" + (span.start() + span.length() - 1) + "/" + version.size());
        }
        headers.putIf(
                span.part() && !facts.parts().isEmpty(),
                "x-amz-mp-parts-count",
                facts.parts().size());
        Checksum checksum = checksum(call, facts, span);
        boolean wanted = "ENABLED".equalsIgnoreCase(call.header("x-amz-checksum-mode"));
        if (wanted && checksum != null) {
            headers.put(checksum.algorithm().header(), checksum.value()).put("x-amz-checksum-type", checksum.type());
        }
    }

    /** Of what is answered; a range that is no part has none. */
    private static @Nullable Checksum checksum(S3Call call, Facts facts, Span span) {
        Checksum whole = facts.checksum();
        if (whole == null || span.isWhole() || span.part() && facts.parts().isEmpty()) {
            return whole;
        }
        String own = span.part()
                ? facts.parts()
                        .get(call.number("partNumber", 1, S3Limits.PARTS) - 1)
                        .checksum()
                : null;
        return own == null ? null : new Checksum(whole.algorithm(), own, whole.composite());
    }

    static StreamReply attributes(S3Call call) {
        ObjectVersion version = found(call);
        ReadConditions.require(call, version);
        String wanted = call.header("x-amz-object-attributes");
        if (wanted == null) {
            throw S3Error.INVALID_REQUEST.because("The x-amz-object-attributes header specifying the attributes to be"
                    + " retrieved is either missing or empty");
        }
        List<String> names = List.of(wanted.split("\\s*,\\s*"));
        Facts facts = version.facts();
        Element.Builder answer = Element.named("GetObjectAttributesResponse");
        answer.leafIf(names.contains("ETag"), "ETag", version.etag());
        Checksum checksum = facts.checksum();
        if (names.contains("Checksum") && checksum != null) {
            answer.add(Element.named("Checksum")
                    .leaf(checksum.algorithm().element(), checksum.value())
                    .leaf("ChecksumType", checksum.type())
                    .build());
        }
        if (names.contains("ObjectParts") && !facts.parts().isEmpty()) {
            answer.add(parts(call, facts, checksum));
        }
        answer.leafIf(names.contains("StorageClass"), "StorageClass", storageClass(version));
        answer.leafIf(names.contains("ObjectSize"), "ObjectSize", version.size());
        Headers headers = Headers.xml()
                .put("Last-Modified", Text.http(version.modifiedMillis()))
                .putIf(call.bucket().versioning() != Versioning.UNVERSIONED, "x-amz-version-id", version.versionId());
        return StreamReply.of(200, headers.list(), answer.build().document());
    }

    private static Element parts(S3Call call, Facts facts, @Nullable Checksum checksum) {
        String most = call.header("x-amz-max-parts");
        String after = call.header("x-amz-part-number-marker");
        int limit = most == null ? S3Limits.PAGE : (int) Math.min(S3Limits.PAGE, Text.whole(most));
        long marker = after == null ? 0 : Text.whole(after);
        List<Facts.PartFact> left =
                facts.parts().stream().filter(part -> part.number() > marker).toList();
        List<Facts.PartFact> page = left.subList(0, Math.min(limit, left.size()));
        boolean shown = checksum != null && page.stream().allMatch(part -> part.checksum() != null);
        Element.Builder parts = Element.named("ObjectParts")
                .leaf("PartsCount", facts.parts().size())
                .leaf("PartNumberMarker", marker)
                .leaf(
                        "NextPartNumberMarker",
                        page.isEmpty() ? 0 : page.getLast().number())
                .leaf("MaxParts", limit)
                .leaf("IsTruncated", page.size() < left.size());
        if (shown) {
            page.forEach(part -> parts.add(Element.named("Part")
                    .leaf("PartNumber", part.number())
                    .leaf("Size", part.size())
                    .leaf(checksum.algorithm().element(), java.util.Objects.requireNonNull(part.checksum()))
                    .build()));
        }
        return parts.build();
    }

    static String storageClass(ObjectVersion version) {
        return version.facts().headers().getOrDefault(FactReader.STORAGE_CLASS, "STANDARD");
    }
}
