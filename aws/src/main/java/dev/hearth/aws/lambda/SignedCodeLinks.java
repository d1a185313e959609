package dev.hearth.aws.lambda;

import dev.hearth.core.FaultException;
import dev.hearth.core.Time;
import dev.hearth.services.registry.CodeStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@link CodeLinks} whose digest and expiry are signed with HMAC-SHA-256. */
final class SignedCodeLinks implements CodeLinks {

    static final int KEY_BYTES = 32;

    private static final String PREFIX = "/_hearth/code/";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FILE = Pattern.compile(PREFIX + "([0-9a-f]{64})\\.zip");
    private static final Pattern QUERY = Pattern.compile("Expires=([0-9]{1,12})&Signature=([0-9a-f]{64})");

    private final Time time;
    private final byte[] key;
    private final Supplier<String> endpoint;
    private final CodeStore code;

    SignedCodeLinks(Time time, byte[] key, Supplier<String> endpoint, CodeStore code) {
        this.time = time;
        this.key = key;
        this.endpoint = endpoint;
        this.code = code;
    }

    @Override
    public String location(String digest) {
        long expires = time.instant().getEpochSecond() + LIFETIME_SECONDS;
        return endpoint.get() + PREFIX + digest + ".zip?Expires=" + expires + "&Signature="
                + signature(digest, expires);
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public Answer get(String path, String query) {
        Matcher file = FILE.matcher(path);
        Matcher signed = QUERY.matcher(query);
        if (!file.matches() || !signed.matches()) {
            return refused(403, "AccessDenied", "The link is incomplete.");
        }
        String digest = file.group(1);
        long expires = Long.parseLong(signed.group(1));
        byte[] expected = signature(digest, expires).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signed.group(2).getBytes(StandardCharsets.US_ASCII))) {
            return refused(403, "SignatureDoesNotMatch", "The link is not one of this process.");
        }
        if (time.instant().getEpochSecond() >= expires) {
            return refused(403, "AccessDenied", "Request has expired");
        }
        try {
            return new Answer(200, "application/zip", code.zip(digest));
        } catch (FaultException _) {
            return refused(404, "NoSuchKey", "The specified key does not exist.");
        }
    }

    private String signature(String digest, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal((digest + "\n" + expires).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** S3's error shape, because AWS's own links lead there. */
    private static Answer refused(int status, String code, String message) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>";
        return new Answer(status, "application/xml", xml.getBytes(StandardCharsets.UTF_8));
    }
}
