package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 over a whole request, as bytes that can be sent again and again while the signature is young.
 *
 * @param port of the endpoint on 127.0.0.1
 */
record Signer(int port, String accessKeyId, String secretAccessKey, String region) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;

    /** A signed request to the Lambda API. Neither path nor headers hold what needs escaping. */
    byte[] request(String method, String path, Map<String, String> more, byte[] body) {
        return request("lambda", method, path, more, body);
    }

    /** A signed request to {@code service}. */
    byte[] request(String service, String method, String path, Map<String, String> more, byte[] body) {
        return RawHttp.request(method, path, headers(service, method, path, more, sha256(body)), body);
    }

    /** The headers of a signed request to {@code service} whose body has this SHA-256. */
    Map<String, String> headers(String service, String method, String path, Map<String, String> more, String hash) {
        String stamp = STAMP.format(Instant.now());
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("host", "127.0.0.1:" + port);
        headers.putIfAbsent("content-type", "application/json");
        headers.put("x-amz-date", stamp);
        int question = path.indexOf('?');
        String place = question < 0 ? path : path.substring(0, question);
        String query = question < 0 ? "" : path.substring(question + 1);
        StringBuilder canonical = new StringBuilder(method + "\n" + place + "\n" + query + "\n");
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        String names = String.join(";", headers.keySet());
        canonical.append('\n').append(names).append('\n').append(hash);
        String scope = stamp.substring(0, DATE_LENGTH) + "/" + region + "/" + service + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + sha256(utf8(canonical.toString()));
        byte[] key = utf8("AWS4" + secretAccessKey);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        String signature = HexFormat.of().formatHex(hmac(key, toSign));
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature);
        return headers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** In hexadecimal digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
