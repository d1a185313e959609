package dev.hearth.neighbours.s3;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How parts become an object. */
final class CompletionDecisions {

    /** What the object is. */
    record Whole(String etag, Facts facts) {}

    private CompletionDecisions() {}

    /** The parts that were named, as they were uploaded. */
    static List<Upload.Part> parts(List<Uploads.Named> named, List<Upload.Part> there) {
        if (named.isEmpty()) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        Map<Integer, Upload.Part> byNumber = new HashMap<>();
        there.forEach(part -> byNumber.put(part.number(), part));
        List<Upload.Part> parts = new ArrayList<>();
        int last = 0;
        for (Uploads.Named name : named) {
            if (name.number() <= last) {
                throw S3Error.INVALID_PART_ORDER.thrown();
            }
            last = name.number();
            Upload.Part part = byNumber.get(name.number());
            boolean same = part != null
                    && part.etag().equals(Condition.tag(name.etag()))
                    && (name.checksum() == null || name.checksum().equals(part.checksum()));
            if (!same) {
                throw S3Error.INVALID_PART.thrown();
            }
            parts.add(part);
        }
        for (Upload.Part part : parts.subList(0, parts.size() - 1)) {
            if (part.piece().size() < S3Limits.PART_BYTES) {
                throw S3Error.ENTITY_TOO_SMALL.thrown();
            }
        }
        return parts;
    }

    /** The object; refuses when its checksum or size is not the one that was announced. */
    static Whole whole(Upload upload, List<Upload.Part> parts, @Nullable String announced, long announcedSize) {
        long size = parts.stream().mapToLong(part -> part.piece().size()).sum();
        if (size > S3Limits.OBJECT_BYTES) {
            throw S3Error.ENTITY_TOO_LARGE.thrown();
        }
        if (announcedSize >= 0 && announcedSize != size) {
            throw S3Error.INVALID_REQUEST.because(
                    "The provided 'x-amz-mp-object-size' header does not match what was computed.");
        }
        String etag = etag(parts.stream().map(Upload.Part::etag).toList());
        Checksum checksum = checksum(upload, parts);
        if (announced != null && checksum != null && !value(announced).equals(value(checksum.value()))) {
            throw S3Error.BAD_DIGEST.because(
                    "The " + checksum.algorithm() + " you specified did not match the" + " calculated checksum.");
        }
        List<Facts.PartFact> facts = parts.stream()
                .map(part -> new Facts.PartFact(part.number(), part.piece().size(), part.checksum()))
                .toList();
        return new Whole(etag, upload.facts().with(checksum, facts).madeBy(upload));
    }

    private static String etag(List<String> ofParts) {
        Summing md5 = Summing.md5();
        ofParts.forEach(part -> md5.add(ByteBuffer.wrap(HexFormat.of().parseHex(part))));
        return HexFormat.of().formatHex(md5.end()) + "-" + ofParts.size();
    }

    /** Whether {@code there} is what these parts of the upload {@code id} became. */
    static boolean became(ObjectVersion there, String id, List<Uploads.Named> named) {
        if (id.isEmpty() || !there.facts().upload().equals(id)) {
            return false;
        }
        try {
            return there.etag()
                    .equals(etag(named.stream()
                            .map(part -> Condition.tag(part.etag()))
                            .toList()));
        } catch (IllegalArgumentException notHexadecimal) {
            return false;
        }
    }

    /** A composite value without the number of its parts, which clients may leave out. */
    private static String value(String checksum) {
        int hyphen = checksum.indexOf('-');
        return hyphen < 0 ? checksum : checksum.substring(0, hyphen);
    }

    private static @Nullable Checksum checksum(Upload upload, List<Upload.Part> parts) {
        ChecksumAlgorithm algorithm = upload.algorithm();
        if (algorithm == null || parts.stream().anyMatch(part -> part.checksum() == null)) {
            return null;
        }
        if (upload.fullObject()) {
            return new Checksum(algorithm, full(algorithm, parts), false);
        }
        Summing sum = algorithm.summing();
        parts.forEach(part -> sum.add(ByteBuffer.wrap(raw(part))));
        return new Checksum(algorithm, Base64.getEncoder().encodeToString(sum.end()) + "-" + parts.size(), true);
    }

    private static String full(ChecksumAlgorithm algorithm, List<Upload.Part> parts) {
        byte[] value = raw(parts.getFirst());
        for (Upload.Part part : parts.subList(1, parts.size())) {
            value = Combining.of(algorithm, value, raw(part), part.piece().size());
        }
        return Base64.getEncoder().encodeToString(value);
    }

    private static byte[] raw(Upload.Part part) {
        String checksum = part.checksum();
        return checksum == null ? new byte[0] : Base64.getDecoder().decode(checksum);
    }
}
