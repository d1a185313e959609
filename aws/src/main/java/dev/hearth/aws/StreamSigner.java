package dev.hearth.aws;

import dev.hearth.neighbours.iam.Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Judges the signatures of streamed requests: their heads name the digest of their bodies, which comes later. */
final class StreamSigner {

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
            String hash = head.header("x-amz-content-sha256");
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

    static boolean isSigned(AccessKeys keys, String credential, String text, String signature, @Nullable String token) {
        if (credential.indexOf('/') < 0) {
            return SigV2.isSigned(keys, credential, text, signature, token);
        }
        String[] parts = credential.split("/", -1);
        Signer key = parts.length == 5 ? keys.find(parts[0], token) : null;
        if (key == null) {
            return false;
        }
        byte[] signing = SigV4.signingKey(key.secret(), parts[1], parts[2], parts[3]);
        byte[] expected = SigV4.hmac(signing, text);
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(expected).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
    }
}
