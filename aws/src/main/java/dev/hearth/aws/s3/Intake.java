package dev.hearth.aws.s3;

import dev.hearth.aws.StreamRequest;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.ChecksumAlgorithm;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Summing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A body as it is taken in: unwrapped from aws-chunked, measured, and compared with every digest that its sender named
 * (user guide, "Checking object integrity"; API reference, "Signature calculations for the Authorization header").
 */
final class Intake {

    /**
     * What is read of it in the end.
     *
     * @param checksum that the sender named, or else {@code own}
     * @param own the checksum that was asked for by whoever takes it in; null for none
     */
    record Taken(
            String md5,
            @Nullable Checksum checksum,
            @Nullable Checksum own,
            long size) {}

    private static final String SHA256 = "x-amz-content-sha256";
    private static final int SHA256_DIGITS = 64;
    private static final int COPIED_BYTES = 16 * 1024; // at a time; half of what is nearest to a processor

    private final S3Call call;
    private final @Nullable AwsChunked chunked;
    private final @Nullable String payloadHash;
    private final Summing md5 = Summing.md5();
    private final @Nullable Summing sha256;
    private final @Nullable ChecksumAlgorithm algorithm;
    private final @Nullable Summing checksum;
    private final @Nullable ChecksumAlgorithm ownAlgorithm;
    private final @Nullable Summing own;
    private final long announced;
    private final long limit;
    private byte[] copied = {};
    private long size;

    /** A document, whose checksum headers may speak of something else. */
    static Intake document(S3Call call, long limit) {
        return new Intake(call, limit, null, null);
    }

    /** An object, with the checksum {@code otherwise} when its sender names none: nobody would read a second one. */
    static Intake object(S3Call call, ChecksumAlgorithm otherwise) {
        ChecksumAlgorithm named = named(call);
        return new Intake(call, S3Limits.PUT_BYTES, named == null ? otherwise : named, null);
    }

    /** A part, with {@code own} beside what its sender names; null for none. */
    static Intake part(S3Call call, @Nullable ChecksumAlgorithm own) {
        ChecksumAlgorithm named = named(call);
        return new Intake(call, S3Limits.PUT_BYTES, named == null ? own : named, own);
    }

    private Intake(
            S3Call call, long limit, @Nullable ChecksumAlgorithm algorithm, @Nullable ChecksumAlgorithm alsoOwn) {
        this.call = call;
        this.limit = limit;
        String hash = call.header(SHA256);
        boolean streaming = hash != null && hash.startsWith("STREAMING-");
        this.chunked = streaming ? new AwsChunked(call.request(), hash) : null;
        boolean whole = hash != null
                && hash.length() == SHA256_DIGITS
                && call.request().signer() instanceof StreamRequest.Signer.Known known
                && !known.presigned();
        this.payloadHash = whole ? hash : null;
        this.sha256 = whole ? ChecksumAlgorithm.SHA256.summing() : null;
        this.algorithm = algorithm;
        this.checksum = algorithm == null ? null : algorithm.summing();
        this.ownAlgorithm = alsoOwn == algorithm ? null : alsoOwn;
        this.own = ownAlgorithm == null ? null : ownAlgorithm.summing();
        this.announced = announced(call, streaming);
        if (announced > limit) {
            throw S3Error.ENTITY_TOO_LARGE.thrown();
        }
    }

    /** How many bytes there will be; negative when that was not said. */
    long announced() {
        return announced;
    }

    private static long announced(S3Call call, boolean streaming) {
        String length = call.header(streaming ? "x-amz-decoded-content-length" : "Content-Length");
        if (length == null) {
            return -1;
        }
        try {
            long bytes = Long.parseLong(length.strip());
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException notANumber) {
            // The same answer as a negative number.
        }
        throw S3Error.INVALID_ARGUMENT.because("The Content-Length is not a number of bytes");
    }

