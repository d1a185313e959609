package dev.hearth.aws.s3;

import dev.hearth.aws.StreamRequest;
import dev.hearth.neighbours.s3.S3Error;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A body in the encoding {@code aws-chunked}: chunks with their lengths, signed or not, then trailers (API reference,
 * "Transferring payload in multiple chunks", with and without signature).
 */
final class AwsChunked {

    private static final int MAX_LINE = 4_096;
    private static final int MAX_TRAILERS = 16;
    private static final String EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final StreamRequest request;
    private final StreamRequest.Signer.@Nullable Known signer;
    private final boolean trailing;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private final MessageDigest digest;
    private String previous = "";
    private String claimed = "";
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long left;
    private boolean begun;
    private boolean over;

    AwsChunked(StreamRequest request, String kind) {
        this.request = request;
        this.trailing = kind.endsWith("-TRAILER");
        boolean signed = kind.startsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        if (!signed && !kind.equals("STREAMING-UNSIGNED-PAYLOAD-TRAILER")) {
            throw S3Error.NOT_IMPLEMENTED.because("The value of x-amz-content-sha256 is not implemented");
        }
        this.signer = signed && request.signer() instanceof StreamRequest.Signer.Known known ? known : null;
        this.previous = signer == null ? "" : signer.signature();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** By their lower-case names, once the content is at its end. */
    Map<String, String> trailers() {
        return trailers;
    }

    /** The next bytes of the content; null at its end. */
    @Nullable
    ByteBuffer next() throws IOException {
        if (over) {
            return null;
        }
        if (left == 0) {
            if (begun && !line().isEmpty()) {
                throw S3Error.INCOMPLETE_BODY.thrown();
            }
            begin(line());
            if (left == 0) {
                end();
                return null;
            }
        }
        if (!fill()) {
            throw S3Error.INCOMPLETE_BODY.thrown();
        }
        int count = (int) Math.min(left, current.remaining());
        ByteBuffer bytes = current.slice(current.position(), count);
        current.position(current.position() + count);
        left -= count;
        if (signer != null) {
            digest.update(bytes.duplicate());
        }
        if (left == 0) {
            // The line behind it is read with the next: reading on may overwrite these bytes.
            verify();
        }
        return bytes;
    }

    private void begin(String line) {
        int semicolon = line.indexOf(';');
        String length = semicolon < 0 ? line : line.substring(0, semicolon);
        claimed = semicolon < 0 ? "" : line.substring(semicolon + 1).replace("chunk-signature=", "");
        try {
            left = Long.parseLong(length.strip(), 16);
        } catch (NumberFormatException notANumber) {
            throw S3Error.INCOMPLETE_BODY.thrown();
        }
        if (left < 0) {
            throw S3Error.INCOMPLETE_BODY.thrown();
        }
        begun = true;
    }

    private void end() throws IOException {
        verify();
        over = true;
        StringBuilder signed = new StringBuilder();
        String signature = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || trailers.size() == MAX_TRAILERS) {
                throw S3Error.INCOMPLETE_BODY.thrown();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                signature = value;
            } else {
                trailers.put(name, value);
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        if (signer != null && trailing) {
            claimed = signature;
            digest.update(signed.toString().getBytes(StandardCharsets.UTF_8));
            require(signer, "AWS4-HMAC-SHA256-TRAILER", "");
        }
    }

    private void verify() {
        if (signer != null) {
            require(signer, "AWS4-HMAC-SHA256-PAYLOAD", EMPTY_HASH + "\n");
        }
    }

    private void require(StreamRequest.Signer.Known by, String algorithm, String headers) {
        String text = algorithm + "\n" + by.timestamp() + "\n" + by.scope() + "\n" + previous + "\n" + headers
                + HexFormat.of().formatHex(digest.digest());
        String expected = HexFormat.of().formatHex(hmac(by.signingKey(), text));
        boolean same = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), claimed.getBytes(StandardCharsets.UTF_8));
        if (!same) {
            throw S3Error.SIGNATURE_MISMATCH.thrown();
        }
        previous = expected;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private boolean fill() throws IOException {
        while (!current.hasRemaining()) {
            ByteBuffer next = request.read();
            if (next == null) {
                return false;
            }
            current = next;
        }
        return true;
    }

    /** The text up to the end of the line; at the end of the body, what there is. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (fill()) {
            char c = (char) (current.get() & 0xFF);
            if (c == '\n') {
                return line.isEmpty() || line.charAt(line.length() - 1) != '\r'
                        ? line.toString()
                        : line.substring(0, line.length() - 1);
            }
            line.append(c);
            if (line.length() > MAX_LINE) {
                throw S3Error.INCOMPLETE_BODY.thrown();
            }
        }
        return line.toString();
    }
}
