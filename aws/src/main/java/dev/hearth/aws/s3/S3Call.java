package dev.hearth.aws.s3;

import dev.hearth.aws.StreamRequest;
import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Cause;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to S3 as its operations see it.
 *
 * @param request as it came
 * @param address what it is about
 * @param query its parameters, decoded
 * @param s3 the neighbour
 * @param scope account and region
 * @param nowMillis when it came, Unix time
 */
record S3Call(
        StreamRequest request, Address address, Map<String, String> query, S3 s3, AwsScope scope, long nowMillis) {

    String bucketName() {
        return address.bucket();
    }

    String key() {
        return address.key();
    }

    Bucket bucket() {
        return s3.buckets().get(address.bucket());
    }

    @Nullable
    String header(String name) {
        return request.header(name);
    }

    boolean has(String parameter) {
        return query.containsKey(parameter);
    }

    String parameter(String name, String absent) {
        return query.getOrDefault(name, absent);
    }

    @Nullable
    String versionId() {
        String id = query.get("versionId");
        if (id != null && id.isEmpty()) {
            throw S3Error.INVALID_ARGUMENT.because("Version id cannot be the empty string");
        }
        return id;
    }

    /** Whole numbers from 0 to {@code most}; more counts as that. */
    int number(String name, int absent, int most) {
        String text = query.get(name);
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= Integer.MAX_VALUE) {
                return (int) Math.min(number, most);
            }
        } catch (NumberFormatException notANumber) {
            // The same answer as a number out of range.
        }
        throw S3Error.INVALID_ARGUMENT.because(
                "Argument " + name + " must be an integer between 0 and " + Integer.MAX_VALUE);
    }

    /** Who sent it, signed or not. */
    boolean isAnonymous() {
        return request.signer() instanceof StreamRequest.Signer.Nobody;
    }

    Cause cause(String event) {
        String who = request.signer() instanceof StreamRequest.Signer.Known known ? known.accessKeyId() : "Anonymous";
        return new Cause(event, request.requestId(), request.sourceIp(), who);
    }

    /** The whole body, of the documents' size. Its digests are checked. */
    byte[] body() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Intake intake = Intake.document(this, S3Limits.DOCUMENT_BYTES);
        for (ByteBuffer bytes = intake.next(); bytes != null; bytes = intake.next()) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            whole.writeBytes(copy);
        }
        intake.finish();
        return whole.toByteArray();
    }

    /** The body as a document; MalformedXML when its root is another. */
    Element document(String root) throws IOException {
        Element element = Element.parse(new String(body(), StandardCharsets.UTF_8));
        if (!element.name().equals(root)) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        return element;
    }
}
