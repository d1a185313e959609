package dev.hearth.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The other side of SigV4 in a few lines, for requests that no SDK would send. */
public final class TinySigner {

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String keyId;
    private final String secret;
    private final String region;

    public TinySigner(String keyId, String secret, String region) {
        this.keyId = keyId;
        this.secret = secret;
        this.region = region;
    }

    /** The headers {@code Host}, {@code X-Amz-Date} and {@code Authorization} for a request without dot segments. */
    public String headers(String service, String method, String uri, TreeMap<String, String> signed, byte[] body) {
        String time = BASIC.format(Instant.now());
        TreeMap<String, String> headers = new TreeMap<>(signed);
        headers.put("host", "localhost");
        headers.put("x-amz-date", time);
        String names = String.join(";", headers.keySet());
        StringBuilder canonical = new StringBuilder(method + "\n" + path(uri) + "\n" + query(uri) + "\n");
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value.strip()).append('\n'));
        canonical.append('\n').append(names).append('\n').append(hex(body));
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n"
                + hex(canonical.toString().getBytes(StandardCharsets.ISO_8859_1));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = mac(key, part);
        }
        StringBuilder text = new StringBuilder();
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text + "authorization: AWS4-HMAC-SHA256 Credential=" + keyId + "/" + scope + ", SignedHeaders=" + names
                + ", Signature=" + HexFormat.of().formatHex(mac(key, toSign)) + "\r\n";
    }

    private static String path(String uri) {
        String path = uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.ISO_8859_1)) {
            boolean plain = b > 0 && (Character.isLetterOrDigit(b) || "-._~/".indexOf(b) >= 0);
            encoded.append(plain ? Character.toString(b) : "%%%02X".formatted(b & 0xFF));
        }
        return encoded.toString();
    }

    /** Expects parameters that are sorted and encoded already. */
    private static String query(String uri) {
        return uri.contains("?") ? uri.substring(uri.indexOf('?') + 1) : "";
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
