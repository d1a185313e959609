package dev.hearth.aws;

import dev.hearth.core.Time;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the signatures of streamed requests: their heads name the digest of their bodies, which comes later. */
final class StreamSigner {

    /** What the signature is over anyway, or what a presigned request leaves open. */
    private static final String DIGEST = "x-amz-content-sha256";

    private StreamSigner() {}

    static StreamRequest.Signer of(SigV4 signatures, RequestHead head) {
        boolean presigned = head.header("Authorization") == null;
        try {
            if (presigned
                    && !head.query().contains("X-Amz-Signature=")
                    && !head.query().contains("X-Amz-Credential=")) {
                return new StreamRequest.Signer.Nobody();
            }
            Claim claim = ClaimReader.read(head);
            Signer key = signatures.admit(claim);
            requireSigned(head, claim.signedHeaders());
            String hash = head.header(DIGEST);
            if (hash == null && !presigned) {
                return new StreamRequest.Signer.Refused(
                        "InvalidRequest", "Missing required header for this request: x-amz-content-sha256", false);
            }
            signatures.verify(head, claim, key, hash == null || presigned ? SigV4.UNSIGNED_PAYLOAD : hash);
            boolean chunks = hash != null && hash.startsWith("STREAMING-AWS4");
            byte[] signingKey = chunks
                    ? SigV4.signingKey(key.secret(), claim.date(), claim.region(), claim.service())
                    : new byte[0];
            return new StreamRequest.Signer.Known(
                    claim.accessKeyId(),
                    key.caller(),
                    claim.timestamp(),
                    claim.scope(),
                    claim.signature(),
                    signingKey,
                    presigned);
        } catch (Refusal refusal) {
            return new StreamRequest.Signer.Refused(refusal.error().name(), refusal.text(), presigned);
        }
    }

    /** Who was given a presigned URL must not change what it does, for example with {@code x-amz-copy-source}. */
    private static void requireSigned(RequestHead head, String signedHeaders) {
        Set<String> signed = Set.copyOf(List.of(signedHeaders.split(";")));
        for (String name : head.headers().names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-") && !lower.equals(DIGEST) && !signed.contains(lower)) {
                throw EdgeError.ACCESS_DENIED.because(
                        "There were headers present in the request which were not signed");
            }
        }
    }

    /** Who made {@code signature} over {@code text}; null when no key did that is known and still holds. */
    static @Nullable Caller signerOf(
            AccessKeys keys, Time time, String credential, String text, String signature, @Nullable String token) {
        String[] parts = credential.split("/", -1);
        Signer key = parts.length == 5 || parts.length == 1 ? keys.find(parts[0], token) : null;
        if (key == null || key.expiresMillis() <= time.millis()) {
            return null;
        }
        String expected = parts.length == 1
                ? SigV2.sign(key.secret(), text)
                : HexFormat.of()
                        .formatHex(SigV4.hmac(SigV4.signingKey(key.secret(), parts[1], parts[2], parts[3]), text));
        boolean same = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
        return same ? key.caller() : null;
    }
}