    /** The algorithm that the request names, by a value, a trailer or its name. */
    private static @Nullable ChecksumAlgorithm named(S3Call call) {
        ChecksumAlgorithm found = null;
        String trailer = call.header("x-amz-trailer");
        for (ChecksumAlgorithm each : ChecksumAlgorithm.values()) {
            boolean said = call.header(each.header()) != null
                    || trailer != null && trailer.strip().equalsIgnoreCase(each.header());
            if (said && found != null) {
                throw S3Error.INVALID_REQUEST.because(
                        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            }
            found = said ? each : found;
        }
        String name = call.header("x-amz-sdk-checksum-algorithm");
        if (name == null || found != null) {
            return found;
        }
        ChecksumAlgorithm of = ChecksumAlgorithm.of(name);
        if (of == null) {
            throw S3Error.INVALID_REQUEST.because("Checksum algorithm provided is unsupported. Please try again with"
                    + " any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }
        return of;
    }

    @Nullable
    ChecksumAlgorithm algorithm() {
        return algorithm;
    }

    /** The next bytes of the content; null at its end. */
    @Nullable
    ByteBuffer next() throws IOException {
        ByteBuffer bytes = chunked == null ? call.request().read() : chunked.next();
        if (bytes == null) {
            return null;
        }
        size += bytes.remaining();
        if (size > limit) {
            throw S3Error.ENTITY_TOO_LARGE.thrown();
        }
        if (bytes.hasArray()) {
            sum(bytes);
        } else {
            copied = copied.length == 0 ? new byte[COPIED_BYTES] : copied;
            sumCopied(bytes.duplicate());
        }
        return bytes;
    }

    /** Digests would each copy what is outside the heap. */
    private void sumCopied(ByteBuffer bytes) {
        ByteBuffer piece = ByteBuffer.wrap(copied);
        while (bytes.hasRemaining()) {
            int count = Math.min(copied.length, bytes.remaining());
            bytes.get(copied, 0, count);
            sum(piece.limit(count));
        }
    }

    private void sum(ByteBuffer bytes) {
        md5.add(bytes);
        if (sha256 != null) {
            sha256.add(bytes);
        }
        if (checksum != null) {
            checksum.add(bytes);
        }
        if (own != null) {
            own.add(bytes);
        }
    }

    /** What was taken, when all that was said of it is true. */
    Taken finish() {
        if (announced >= 0 && size != announced) {
            throw S3Error.INCOMPLETE_BODY.thrown();
        }
        if (sha256 != null && !HexFormat.of().formatHex(sha256.end()).equals(payloadHash)) {
            throw S3Error.SHA256_MISMATCH.thrown();
        }
        byte[] digest = md5.end();
        String contentMd5 = call.header("Content-MD5");
        if (contentMd5 != null) {
            byte[] given = raw(contentMd5, digest.length);
            if (given == null) {
                throw S3Error.INVALID_DIGEST.thrown();
            }
            if (!java.util.Arrays.equals(given, digest)) {
                throw S3Error.BAD_DIGEST.thrown();
            }
        }
        Checksum named = checksum();
        Checksum computed = ownAlgorithm == null || own == null
                ? named
                : new Checksum(ownAlgorithm, Base64.getEncoder().encodeToString(own.end()), false);
        return new Taken(HexFormat.of().formatHex(digest), named, computed, size);
    }

    private @Nullable Checksum checksum() {
        if (algorithm == null || checksum == null) {
            return null;
        }
        String value = Base64.getEncoder().encodeToString(checksum.end());
        String said = call.header(algorithm.header());
        if (said == null && chunked != null) {
            said = chunked.trailers().get(algorithm.header().toLowerCase(Locale.ROOT));
        }
        if (said != null && raw(said, algorithm.bytes()) == null) {
            throw S3Error.INVALID_REQUEST.because("Value for " + algorithm.header() + " header is invalid.");
        }
        if (said != null && !said.equals(value)) {
            throw S3Error.BAD_DIGEST.because(
                    "The " + algorithm + " you specified did not match the calculated checksum.");
        }
        return new Checksum(algorithm, value, false);
    }

    private static byte @Nullable [] raw(String base64, int length) {
        try {
            byte[] raw = Base64.getDecoder().decode(base64.strip());
            return raw.length == length ? raw : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
