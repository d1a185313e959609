package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.Signer;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Our reading of SigV4 against the SDK's signer, over random requests; and every way to be refused. */
class SigV4PropertyTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final int ROUNDS = 2000;

    private final long seed = Long.getLong("hearth.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private record Signed(RequestHead head, byte[] body) {}

    @Test
    void whatTheSdkSignsIsAcceptedAndAnyChangeRefused() {
        SigV4 signatures = signatures(NOW);
        for (int round = 0; round < ROUNDS; round++) {
            String where = "-Dhearth.seed=" + seed + " round " + round;
            Signed signed = sign(round % 3 == 0, round % 5 == 0, NOW);
            assertThatCode(() -> check(signatures, signed.head(), signed.body()))
                    .as("%s %s", where, signed.head())
                    .doesNotThrowAnyException();
            byte[] otherBody = (new String(signed.body(), StandardCharsets.ISO_8859_1) + "x")
                    .getBytes(StandardCharsets.ISO_8859_1);
            RequestHead otherPath = new RequestHead(
                    signed.head().method(),
                    signed.head().path() + "x",
                    signed.head().query(),
                    signed.head().headers());
            refused(where, signatures, otherPath, signed.body(), EdgeError.INVALID_SIGNATURE);
            if (!"UNSIGNED-PAYLOAD".equals(signed.head().header("x-amz-content-sha256"))) {
                refused(where, signatures, signed.head(), otherBody, EdgeError.INVALID_SIGNATURE);
            }
        }
    }

    @Test
    void aSignatureLivesFifteenMinutesEitherWay() {
        for (boolean presigned : new boolean[] {false, true}) {
            Signed signed = sign(presigned, false, NOW);
            assertThatCode(() -> check(signatures(NOW.plusSeconds(899)), signed.head(), signed.body()))
                    .doesNotThrowAnyException();
            assertThatCode(() -> check(signatures(NOW.minusSeconds(899)), signed.head(), signed.body()))
                    .doesNotThrowAnyException();
            refused(
                    "late",
                    signatures(NOW.plusSeconds(901)),
                    signed.head(),
                    signed.body(),
                    EdgeError.INVALID_SIGNATURE);
            refused(
                    "early",
                    signatures(NOW.minusSeconds(901)),
                    signed.head(),
                    signed.body(),
                    EdgeError.INVALID_SIGNATURE);
        }
    }

    @Test
    void aKeyThatChangedItsSecretSignsWithTheNewOne() {
        String[] secret = {"first"};
        SigV4 signatures = new SigV4(
                (id, token) -> new Signer(secret[0], Caller.ANONYMOUS, Long.MAX_VALUE),
                new VirtualPorts(NOW, 1),
                Duration.ofMinutes(15),
                "us-east-1");
        Signed first = sign("first", false, false, NOW);
        Signed second = sign("second", false, false, NOW);
        assertThatCode(() -> check(signatures, first.head(), first.body())).doesNotThrowAnyException();
        secret[0] = "second";
        assertThatCode(() -> check(signatures, second.head(), second.body())).doesNotThrowAnyException();
        refused("old secret", signatures, first.head(), first.body(), EdgeError.INVALID_SIGNATURE);
    }

    @Test
    void whatIsNotSignedProperlyIsRefusedInAwsWords() {
        Signed signed = sign(false, false, NOW);
        String good = signed.head().header("Authorization");
        refusedWith(signed, null, EdgeError.MISSING_TOKEN);
        refusedWith(signed, "Basic YTpi", EdgeError.INCOMPLETE_SIGNATURE);
        refusedWith(signed, "AWS4-HMAC-SHA256", EdgeError.INCOMPLETE_SIGNATURE);
        refusedWith(signed, good.replace("Signature=", "Nonsense="), EdgeError.INCOMPLETE_SIGNATURE);
        refusedWith(signed, good.replace("Credential=", "Nonsense="), EdgeError.INCOMPLETE_SIGNATURE);
        refusedWith(signed, good.replace("SignedHeaders=", "Nonsense="), EdgeError.INCOMPLETE_SIGNATURE);
        refusedWith(signed, good.replace("/aws4_request", ""), EdgeError.INCOMPLETE_SIGNATURE);
        refusedWith(signed, good.replace("/aws4_request", "/aws5_request"), EdgeError.INVALID_SIGNATURE);
        refusedWith(signed, good.replace("/us-east-1/", "/eu-west-1/"), EdgeError.INVALID_SIGNATURE);
        refusedWith(signed, good.replace("/20260304/", "/20260303/"), EdgeError.INVALID_SIGNATURE);
        refusedWith(signed, good.replace(";host", "").replace("=host;", "="), EdgeError.INVALID_SIGNATURE);
        refusedWith(signed, good.replace(ToyEdge.KEY, "AKIANOBODY"), EdgeError.UNRECOGNIZED_CLIENT);
        refusedWith(signed, good.replace(ToyEdge.KEY, ToyEdge.SESSION_KEY), EdgeError.UNRECOGNIZED_CLIENT);
        refusedWith(signed, good.replaceAll("Signature=.*", "Signature="), EdgeError.INVALID_SIGNATURE);
        refusedWith(signed, good.replaceAll("Signature=.*", "Signature=zz"), EdgeError.INVALID_SIGNATURE);
        refusedWith(signed, good.replaceAll("Signature=.", "Signature=g"), EdgeError.INVALID_SIGNATURE);
    }

    @Test
    void aPresignedRequestMustBeWholeAndShortLived() {
        Signed signed = sign(true, false, NOW);
        String query = signed.head().query();
        for (String change : List.of(
                query.replaceAll("X-Amz-Expires=[0-9]+", "X-Amz-Expires=604801"),
                query.replaceAll("X-Amz-Expires=[0-9]+", "X-Amz-Expires=-1"),
                query.replaceAll("X-Amz-Expires=[0-9]+", "X-Amz-Expires=soon"),
                query.replaceAll("X-Amz-Date=", "X-Amz-Day="),
                query.replaceAll("X-Amz-Algorithm=AWS4", "X-Amz-Algorithm=AWS5"))) {
            RequestHead head = new RequestHead(
                    signed.head().method(),
                    signed.head().path(),
                    change,
                    signed.head().headers());
            refused(change, signatures(NOW), head, signed.body(), EdgeError.INCOMPLETE_SIGNATURE);
        }
    }

    private void refusedWith(Signed signed, String authorization, EdgeError expected) {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().addAll(signed.head().headers());
        headers.remove("Authorization");
        if (authorization != null) {
            headers.add("Authorization", authorization);
        }
        RequestHead head = new RequestHead(
                signed.head().method(), signed.head().path(), signed.head().query(), headers);
        refused(authorization, signatures(NOW), head, signed.body(), expected);
    }

    private static void refused(String where, SigV4 signatures, RequestHead head, byte[] body, EdgeError expected) {
        assertThatThrownBy(() -> check(signatures, head, body))
                .as(where)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(expected));
    }

    private static void check(SigV4 signatures, RequestHead head, byte[] body) {
        Claim claim = ClaimReader.read(head);
        Signer key = signatures.admit(claim);
        String declared = head.header("x-amz-content-sha256");
        String hash = SigV4.UNSIGNED_PAYLOAD.equals(declared) ? declared : signatures.hash(body, 0, body.length);
        signatures.verify(head, claim, key, hash);
    }

    private static SigV4 signatures(Instant now) {
        return new SigV4(ToyEdge.KEYS, new VirtualPorts(now, 1), Duration.ofMinutes(15), "us-east-1");
    }

    private Signed sign(boolean presigned, boolean session, Instant when) {
        return sign(ToyEdge.SECRET, presigned, session, when);
    }

    private Signed sign(String secret, boolean presigned, boolean session, Instant when) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(presigned ? SdkHttpMethod.GET : SdkHttpMethod.POST)
                .protocol("http")
                .host("localhost")
                .port(4566)
                .encodedPath(path());
        for (int i = random.nextInt(4); i > 0; i--) {
            request.appendRawQueryParameter(word(), word());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            request.appendHeader("X-Word-" + random.nextInt(3), " a  b " + random.nextInt(9) + "   c ");
        }
        byte[] body = presigned ? new byte[0] : word().getBytes(StandardCharsets.UTF_8);
        var signedRequest = AwsV4HttpSigner.create()
                .sign(r -> {
                    r.identity(
                                    session
                                            ? AwsSessionCredentialsIdentity.create(
                                                    ToyEdge.SESSION_KEY, secret, ToyEdge.TOKEN)
                                            : AwsCredentialsIdentity.create(ToyEdge.KEY, secret))
                            .request(request.build())
                            .payload(ContentStreamProvider.fromByteArray(body))
                            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "lambda")
                            .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(when, ZoneOffset.UTC))
                            .putProperty(
                                    AwsV4FamilyHttpSigner.AUTH_LOCATION,
                                    presigned ? AuthLocation.QUERY_STRING : AuthLocation.HEADER);
                    if (presigned) {
                        r.putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(15));
                    }
                })
                .request();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        signedRequest.headers().forEach(headers::add);
        String query = signedRequest.encodedQueryParameters().map(q -> "?" + q).orElse("");
        return new Signed(
                RequestHead.of(signedRequest.method().name(), signedRequest.encodedPath() + query, headers), body);
    }

    /** Dot segments stay inside the path and not at its end: there the SDK, botocore and RFC 3986 differ. */
    private String path() {
        StringBuilder path = new StringBuilder("/2015-03-31");
        for (int i = random.nextInt(4); i >= 0; i--) {
            path.append(
                    switch (random.nextInt(8)) {
                        case 0 -> "/";
                        case 1 -> "/.";
                        case 2 -> "/gone/..";
                        case 3 -> "/arn%3Aaws%3Alambda%3A%24LATEST";
                        default -> "/" + SdkHttpUtils.urlEncode(word());
                    });
        }
        return path + "/" + SdkHttpUtils.urlEncode(word());
    }

    private String word() {
        int[] alphabet =
                "abz019 ~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./üß漢🔥".codePoints().toArray();
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            word.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return word.toString();
    }
}
