package dev.hearth.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AWS Signature Version 4 for the few requests that the command line itself makes.
 *
 * <p>Source: AWS documentation, "Create a signed AWS API request". Query strings are encoded by who asks.
 *
 * @param keys who signs
 * @param region of the credential scope
 * @param service of the credential scope
 */
record RequestSigner(KeyPair keys, String region, String service) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;

    /** The headers to add to {@code headers} so that the request carries a valid signature. */
    Map<String, String> sign(String method, URI uri, Map<String, String> headers, byte[] body, Instant now) {
        return sign(method, uri, headers, hex(sha256(body)), now);
    }

    /** The same for a body of which only the SHA-256 in hexadecimal digits is known. */
    Map<String, String> sign(String method, URI uri, Map<String, String> headers, String digest, Instant now) {
        String stamp = STAMP.format(now);
        TreeMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", uri.getRawAuthority());
        signed.put("x-amz-date", stamp);
        String names = String.join(";", signed.keySet());
        StringBuilder canonical = new StringBuilder(method).append('\n');
        // Every service but S3 encodes the path, as sent, once more.
        String path = service.equals("s3") ? uri.getRawPath() : uri.getRawPath().replace("%", "%25");
        canonical.append(path).append('\n').append(query(uri.getRawQuery())).append('\n');
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value.strip()).append('\n'));
        canonical.append('\n').append(names).append('\n').append(digest);
        String scope = stamp.substring(0, DATE_LENGTH) + "/" + region + "/" + service + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + hex(sha256(utf8(canonical.toString())));
        byte[] key = utf8("AWS4" + keys.secretAccessKey());
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        String authorization = "AWS4-HMAC-SHA256 Credential=" + keys.accessKeyId() + "/" + scope + ", SignedHeaders="
                + names + ", Signature=" + hex(hmac(key, toSign));
        return Map.of("x-amz-date", stamp, "authorization", authorization);
    }

    /** The parameters of a query whose values are encoded already, in order. */
    private static String query(@Nullable String raw) {
        return raw == null
                ? ""
                : Arrays.stream(raw.split("&"))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }
}
