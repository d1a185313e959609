package dev.hearth.neighbours.apigateway;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Public keys as JSON Web Key Sets write them (RFC 7517, RFC 7518). */
final class TokenKeys {

    private static final Map<String, String> CURVES = Map.of("P-256", "secp256r1", "P-384", "secp384r1");

    private TokenKeys() {}

    /** The key; null when it is none that tokens may be signed with here. */
    static @Nullable PublicKey of(Doc key) {
        try {
            return switch (key.text("kty", "")) {
                case "RSA" ->
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
                case "EC" -> {
                    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
                    curve.init(new ECGenParameterSpec(CURVES.getOrDefault(key.text("crv", ""), "")));
                    yield KeyFactory.getInstance("EC")
                            .generatePublic(new ECPublicKeySpec(
                                    new ECPoint(number(key, "x"), number(key, "y")),
                                    curve.getParameterSpec(ECParameterSpec.class)));
                }
                default -> null;
            };
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            return null;
        }
    }

    private static BigInteger number(Doc key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.text(name, "")));
    }
}
