package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Ports;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Checks JSON Web Tokens (RFC 7519) by the keys that their issuer publishes (developer guide, "Controlling access to
 * HTTP
 * APIs with JWT authorizers").
 */
final class Tokens {

    private static final Map<String, String> ALGORITHMS = Map.of(
            "RS256", "SHA256withRSA",
            "RS384", "SHA384withRSA",
            "RS512", "SHA512withRSA",
            "ES256", "SHA256withECDSAinP1363Format",
            "ES384", "SHA384withECDSAinP1363Format");

    private static final Duration FETCH = Duration.ofMillis(1_500);
    private static final int OK = 200;
    /** Issuers whose keys are remembered. */
    private static final int ISSUERS = 256;

    /** An issuer's keys by their ids. */
    private record Keys(Map<String, PublicKey> byId, long sinceNanos) {}

    private final HttpCaller caller;
    private final Ports ports;
    private final Map<String, Keys> known = new ConcurrentHashMap<>();

    Tokens(HttpCaller caller, Ports ports) {
        this.caller = caller;
        this.ports = ports;
    }

    CompletionStage<Verdict> verdict(HttpAuthorizer authorizer, String source, List<String> scopes) {
        String token = source.regionMatches(true, 0, "Bearer ", 0, 7)
                ? source.substring(7).strip()
                : source.strip();
        String[] parts = token.split("\\.", -1);
        Doc header = parts.length == 3 ? part(parts[0]) : null;
        Doc claims = parts.length == 3 ? part(parts[1]) : null;
        if (header == null || claims == null || !ALGORITHMS.containsKey(header.text("alg", ""))) {
            return HttpFlow.done(invalid("invalid_token", "the token is not a valid JWT"));
        }
        String wrong = wrong(authorizer, claims, ports.time().instant().getEpochSecond());
        if (!wrong.isEmpty()) {
            return HttpFlow.done(invalid("invalid_token", wrong));
        }
        String keyId = header.text("kid", "");
        return keys(authorizer.issuer(), keyId).thenApply(keys -> {
            PublicKey key = keys == null ? null : keys.byId.get(keyId);
            if (key == null || !signed(header.text("alg", ""), key, parts)) {
                return invalid("invalid_token", "signature verification failed");
            }
            return scoped(claims, scopes);
        });
    }

    private static Verdict invalid(String error, String description) {
        return new Verdict.Denied(HttpFlow.UNAUTHORIZED.with(
                "www-authenticate",
                "Bearer scope=\"\" error=\"" + error + "\" error_description=\"" + description + "\""));
    }

    private static @Nullable Doc part(String base64) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(base64);
            return Json.read(json) instanceof Map<?, ?> map ? new Doc(Doc.map(map)) : null;
        } catch (IllegalArgumentException | JacksonException notAToken) {
            return null;
        }
    }

    /** What speaks against a token's claims; empty when nothing does. */
    static String wrong(HttpAuthorizer authorizer, Doc claims, long nowSeconds) {
        if (!authorizer.issuer().equals(claims.text("iss", ""))) {
            return "issuer is not the configured one";
        }
        List<String> audience = new ArrayList<>(claims.texts("aud"));
        for (String name : new String[] {"aud", "client_id"}) {
            if (claims.text(name) instanceof String one) {
                audience.add(one);
            }
        }
        if (authorizer.audiences().stream().noneMatch(audience::contains)) {
            return "the token does not have a valid audience";
        }
        try {
            if (!claims.has("exp") || claims.decimal("exp", 0) <= nowSeconds) {
                return "the token has expired";
            }
            if (claims.decimal("nbf", 0) > nowSeconds || claims.decimal("iat", 0) > nowSeconds) {
                return "the token is not valid yet";
            }
        } catch (dev.hearth.core.FaultException notATime) {
            return "the token's times are no numbers";
        }
        return "";
    }

    private static Verdict scoped(Doc claims, List<String> wanted) {
        List<String> scopes = new ArrayList<>(claims.texts("scp"));
        for (String name : new String[] {"scope", "scp"}) {
            if (claims.text(name) instanceof String several) {
                scopes.addAll(List.of(several.split(" ")));
            }
        }
        if (!wanted.isEmpty() && wanted.stream().noneMatch(scopes::contains)) {
            return new Verdict.Denied(HttpFlow.FORBIDDEN.with(
                    "www-authenticate",
                    "Bearer scope=\"" + String.join(" ", wanted) + "\" error=\"insufficient_scope\""));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        claims.members().forEach((name, value) -> texts.put(name, shown(value)));
        return new Verdict.Allowed(new Identity.Jwt(texts, wanted.isEmpty() ? null : wanted));
    }

    /** A claim as text: a list as {@code [a b]}, which is how API Gateway writes it. */
    private static String shown(@Nullable Object value) {
        return value instanceof List<?> list
                ? "[" + String.join(" ", list.stream().map(String::valueOf).toList()) + "]"
                : value instanceof Map ? Json.write(value) : String.valueOf(value);
    }

    private static boolean signed(String algorithm, PublicKey key, String[] parts) {
        try {
            Signature signature = Signature.getInstance(ALGORITHMS.get(algorithm));
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException notSigned) {
            return false;
        }
    }

    private CompletionStage<@Nullable Keys> keys(String issuer, String keyId) {
        Keys keys = known.get(issuer);
        long age = keys == null ? Long.MAX_VALUE : ports.time().nanos() - keys.sinceNanos;
        boolean fresh = age < ApiLimits.ISSUER_KEYS.toNanos();
        if (keys != null && fresh && (keys.byId.containsKey(keyId) || age < ApiLimits.ISSUER_RETRY.toNanos())) {
            return HttpFlow.done(keys);
        }
        String base = issuer.endsWith("/") ? issuer : issuer + "/";
        return get(base + ".well-known/openid-configuration").thenCompose(configuration -> {
            String address = configuration == null ? null : configuration.text("jwks_uri");
            return address == null ? HttpFlow.done(keys) : get(address).thenApply(set -> remember(issuer, keys, set));
        });
    }

    private CompletionStage<@Nullable Doc> get(String url) {
        return caller.call(new HttpCaller.Outgoing("", "GET", url, List.of(), new byte[0], FETCH))
                .thenApply(answer -> {
                    try {
                        return answer.status() == OK && Json.read(answer.body()) instanceof Map<?, ?> map
                                ? new Doc(Doc.map(map))
                                : null;
                    } catch (JacksonException notJson) {
                        return null;
                    }
                });
    }

    private @Nullable Keys remember(String issuer, @Nullable Keys old, @Nullable Doc set) {
        if (set == null) {
            return old;
        }
        Map<String, PublicKey> byId = new LinkedHashMap<>();
        for (Doc each : set.docs("keys")) {
            PublicKey key = TokenKeys.of(each);
            if (key != null) {
                byId.put(each.text("kid", ""), key);
            }
        }
        Keys keys = new Keys(byId, ports.time().nanos());
        if (known.size() >= ISSUERS) {
            known.clear();
        }
        known.put(issuer, keys);
        return keys;
    }
}
