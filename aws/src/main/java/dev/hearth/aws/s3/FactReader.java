package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Setting;
import dev.hearth.neighbours.s3.Tags;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request's headers say of the object that it makes. */
final class FactReader {

    static final String META = "x-amz-meta-";
    static final String STORAGE_CLASS = "x-amz-storage-class";
    static final String ENCRYPTION = "x-amz-server-side-encryption";
    static final String TAGGING = "x-amz-tagging";
    static final String LOCK_MODE = "x-amz-object-lock-mode";
    static final String LOCK_UNTIL = "x-amz-object-lock-retain-until-date";
    static final String LEGAL_HOLD = "x-amz-object-lock-legal-hold";
    static final String CONTENT_TYPE = "content-type";

    /** Kept and given back as they are. */
    private static final List<String> KEPT = List.of(
            CONTENT_TYPE,
            "cache-control",
            "content-disposition",
            "content-language",
            "expires",
            "x-amz-website-redirect-location",
            ENCRYPTION,
            "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-server-side-encryption-bucket-key-enabled",
            LOCK_MODE,
            LOCK_UNTIL,
            LEGAL_HOLD);

    private static final Set<String> CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "GLACIER_IR",
            "EXPRESS_ONEZONE",
            "OUTPOSTS",
            "SNOW");

    private FactReader() {}

    static Facts read(S3Call call) {
        requireServed(call);
        Map<String, String> headers = new HashMap<>();
        for (String name : KEPT) {
            String value = call.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        putEncoding(headers, call.header("Content-Encoding"));
        putClass(headers, call.header(STORAGE_CLASS));
        putLock(headers, call.bucket(), call.nowMillis());
        return new Facts(headers, metadata(call), tags(call.header(TAGGING)), null, List.of());
    }

    private static void requireServed(S3Call call) {
        if (call.header("x-amz-server-side-encryption-customer-algorithm") != null) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "Server-side encryption with customer-provided keys (SSE-C) is not" + " implemented");
        }
        String encryption = call.header(ENCRYPTION);
        if (encryption != null && !Set.of("AES256", "aws:kms", "aws:kms:dsse").contains(encryption)) {
            throw S3Error.INVALID_ARGUMENT.because("The encryption method specified is not supported");
        }
    }

    private static void putEncoding(Map<String, String> headers, @Nullable String encoding) {
        if (encoding == null) {
            return;
        }
        if (!encoding.contains("aws-chunked")) {
            headers.put("content-encoding", encoding);
            return;
        }
        // aws-chunked is how it travels, not what it is.
        StringBuilder kept = new StringBuilder();
        for (String each : encoding.split(",")) {
            if (!each.strip().equalsIgnoreCase("aws-chunked") && !each.isBlank()) {
                kept.append(kept.isEmpty() ? "" : ", ").append(each.strip());
            }
        }
        if (!kept.isEmpty()) {
            headers.put("content-encoding", kept.toString());
        }
    }

    private static void putClass(Map<String, String> headers, @Nullable String storageClass) {
        if (storageClass == null) {
            return;
        }
        if (!CLASSES.contains(storageClass)) {
            throw S3Error.INVALID_STORAGE_CLASS.thrown();
        }
        if (!storageClass.equals("STANDARD")) {
            headers.put(STORAGE_CLASS, storageClass);
        }
    }

    private static void putLock(Map<String, String> headers, Bucket bucket, long nowMillis) {
        boolean locks =
                headers.containsKey(LOCK_MODE) || headers.containsKey(LOCK_UNTIL) || headers.containsKey(LEGAL_HOLD);
        if (locks && !bucket.objectLock()) {
            throw S3Error.INVALID_REQUEST.because("Bucket is missing Object Lock Configuration");
        }
        if (headers.containsKey(LOCK_MODE) != headers.containsKey(LOCK_UNTIL)) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must" + " both be supplied");
        }
        String document = bucket.setting(Setting.OBJECT_LOCK);
        if (!headers.containsKey(LOCK_MODE) && document != null) {
            LockDefaults.apply(document, headers, nowMillis);
        }
    }

    private static Map<String, String> metadata(S3Call call) {
        Map<String, String> metadata = new HashMap<>();
        int bytes = 0;
        for (Map.Entry<String, String> header : call.request().headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(META)) {
                String key = name.substring(META.length());
                bytes += key.length() + header.getValue().getBytes(StandardCharsets.UTF_8).length;
                metadata.merge(key, header.getValue(), (first, second) -> first + "," + second);
            }
        }
        if (bytes > S3Limits.METADATA_BYTES) {
            throw S3Error.METADATA_TOO_LARGE.thrown();
        }
        return metadata;
    }

    static Map<String, String> tags(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return Map.of();
        }
        long pairs = header.chars().filter(c -> c == '&').count() + 1;
        Map<String, String> tags = Text.parameters(header);
        if (tags.size() != pairs) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without"
                            + " tag name duplicates.");
        }
        return Tags.require(tags, S3Limits.OBJECT_TAGS);
    }
}
