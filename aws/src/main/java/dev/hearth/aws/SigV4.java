package dev.hearth.aws;

import dev.hearth.core.Time;
import dev.hearth.neighbours.iam.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks SigV4 signatures. Belongs to one thread: it keeps its buffers and the macs of the last signing keys.
 *
 * <p>Two steps, so that nobody unknown makes us read a body: {@link #admit} looks at all that the head tells,
 * {@link #verify} at the signature itself.
 */
final class SigV4 {

    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    /** How many signing keys are remembered; one per key, day, region and service. */
    static final int MAX_KEYS = 64;

    private static final String HMAC = "HmacSHA256";
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private record SigningKey(String secret, Mac mac) {}

    private final AccessKeys keys;
    private final Time time;
    private final long skewSeconds;
    private final String region;
    private final Scratch canonical = new Scratch();
    private final Scratch toSign = new Scratch();
    private final Map<String, SigningKey> signingKeys = new LinkedHashMap<>(MAX_KEYS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SigningKey> eldest) {
            return size() > MAX_KEYS;
        }
    };

    SigV4(AccessKeys keys, Time time, Duration skew, String region) {
        this.keys = keys;
        this.time = time;
        this.skewSeconds = skew.toSeconds();
        this.region = region;
    }

    /** The key of a request whose head leaves nothing to say against it. */
    Signer admit(Claim claim) {
        Signer key = keys.find(claim.accessKeyId(), claim.token());
        if (key == null) {
            throw EdgeError.UNRECOGNIZED_CLIENT.because("The security token included in the request is invalid.");
        }
        checkScope(claim);
        checkTime(claim);
        if (key.expiresMillis() <= time.millis()) {
            throw EdgeError.EXPIRED_TOKEN.because("The security token included in the request is expired");
        }
        return key;
    }

    private void checkScope(Claim claim) {
        // STS and IAM have a global endpoint whose region is us-east-1 wherever it is called from.
        boolean global = (claim.service().equals("sts") || claim.service().equals("iam"))
                && claim.region().equals("us-east-1");
        if (!claim.region().equals(region) && !global) {
            throw EdgeError.INVALID_SIGNATURE.because(
                    "Credential should be scoped to a valid region. This endpoint serves '" + region + "', not '"
                            + Scalars.shown(claim.region()) + "'.");
        }
        if (!claim.timestamp().startsWith(claim.date()) || claim.date().length() != 8) {
            throw EdgeError.INVALID_SIGNATURE.because(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                            + Scalars.shown(claim.date()) + "' != '"
                            + claim.timestamp().substring(0, 8)
                            + "', from '" + claim.timestamp() + "'.");
        }
        if (!namesHost(claim.signedHeaders())) {
            throw EdgeError.INVALID_SIGNATURE.because(
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    private static boolean namesHost(String signedHeaders) {
        int at = signedHeaders.indexOf("host");
        while (at >= 0) {
            boolean begins = at == 0 || signedHeaders.charAt(at - 1) == ';';
            boolean ends = at + 4 == signedHeaders.length() || signedHeaders.charAt(at + 4) == ';';
            if (begins && ends) {
                return true;
            }
            at = signedHeaders.indexOf("host", at + 1);
        }
        return false;
    }

    private void checkTime(Claim claim) {
        long now = time.instant().getEpochSecond();
        if (claim.epochSecond() > now + skewSeconds) {
            throw EdgeError.INVALID_SIGNATURE.because("Signature not yet current: " + claim.timestamp()
                    + " is still later than " + basic(now + skewSeconds) + " (" + basic(now) + " + "
                    + skewSeconds / 60 + " min.)");
        }
        long lifetime = claim.presigned() ? claim.expiresSeconds() : skewSeconds;
        if (claim.epochSecond() + lifetime < now) {
            throw EdgeError.INVALID_SIGNATURE.because(
                    "Signature expired: " + claim.timestamp() + " is now earlier than " + basic(now - lifetime) + " ("
                            + basic(now) + " - " + minutes(lifetime) + ")");
        }
    }

    private static String minutes(long seconds) {
        return seconds % 60 == 0 ? seconds / 60 + " min." : seconds + " sec.";
    }

    private static String basic(long epochSecond) {
        return BASIC.format(Instant.ofEpochSecond(epochSecond));
    }

    /** The digest of a whole body, in the form that {@link #verify} takes. */
    String hash(byte[] body, int offset, int length) {
        return HexFormat.of().formatHex(canonical.digest(body, offset, length));
    }

    /**
     * Refuses a signature that {@code key} did not make over this head and a body with this hash.
     *
     * @param bodyHash lower-case hexadecimal SHA-256, or {@link #UNSIGNED_PAYLOAD}
     */
    void verify(RequestHead head, Claim claim, Signer key, String bodyHash) {
        CanonicalRequest.write(canonical, head, claim, bodyHash);
        toSign.clear();
        toSign.put(ClaimReader.ALGORITHM);
        toSign.put('\n');
        toSign.put(claim.timestamp());
        toSign.put('\n');
        toSign.put(claim.scope());
        toSign.put('\n');
        toSign.putHex(canonical.digest());
        Mac mac = mac(claim, key.secret());
        mac.update(toSign.array(), 0, toSign.length());
        byte[] expected = mac.doFinal();
        if (!MessageDigest.isEqual(expected, raw(claim.signature()))) {
            throw EdgeError.INVALID_SIGNATURE.because(
                    "The request signature we calculated does not match the signature you "
                            + "provided. Check your AWS Secret Access Key and signing method. "
                            + "Consult the service documentation "
                            + "for details.");
        }
    }

    private static byte[] raw(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException notHex) {
            return new byte[0];
        }
    }

    private Mac mac(Claim claim, String secret) {
        String name = claim.accessKeyId() + '/' + claim.scope();
        SigningKey known = signingKeys.get(name);
        if (known == null || !known.secret().equals(secret)) {
            known = new SigningKey(secret, derive(claim, secret));
            signingKeys.put(name, known);
        }
        return known.mac();
    }

    private static Mac derive(Claim claim, String secret) {
        return keyed(signingKey(secret, claim.date(), claim.region(), claim.service()));
    }

    /** What {@code secret} signs with on a day, in a region, for a service. */
    static byte[] signingKey(String secret, String date, String region, String service) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {date, region, service, ClaimReader.TERMINATOR}) {
            key = hmac(key, part);
        }
        return key;
    }

    static byte[] hmac(byte[] key, String text) {
        return keyed(key).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
