package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.ChecksumAlgorithm;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Upload;
import dev.hearth.neighbours.s3.Uploads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Multipart uploads. */
final class UploadOperations {

    private static final String ALGORITHM = "x-amz-checksum-algorithm";
    private static final String TYPE = "x-amz-checksum-type";

    private UploadOperations() {}

    static StreamReply create(S3Call call) throws IOException {
        call.body();
        Facts facts = FactReader.read(call);
        Acls.requireServed(call);
        String name = call.header(ALGORITHM);
        String type = call.header(TYPE);
        ChecksumAlgorithm algorithm = name == null ? ChecksumAlgorithm.CRC64NVME : ChecksumAlgorithm.of(name);
        if (algorithm == null) {
            throw S3Error.INVALID_REQUEST.because("Checksum algorithm provided is unsupported. Please try again with"
                    + " any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }
        boolean full = type == null ? algorithm == ChecksumAlgorithm.CRC64NVME : type.equals("FULL_OBJECT");
        if (full && !algorithm.combines() || !full && algorithm == ChecksumAlgorithm.CRC64NVME) {
            throw S3Error.INVALID_REQUEST.because("The " + (full ? "FULL_OBJECT" : "COMPOSITE")
                    + " checksum type cannot be used with the " + algorithm + " checksum algorithm.");
        }
        Upload upload = call.s3().uploads().begin(call.bucketName(), call.key(), facts, algorithm, full);
        Element answer = Element.named("InitiateMultipartUploadResult")
                .leaf("Bucket", upload.bucket())
                .leaf("Key", upload.key())
                .leaf("UploadId", upload.id())
                .build();
        Headers headers = Headers.xml();
        ObjectWrites.encrypted(headers, facts);
        headers.putIf(name != null, ALGORITHM, algorithm).putIf(name != null, TYPE, full ? "FULL_OBJECT" : "COMPOSITE");
        return StreamReply.of(200, headers.list(), answer.document());
    }

    static Upload upload(S3Call call) {
        return call.s3().uploads().get(call.bucketName(), call.key(), call.parameter("uploadId", ""));
    }

    static int partNumber(S3Call call) {
        int number = call.number("partNumber", 0, Integer.MAX_VALUE);
        if (number < 1 || number > S3Limits.PARTS) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "Part number must be an integer between 1 and " + S3Limits.PARTS + ", inclusive");
        }
        return number;
    }

    static StreamReply part(S3Call call) throws IOException {
        int number = partNumber(call);
        Upload upload = upload(call);
        ObjectWrites.Stored stored = ObjectWrites.store(call, Intake.part(call, upload.algorithm()));
        Checksum checksum = stored.taken().checksum();
        // An upload whose sender named none has the one that S3 chose, whatever its parts are sent with.
        boolean chosen = upload.algorithm() == ChecksumAlgorithm.CRC64NVME;
        Checksum kept = chosen ? stored.taken().own() : checksum;
        if (kept != null && kept.algorithm() != upload.algorithm()) {
            throw S3Error.INVALID_REQUEST.because("Checksum Type mismatch occurred, expected checksum Type: "
                    + shown(upload.algorithm()) + ", actual checksum Type: " + shown(kept.algorithm()));
        }
        Upload.Part part = call.s3()
                .uploads()
                .put(upload, number, stored.piece(), stored.taken().md5(), kept == null ? null : kept.value());
        Headers headers = new Headers().put("ETag", Text.quoted(part.etag()));
        ObjectWrites.encrypted(headers, upload.facts());
        if (checksum != null) {
            headers.put(checksum.algorithm().header(), checksum.value());
        }
        return StreamReply.empty(200, headers.list());
    }

    private static String shown(@Nullable ChecksumAlgorithm algorithm) {
        return algorithm == null ? "null" : algorithm.name().toLowerCase(java.util.Locale.ROOT);
    }

