package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.ListPage;
import dev.hearth.neighbours.s3.ListQuery;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Upload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** ListObjects, ListObjectsV2, ListObjectVersions and ListMultipartUploads. */
final class Listings {

    private static final String MAX_KEYS = "max-keys";

    private Listings() {}

    /** How keys are written: as they are, or encoded when the client asked for it. */
    private static UnaryOperator<String> encoding(S3Call call) {
        String type = call.parameter("encoding-type", "");
        if (!type.isEmpty() && !type.equals("url")) {
            throw S3Error.INVALID_ARGUMENT.because("Invalid Encoding Method specified in Request");
        }
        return type.isEmpty() ? text -> text : Text::encoded;
    }

    private static ListQuery query(S3Call call, String after, int limit) {
        call.bucket();
        return new ListQuery(
                call.bucketName(), call.parameter("prefix", ""), call.parameter("delimiter", ""), after, limit);
    }

    private static Element.Builder head(S3Call call, String root, UnaryOperator<String> encoded, int limit) {
        Element.Builder answer = Element.named(root)
                .leaf("Name", call.bucketName())
                .leaf("Prefix", encoded.apply(call.parameter("prefix", "")))
                .leaf("MaxKeys", limit);
        return answer.leafIf(
                        !call.parameter("delimiter", "").isEmpty(),
                        "Delimiter",
                        encoded.apply(call.parameter("delimiter", "")))
                .leafIf(call.has("encoding-type"), "EncodingType", "url");
    }

    static StreamReply second(S3Call call) {
        UnaryOperator<String> encoded = encoding(call);
        int limit = call.number(MAX_KEYS, S3Limits.PAGE, S3Limits.PAGE);
        String token = call.query().get("continuation-token");
        String startAfter = call.parameter("start-after", "");
        String after = token == null || token.isEmpty() ? startAfter : place(token);
        ListPage<ObjectVersion> page = call.s3().objects().list(query(call, after, limit));
        Element.Builder answer = head(call, "ListBucketResult", encoded, limit)
                .leaf("KeyCount", page.items().size() + page.prefixes().size())
                .leaf("IsTruncated", page.isTruncated());
        if (token != null) {
            answer.leaf("ContinuationToken", token);
        }
        answer.leafIf(page.isTruncated(), "NextContinuationToken", token(page.next()))
                .leafIf(!startAfter.isEmpty(), "StartAfter", encoded.apply(startAfter));
        boolean owner = call.parameter("fetch-owner", "").equals("true");
        page.items().forEach(item -> answer.add(contents(call, item, encoded, owner)));
        prefixes(answer, page, encoded);
        return StreamReply.of(200, Headers.xml().list(), answer.build().document());
    }

