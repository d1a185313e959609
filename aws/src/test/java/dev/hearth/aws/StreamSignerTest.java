package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Time;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.Signer;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What a holder of somebody else's signature can not do with it. */
class StreamSignerTest {

    private static final String SECRET = "secret";
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final Time TIME = new Time() {
        @Override
        public Instant instant() {
            return NOW;
        }

        @Override
        public long nanos() {
            return 0;
        }
    };

    private static AccessKeys keys(long expiresMillis) {
        return (id, token) -> new Signer(SECRET, Caller.root("000000000000"), expiresMillis);
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap().add("Host", "localhost");
    }

    private static RequestHead presigned(MultiMap headers) throws Exception {
        String scope = "20260304/us-east-1/s3/aws4_request";
        String query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F" + scope.replace("/", "%2F")
                + "&X-Amz-Date=20260304T050607Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host";
        String canonical = "PUT\n/bucket/key\n" + query + "\nhost:localhost\n\nhost\nUNSIGNED-PAYLOAD";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        String text = "AWS4-HMAC-SHA256\n20260304T050607Z\n" + scope + "\n"
                + HexFormat.of().formatHex(digest);
        byte[] signature = SigV4.hmac(SigV4.signingKey(SECRET, "20260304", "us-east-1", "s3"), text);
        return RequestHead.of(
                "PUT",
                "/bucket/key?" + query + "&X-Amz-Signature=" + HexFormat.of().formatHex(signature),
                headers);
    }

    @Test
    void aPresignedUrlAllowsNoHeadersThatItsSignerDidNotSign() throws Exception {
        SigV4 signatures = new SigV4(keys(Long.MAX_VALUE), TIME, SKEW, "us-east-1");
        assertThat(StreamSigner.of(signatures, presigned(headers().add("Content-Type", "text/plain"))))
                .isInstanceOf(StreamRequest.Signer.Known.class);
        assertThat(StreamSigner.of(signatures, presigned(headers().add("X-Amz-Copy-Source", "/other/secret"))))
                .isInstanceOfSatisfying(
                        StreamRequest.Signer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("ACCESS_DENIED"));
    }

    private static StreamRequest.Signer older(String query, String text, long expiresMillis, MultiMap headers) {
        String signature = SigV2.sign(SECRET, text);
        RequestHead head = query.isEmpty()
                ? RequestHead.of("PUT", "/bucket/key", headers.add("Authorization", "AWS AKID:" + signature))
                : RequestHead.of(
                        "PUT",
                        "/bucket/key?AWSAccessKeyId=AKID&Expires=1999999999&Signature="
                                + signature.replace("+", "%2B").replace("=", "%3D") + query,
                        headers);
        return SigV2.judge(keys(expiresMillis), TIME, SKEW, head, "/bucket/key");
    }

    @Test
    void theOlderSignatureHoldsForWhatItCoversAndNoLonger() {
        String url = "PUT\n\n\n1999999999\n/bucket/key";
        assertThat(older("&x=y", url, Long.MAX_VALUE, headers())).isInstanceOf(StreamRequest.Signer.Known.class);
        assertThat(older("&legal-hold", url, Long.MAX_VALUE, headers()))
                .isInstanceOf(StreamRequest.Signer.Refused.class);
        assertThat(older("&partNumber=7&partNumber=1", url + "?partNumber=1", Long.MAX_VALUE, headers()))
                .isInstanceOf(StreamRequest.Signer.Refused.class);
        assertThat(older("&x=y", url, NOW.toEpochMilli(), headers()))
                .isInstanceOfSatisfying(
                        StreamRequest.Signer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("EXPIRED_TOKEN"));
        String today = "Wed, 4 Mar 2026 05:06:00 GMT";
        String yesterday = "Tue, 3 Mar 2026 05:06:00 GMT";
        assertThat(older(
                        "",
                        "PUT\n\n\n" + today + "\n/bucket/key",
                        Long.MAX_VALUE,
                        headers().add("Date", today)))
                .isInstanceOf(StreamRequest.Signer.Known.class);
        assertThat(older(
                        "",
                        "PUT\n\n\n" + yesterday + "\n/bucket/key",
                        Long.MAX_VALUE,
                        headers().add("Date", yesterday)))
                .isInstanceOf(StreamRequest.Signer.Refused.class);
    }

    @Test
    void aFormIsSignedByAKeyThatStillHolds() {
        String policy = "cG9saWN5";
        String signature = SigV2.sign(SECRET, policy);
        assertThat(StreamSigner.signerOf(keys(Long.MAX_VALUE), TIME, "AKID", policy, signature, null))
                .isEqualTo(Caller.root("000000000000"));
        assertThat(StreamSigner.signerOf(keys(NOW.toEpochMilli()), TIME, "AKID", policy, signature, null))
                .isNull();
        assertThat(StreamSigner.signerOf(keys(Long.MAX_VALUE), TIME, "AKID", policy + "x", signature, null))
                .isNull();
    }
}
