package dev.hearth.aws;

import dev.hearth.core.Time;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * S3's older signatures, which boto3 still makes for presigned URLs (S3 developer guide, "Signing and authenticating
 * REST requests").
 */
final class SigV2 {

    private static final String PREFIX = "AWS ";
    private static final Set<String> SIGNED_PARAMETERS = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "cors",
            "delete",
            "encryption",
            "inventory",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "partNumber",
            "policy",
            "replication",
            "requestPayment",
            "restore",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires");

    /** They are younger than these signatures, which do not cover them: anybody could add one. */
    private static final Set<String> UNSIGNED = Set.of(
            "abac",
            "attributes",
            "intelligent-tiering",
            "legal-hold",
            "metadataConfiguration",
            "metadataTable",
            "ownershipControls",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "retention",
            "session");

    private SigV2() {}

    static boolean isSigned(RequestHead head) {
        String authorization = head.header("Authorization");
        return authorization == null
                ? head.query().contains("AWSAccessKeyId=") && head.query().contains("Signature=")
                : authorization.startsWith(PREFIX);
    }

    /** @param resource the path with the bucket in front, as it came */
    static StreamRequest.Signer judge(AccessKeys keys, Time time, Duration skew, RequestHead head, String resource) {
        Map<String, String> query = new HashMap<>();
        boolean plain = true;
        for (Map.Entry<String, String> pair : Percent.pairs(head.query())) {
            // One value would be signed and another one served.
            plain &= query.put(pair.getKey(), pair.getValue()) == null && !UNSIGNED.contains(pair.getKey());
        }
        String authorization = head.header("Authorization");
        boolean presigned = authorization == null;
        String claim = authorization == null ? "" : authorization.substring(PREFIX.length());
        int colon = claim.lastIndexOf(':');
        String id = presigned ? query.getOrDefault("AWSAccessKeyId", "") : colon < 0 ? "" : claim.substring(0, colon);
        String signature = presigned ? query.getOrDefault("Signature", "") : claim.substring(colon + 1);
        String token = head.header("x-amz-security-token");
        Signer key = keys.find(id, token == null ? query.get("x-amz-security-token") : token);
        if (key == null) {
            return refused(EdgeError.UNRECOGNIZED_CLIENT, "", presigned);
        }
        if (key.expiresMillis() <= time.millis()) {
            return refused(EdgeError.EXPIRED_TOKEN, "The provided token has expired.", presigned);
        }
        if (!presigned && !isFresh(head, time, skew)) {
            return refused(EdgeError.INVALID_SIGNATURE, "Signature expired", false);
        }
        String expires = query.getOrDefault("Expires", "");
        if (presigned && !isBefore(time.instant().getEpochSecond(), expires)) {
            return refused(EdgeError.INVALID_SIGNATURE, "Signature expired", true);
        }
        String text = text(head, presigned ? expires : date(head), resource, query);
        boolean same = plain
                && MessageDigest.isEqual(
                        sign(key.secret(), text).getBytes(StandardCharsets.US_ASCII),
                        signature.getBytes(StandardCharsets.UTF_8));
        return same ? known(id, key.caller(), presigned) : refused(EdgeError.INVALID_SIGNATURE, "", presigned);
    }

    private static StreamRequest.Signer known(String id, Caller caller, boolean presigned) {
        return new StreamRequest.Signer.Known(id, caller, "", "", "", new byte[0], presigned);
    }

    private static StreamRequest.Signer refused(EdgeError error, String message, boolean presigned) {
        return new StreamRequest.Signer.Refused(error.name(), message, presigned);
    }

    private static boolean isBefore(long now, String expires) {
        try {
            return now < Long.parseLong(expires);
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** Whether a request that is signed in its head was signed now: nobody may send it again tomorrow. */
    private static boolean isFresh(RequestHead head, Time time, Duration skew) {
        String amz = head.header("x-amz-date");
        try {
            Instant signed = ZonedDateTime.parse(
                            said(amz == null ? head.header("Date") : amz), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(signed, time.instant()).abs().compareTo(skew) <= 0;
        } catch (DateTimeException notHttp) {
            return false;
        }
    }

    private static String date(RequestHead head) {
        return head.header("x-amz-date") == null ? said(head.header("Date")) : "";
    }

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String text(RequestHead head, String date, String resource, Map<String, String> query) {
        StringBuilder text = new StringBuilder(head.method())
                .append('\n')
                .append(said(head.header("Content-MD5")))
                .append('\n')
                .append(said(head.header("Content-Type")))
                .append('\n')
                .append(date)
                .append('\n');
        Map<String, String> amz = new TreeMap<>();
        head.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-")) {
                amz.merge(lower, value.strip(), (first, second) -> first + "," + second);
            }
        });
        amz.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append(resource);
        char before = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(query).entrySet()) {
            if (SIGNED_PARAMETERS.contains(parameter.getKey())) {
                text.append(before).append(parameter.getKey());
                if (!parameter.getValue().isEmpty()) {
                    text.append('=').append(parameter.getValue());
                }
                before = '&';
            }
        }
        return text.toString();
    }

    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