    private static String token(String place) {
        return Base64.getUrlEncoder().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static String place(String token) {
        try {
            if (!token.isEmpty()) {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException notOurs) {
            // The same answer as an empty one.
        }
        throw S3Error.INVALID_ARGUMENT.because("The continuation token provided is incorrect");
    }

    static StreamReply first(S3Call call) {
        UnaryOperator<String> encoded = encoding(call);
        int limit = call.number(MAX_KEYS, S3Limits.PAGE, S3Limits.PAGE);
        String marker = call.parameter("marker", "");
        ListPage<ObjectVersion> page = call.s3().objects().list(query(call, marker, limit));
        Element.Builder answer = head(call, "ListBucketResult", encoded, limit)
                .leaf("Marker", encoded.apply(marker))
                .leaf("IsTruncated", page.isTruncated());
        // AWS gives it only where a delimiter makes it hard to guess.
        boolean next = page.isTruncated() && !call.parameter("delimiter", "").isEmpty();
        answer.leafIf(next, "NextMarker", encoded.apply(page.next()));
        page.items().forEach(item -> answer.add(contents(call, item, encoded, true)));
        prefixes(answer, page, encoded);
        return StreamReply.of(200, Headers.xml().list(), answer.build().document());
    }

    private static void prefixes(Element.Builder answer, ListPage<?> page, UnaryOperator<String> encoded) {
        page.prefixes()
                .forEach(prefix -> answer.add(Element.named("CommonPrefixes")
                        .leaf("Prefix", encoded.apply(prefix))
                        .build()));
    }

    private static Element contents(S3Call call, ObjectVersion item, UnaryOperator<String> encoded, boolean owner) {
        Element.Builder contents = Element.named("Contents")
                .leaf("Key", encoded.apply(item.key()))
                .leaf("LastModified", Text.iso(item.modifiedMillis()))
                .leaf("ETag", Text.quoted(item.etag()));
        checksum(contents, item);
        contents.leaf("Size", item.size()).leaf("StorageClass", ObjectReads.storageClass(item));
        return owner ? contents.add(BucketOperations.owner("Owner", call)).build() : contents.build();
    }

    private static void checksum(Element.Builder answer, ObjectVersion item) {
        Checksum checksum = item.facts().checksum();
        if (checksum != null) {
            answer.leaf("ChecksumAlgorithm", checksum.algorithm()).leaf("ChecksumType", checksum.type());
        }
    }

    static StreamReply versions(S3Call call) {
        UnaryOperator<String> encoded = encoding(call);
        int limit = call.number(MAX_KEYS, S3Limits.PAGE, S3Limits.PAGE);
        String keyMarker = call.parameter("key-marker", "");
        String idMarker = call.parameter("version-id-marker", "");
        if (keyMarker.isEmpty() && call.has("version-id-marker")) {
            throw S3Error.INVALID_ARGUMENT.because("A version-id marker cannot be specified without a key marker.");
        }
        ListPage<ObjectVersion> page = call.s3().objects().versions(query(call, keyMarker, limit), idMarker);
        Element.Builder answer = head(call, "ListVersionsResult", encoded, limit)
                .leaf("KeyMarker", encoded.apply(keyMarker))
                .leaf("VersionIdMarker", idMarker)
                .leaf("IsTruncated", page.isTruncated());
        answer.leafIf(page.isTruncated(), "NextKeyMarker", encoded.apply(page.next()))
                .leafIf(!page.nextId().isEmpty(), "NextVersionIdMarker", page.nextId());
        for (ObjectVersion item : page.items()) {
            Element.Builder version = Element.named(item.marker() ? "DeleteMarker" : "Version")
                    .leaf("Key", encoded.apply(item.key()))
                    .leaf("VersionId", item.versionId())
                    .leaf("IsLatest", item.latest())
                    .leaf("LastModified", Text.iso(item.modifiedMillis()));
            if (!item.marker()) {
                version.leaf("ETag", Text.quoted(item.etag()));
                checksum(version, item);
                version.leaf("Size", item.size()).leaf("StorageClass", ObjectReads.storageClass(item));
            }
            answer.add(version.add(BucketOperations.owner("Owner", call)).build());
        }
        prefixes(answer, page, encoded);
        return StreamReply.of(200, Headers.xml().list(), answer.build().document());
    }

    static StreamReply uploads(S3Call call) {
        UnaryOperator<String> encoded = encoding(call);
        int limit = call.number("max-uploads", S3Limits.PAGE, S3Limits.PAGE);
        String keyMarker = call.parameter("key-marker", "");
        String idMarker = call.parameter("upload-id-marker", "");
        ListPage<Upload> page = call.s3().uploads().list(query(call, keyMarker, limit), idMarker);
        Element.Builder answer = Element.named("ListMultipartUploadsResult")
                .leaf("Bucket", call.bucketName())
                .leaf("KeyMarker", encoded.apply(keyMarker))
                .leaf("UploadIdMarker", idMarker)
                .leafIf(page.isTruncated(), "NextKeyMarker", encoded.apply(page.next()))
                .leafIf(!page.nextId().isEmpty(), "NextUploadIdMarker", page.nextId())
                .leaf("Prefix", encoded.apply(call.parameter("prefix", "")))
                .leafIf(call.has("delimiter"), "Delimiter", encoded.apply(call.parameter("delimiter", "")))
                .leafIf(call.has("encoding-type"), "EncodingType", "url")
                .leaf("MaxUploads", limit)
                .leaf("IsTruncated", page.isTruncated());
        for (Upload upload : page.items()) {
            Element.Builder one = Element.named("Upload")
                    .leaf("Key", encoded.apply(upload.key()))
                    .leaf("UploadId", upload.id())
                    .add(BucketOperations.owner("Initiator", call))
                    .add(BucketOperations.owner("Owner", call))
                    .leaf("StorageClass", upload.facts().headers().getOrDefault("x-amz-storage-class", "STANDARD"))
                    .leaf("Initiated", Text.iso(upload.startedMillis()));
            if (upload.algorithm() != null) {
                one.leaf("ChecksumAlgorithm", upload.algorithm())
                        .leaf("ChecksumType", upload.fullObject() ? "FULL_OBJECT" : "COMPOSITE");
            }
            answer.add(one.build());
        }
        prefixes(answer, page, encoded);
        return StreamReply.of(200, Headers.xml().list(), answer.build().document());
    }
}
