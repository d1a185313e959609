package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final String ISSUER = "https://issuer.example/pool";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair EC = pair("EC");

    private final VirtualPorts world = new VirtualPorts(NOW, 1);
    private int fetched;
    private final Tokens tokens = new Tokens(this::answer, world.ports());
    private final HttpAuthorizer authorizer = HttpAuthorizer.of(Doc.of(
            "authorizerType", "JWT", "jwtConfiguration", Doc.of("issuer", ISSUER, "audience", List.of("me", "you"))));

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, start, bytes.length));
    }

    private java.util.concurrent.CompletionStage<HttpCaller.Answer> answer(HttpCaller.Outgoing request) {
        fetched++;
        RSAPublicKey rsa = (RSAPublicKey) RSA.getPublic();
        ECPublicKey ec = (ECPublicKey) EC.getPublic();
        String body = request.url().equals(ISSUER + "/.well-known/openid-configuration")
                ? "{\"jwks_uri\":\"https://issuer.example/keys\"}"
                : Json.write(Map.of(
                        "keys",
                        List.of(
                                Map.of("kid", "r", "kty", "RSA", "n", number(rsa.getModulus()), "e", "AQAB"),
                                Map.of(
                                        "kid", "e",
                                        "kty", "EC",
                                        "crv", "P-256",
                                        "x", number(ec.getW().getAffineX()),
                                        "y", number(ec.getW().getAffineY())))));
        return CompletableFuture.completedStage(
                new HttpCaller.Answer(200, List.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String token(String algorithm, String keyId, Map<String, Object> claims) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString(
                Json.write(Map.of("alg", algorithm, "kid", keyId)).getBytes(StandardCharsets.UTF_8));
        String body = base64.encodeToString(Json.write(claims).getBytes(StandardCharsets.UTF_8));
        boolean rsa = algorithm.startsWith("RS");
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
        signature.initSign(rsa ? RSA.getPrivate() : EC.getPrivate());
        signature.update((head + "." + body).getBytes(StandardCharsets.US_ASCII));
        return head + "." + body + "." + base64.encodeToString(signature.sign());
    }

    private static Map<String, Object> claims(String audience, long expires) {
        return Map.of("iss", ISSUER, "aud", audience, "exp", expires, "scope", "read write", "sub", "s");
    }

    private Verdict verdict(String token, String... scopes) {
        return tokens.verdict(authorizer, "Bearer " + token, List.of(scopes))
                .toCompletableFuture()
                .join();
    }

    private static int status(Verdict verdict) {
        return verdict instanceof Verdict.Denied(GatewayResponse response) ? response.status() : 200;
    }

    @Test
    void takesWhatTheIssuerSignedForOneOfTheAudiences() throws Exception {
        long soon = NOW.getEpochSecond() + 60;
        assertThat(verdict(token("RS256", "r", claims("you", soon)), "write"))
                .isInstanceOfSatisfying(
                        Verdict.Allowed.class,
                        allowed -> assertThat(allowed.identity())
                                .isInstanceOfSatisfying(
                                        Identity.Jwt.class,
                                        jwt -> assertThat(jwt.claims())
                                                .containsEntry("sub", "s")
                                                .containsEntry("exp", String.valueOf(soon))));
        assertThat(status(verdict(token("ES256", "e", claims("me", soon))))).isEqualTo(200);
        assertThat(fetched).as("keys are remembered").isEqualTo(2);
    }

    @Test
    void refusesEverythingElse() throws Exception {
        long soon = NOW.getEpochSecond() + 60;
        String good = token("RS256", "r", claims("me", soon));
        assertThat(status(verdict(good, "admin"))).isEqualTo(403);
        assertThat(status(verdict(token("RS256", "r", claims("them", soon))))).isEqualTo(401);
        assertThat(status(verdict(token("ES256", "r", claims("me", soon)))))
                .as("another key's")
                .isEqualTo(401);
        assertThat(status(verdict(good.substring(0, good.length() - 4) + "AAAA")))
                .isEqualTo(401);
        String none = Base64.getUrlEncoder().encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(status(verdict(none + "." + good.split("\\.")[1] + "."))).isEqualTo(401);
        assertThat(status(verdict("nonsense"))).isEqualTo(401);
        world.advance(Duration.ofSeconds(61));
        assertThat(status(verdict(good))).as("expired").isEqualTo(401);
    }
}