    static StreamReply list(S3Call call) {
        Upload upload = upload(call);
        int limit = call.number("max-parts", S3Limits.PAGE, S3Limits.PAGE);
        int marker = call.number("part-number-marker", 0, S3Limits.PARTS);
        List<Upload.Part> found = call.s3().uploads().parts(upload, marker, limit + 1);
        List<Upload.Part> page = found.subList(0, Math.min(limit, found.size()));
        Element.Builder answer = Element.named("ListPartsResult")
                .leaf("Bucket", upload.bucket())
                .leaf("Key", upload.key())
                .leaf("UploadId", upload.id())
                .leaf("PartNumberMarker", marker)
                .leaf(
                        "NextPartNumberMarker",
                        page.isEmpty() ? 0 : page.getLast().number())
                .leaf("MaxParts", limit)
                .leaf("IsTruncated", page.size() < found.size());
        ChecksumAlgorithm algorithm = upload.algorithm();
        if (algorithm != null) {
            answer.leaf("ChecksumAlgorithm", algorithm)
                    .leaf("ChecksumType", upload.fullObject() ? "FULL_OBJECT" : "COMPOSITE");
        }
        for (Upload.Part part : page) {
            Element.Builder one = Element.named("Part")
                    .leaf("PartNumber", part.number())
                    .leaf("LastModified", Text.iso(part.modifiedMillis()))
                    .leaf("ETag", Text.quoted(part.etag()))
                    .leaf("Size", part.piece().size());
            String checksum = part.checksum();
            if (checksum != null && algorithm != null) {
                one.leaf(algorithm.element(), checksum);
            }
            answer.add(one.build());
        }
        answer.add(BucketOperations.owner("Initiator", call))
                .add(BucketOperations.owner("Owner", call))
                .leaf("StorageClass", upload.facts().headers().getOrDefault(FactReader.STORAGE_CLASS, "STANDARD"));
        return StreamReply.of(200, Headers.xml().list(), answer.build().document());
    }

    static StreamReply abort(S3Call call) {
        call.s3().uploads().abort(upload(call));
        return StreamReply.empty(204, List.of());
    }

    static StreamReply complete(S3Call call) throws IOException {
        ObjectVersion made = made(call, call.document("CompleteMultipartUpload"));
        Element.Builder answer = Element.named("CompleteMultipartUploadResult")
                .leaf("Location", "http://" + host(call) + call.request().path())
                .leaf("Bucket", made.bucket())
                .leaf("Key", made.key())
                .leaf("ETag", Text.quoted(made.etag()));
        Checksum whole = made.facts().checksum();
        if (whole != null) {
            answer.leaf(whole.algorithm().element(), whole.value()).leaf("ChecksumType", whole.type());
        }
        Headers headers = Headers.xml();
        headers.putIf(!made.versionId().equals(ObjectVersion.NULL), "x-amz-version-id", made.versionId());
        ObjectWrites.encrypted(headers, made.facts());
        return StreamReply.of(200, headers.list(), answer.build().document());
    }

    /** Who completes once more, because he did not hear the answer, hears it again. */
    private static ObjectVersion made(S3Call call, Element wish) {
        try {
            return made(call, wish, upload(call));
        } catch (FaultException refused) {
            ObjectVersion before = refused.fault().detail().equals(S3Error.NO_SUCH_UPLOAD.code())
                    ? call.s3()
                            .uploads()
                            .completed(call.bucketName(), call.key(), call.parameter("uploadId", ""), parts(wish, null))
                    : null;
            if (before == null) {
                throw refused;
            }
            return before;
        }
    }

    private static ObjectVersion made(S3Call call, Element wish, Upload upload) {
        ChecksumAlgorithm algorithm = upload.algorithm();
        String checksum = algorithm == null ? null : call.header(algorithm.header());
        String size = call.header("x-amz-mp-object-size");
        return call.s3()
                .uploads()
                .complete(
                        upload,
                        parts(wish, algorithm),
                        checksum,
                        size == null ? -1 : Text.whole(size),
                        ObjectWrites.condition(call),
                        call.cause("ObjectCreated:CompleteMultipartUpload"));
    }

    private static List<Uploads.Named> parts(Element wish, @Nullable ChecksumAlgorithm algorithm) {
        String element = algorithm == null ? "" : algorithm.element();
        List<Uploads.Named> parts = new ArrayList<>();
        for (Element part : wish.children("Part")) {
            parts.add(new Uploads.Named(
                    number(part.text("PartNumber")), part.text("ETag"), part.has(element) ? part.text(element) : null));
        }
        return parts;
    }

    private static String host(S3Call call) {
        String host = call.header("Host");
        return host == null ? "localhost" : host;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw S3Error.MALFORMED_XML.thrown();
        }
    }
}
