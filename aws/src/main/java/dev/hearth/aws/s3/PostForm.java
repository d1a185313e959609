package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.ChecksumAlgorithm;
import dev.hearth.neighbours.s3.Condition;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.PutObject;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Summing;
import dev.hearth.neighbours.s3.Tags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Uploads by a browser's form (API reference, "POST Object"): the fields first, the file last, streamed. */
final class PostForm {

    private static final List<String> KEPT = List.of(
            FactReader.CONTENT_TYPE,
            "cache-control",
            "content-disposition",
            "content-encoding",
            "expires",
            "x-amz-website-redirect-location",
            FactReader.ENCRYPTION);

    private PostForm() {}

    static StreamReply post(S3Call call) throws IOException {
        call.bucket();
        FormParts parts = FormParts.of(call);
        Map<String, String> fields = parts.fields();
        String name = fields.get("key");
        if (name == null || name.isEmpty()) {
            throw S3Error.INVALID_ARGUMENT.because("Bucket POST must contain a field named 'key'.  If it is specified,"
                    + " please check the order of the fields.");
        }
        if (name.length() > S3Limits.KEY_BYTES || parts.fileName().length() > S3Limits.KEY_BYTES) {
            // Before the one is put into the other, many times perhaps.
            throw S3Error.KEY_TOO_LONG.thrown();
        }
        String key = name.replace("${filename}", parts.fileName());
        PostPolicy policy = PostPolicy.of(call, fields);
        if (policy == null) {
            Access.requireObject(call, "s3:PutObject", key);
        } else {
            policy.require(call, fields, key);
            Access.requireForm(call, policy.signer(), key);
        }
        ObjectVersion made = store(call, parts, fields, key, policy);
        return reply(call, fields, made);
    }

    private static ObjectVersion store(
            S3Call call, FormParts parts, Map<String, String> fields, String key, @Nullable PostPolicy policy)
            throws IOException {
        long most = policy == null ? S3Limits.PUT_BYTES : Math.min(S3Limits.PUT_BYTES, policy.most());
        Summing md5 = Summing.md5();
        ChecksumAlgorithm named = named(fields);
        ChecksumAlgorithm algorithm = named == null ? ChecksumAlgorithm.CRC64NVME : named;
        Summing sum = algorithm.summing();
        long size = 0;
        try (ObjectBytes.Draft draft = call.s3().objects().draft()) {
            for (ByteBuffer bytes = parts.next(); bytes != null; bytes = parts.next()) {
                size += bytes.remaining();
                if (size > most) {
                    throw S3Error.ENTITY_TOO_LARGE.thrown();
                }
                md5.add(bytes);
                sum.add(bytes);
                draft.write(bytes);
            }
            if (policy != null && size < policy.least()) {
                throw S3Error.ENTITY_TOO_SMALL.thrown();
            }
            String value = Base64.getEncoder().encodeToString(sum.end());
            if (named != null && !value.equals(fields.get(named.header()))) {
                throw S3Error.BAD_DIGEST.because(
                        "The " + named + " you specified did not match the calculated checksum.");
            }
            Checksum checksum = new Checksum(algorithm, value, false);
            PutObject put = new PutObject(
                    call.bucketName(),
                    key,
                    List.of(draft.keep()),
                    HexFormat.of().formatHex(md5.end()),
                    facts(fields).with(checksum, List.of()),
                    Condition.NONE,
                    call.cause("ObjectCreated:Post"));
            return call.s3().objects().put(put);
        }
    }

    /** The checksum that the form brings along; null for none. */
    private static @Nullable ChecksumAlgorithm named(Map<String, String> fields) {
        List<ChecksumAlgorithm> said = Arrays.stream(ChecksumAlgorithm.values())
                .filter(each -> fields.containsKey(each.header()))
                .toList();
        if (said.size() > 1) {
            throw S3Error.INVALID_REQUEST.because(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        return said.isEmpty() ? null : said.getFirst();
    }

    private static Facts facts(Map<String, String> fields) {
        Map<String, String> headers = new HashMap<>();
        Map<String, String> metadata = new HashMap<>();
        fields.forEach((name, value) -> {
            if (KEPT.contains(name)) {
                headers.put(name, value);
            } else if (name.startsWith(FactReader.META)) {
                metadata.put(name.substring(FactReader.META.length()), value);
            }
        });
        String tagging = fields.get("tagging");
        Map<String, String> tags =
                tagging == null ? Map.of() : Tags.require(Tags.of(Element.parse(tagging)), S3Limits.OBJECT_TAGS);
        return new Facts(headers, metadata, tags, null, List.of());
    }

    private static StreamReply reply(S3Call call, Map<String, String> fields, ObjectVersion made) {
        Headers headers = ObjectWrites.written(made);
        String location = "http://" + call.header("Host") + "/" + call.bucketName() + "/" + Text.encoded(made.key());
        String redirect = fields.getOrDefault("success_action_redirect", fields.getOrDefault("redirect", ""));
        if (!redirect.isEmpty()) {
            String with = redirect + (redirect.contains("?") ? "&" : "?") + "bucket=" + call.bucketName() + "&key="
                    + Text.encoded(made.key()) + "&etag=" + Text.encoded(Text.quoted(made.etag()));
            return StreamReply.empty(303, headers.put("Location", with).list());
        }
        headers.put("Location", location);
        String wanted = fields.getOrDefault("success_action_status", "204");
        if (wanted.equals("201")) {
            Element answer = Element.named("PostResponse")
                    .leaf("Location", location)
                    .leaf("Bucket", call.bucketName())
                    .leaf("Key", made.key())
                    .leaf("ETag", Text.quoted(made.etag()))
                    .build();
            return StreamReply.of(
                    201, headers.put("Content-Type", "application/xml").list(), answer.document());
        }
        return StreamReply.empty(wanted.equals("200") ? 200 : 204, headers.list());
    }

    /** A field's name as it is looked for. */
    static String field(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
