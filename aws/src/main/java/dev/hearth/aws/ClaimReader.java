package dev.hearth.aws;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@link Claim} of a request from its Authorization header or its presigned query, and refuses what is
 * incomplete in AWS's words (IAM user guide, "Troubleshoot AWS SigV4 signing").
 */
final class ClaimReader {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String TERMINATOR = "aws4_request";

    /** Seven days, the longest that AWS lets a presigned request live. */
    static final long MAX_EXPIRES_SECONDS = 604_800;

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final int BASIC_CHARS = 16;

    private ClaimReader() {}

    static Claim read(RequestHead head) {
        String authorization = head.header("Authorization");
        if (authorization != null) {
            return ofHeader(head, authorization.trim());
        }
        if (head.query().contains("X-Amz-Signature=") || head.query().contains("X-Amz-Algorithm=")) {
            return ofQuery(head);
        }
        throw EdgeError.MISSING_TOKEN.because("Missing Authentication Token");
    }

    private static Claim ofHeader(RequestHead head, String authorization) {
        if (!authorization.startsWith(ALGORITHM)) {
            throw EdgeError.INCOMPLETE_SIGNATURE.because("Authorization header requires the algorithm " + ALGORITHM);
        }
        String credential = part(authorization, "Credential=");
        String signedHeaders = part(authorization, "SignedHeaders=");
        String signature = part(authorization, "Signature=");
        String timestamp = timestamp(head);
        if (credential == null || signedHeaders == null || signature == null || timestamp == null) {
            throw EdgeError.INCOMPLETE_SIGNATURE.because(
                    missing("Credential", credential) + missing("Signature", signature)
                            + missing("SignedHeaders", signedHeaders)
                            + (timestamp == null
                                    ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
                                            + "header. "
                                    : "")
                            + "Authorization=" + ALGORITHM);
        }
        return claim(credential, signedHeaders, signature, timestamp, -1, head.header("X-Amz-Security-Token"));
    }

    private static String missing(String name, @Nullable String value) {
        return value == null ? "Authorization header requires '" + name + "' parameter. " : "";
    }

    /** The value behind {@code name} up to the next comma. */
    private static @Nullable String part(String authorization, String name) {
        int start = -1;
        for (int at = authorization.indexOf(name); at >= 0 && start < 0; at = authorization.indexOf(name, at + 1)) {
            char before = authorization.charAt(at - 1);
            start = before == ' ' || before == ',' ? at + name.length() : -1;
        }
        if (start < 0) {
            return null;
        }
        int comma = authorization.indexOf(',', start);
        return authorization
                .substring(start, comma < 0 ? authorization.length() : comma)
                .trim();
    }

    private static @Nullable String timestamp(RequestHead head) {
        String timestamp = head.header("X-Amz-Date");
        if (timestamp != null) {
            return timestamp.trim();
        }
        String date = head.header("Date");
        if (date == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .withZoneSameInstant(ZoneOffset.UTC)
                    .format(BASIC);
        } catch (DateTimeException notHttp) {
            return date.trim();
        }
    }

    private static Claim ofQuery(RequestHead head) {
        Map<String, String> query = new HashMap<>();
        for (Map.Entry<String, String> pair : Percent.pairs(head.query())) {
            query.put(pair.getKey(), pair.getValue());
        }
        for (String name : List.of("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature")) {
            if (!query.containsKey("X-Amz-" + name)) {
                throw EdgeError.INCOMPLETE_SIGNATURE.because(
                        "AWS query-string parameters must include 'X-Amz-Algorithm', "
                                + "'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date' and "
                                + "'X-Amz-Expires'. Re-examine the query-string parameters.");
            }
        }
        if (!query.getOrDefault("X-Amz-Algorithm", "").equals(ALGORITHM)) {
            throw EdgeError.INCOMPLETE_SIGNATURE.because("X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
        }
        return claim(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-SignedHeaders", ""),
                query.getOrDefault("X-Amz-Signature", ""),
                query.getOrDefault("X-Amz-Date", ""),
                expires(query.getOrDefault("X-Amz-Expires", "")),
                query.get("X-Amz-Security-Token"));
    }

    private static long expires(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0 && seconds <= MAX_EXPIRES_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException notANumber) {
            // The same answer as a number out of range.
        }
        throw EdgeError.INCOMPLETE_SIGNATURE.because(
                "X-Amz-Expires must be between 0 and " + MAX_EXPIRES_SECONDS + " seconds");
    }

    private static Claim claim(
            String credential, String headers, String signature, String time, long expires, @Nullable String token) {
        int date = credential.indexOf('/');
        int region = credential.indexOf('/', date + 1);
        int service = credential.indexOf('/', region + 1);
        int end = credential.indexOf('/', service + 1);
        if (date <= 0
                || region <= date
                || service <= region
                || end <= service
                || credential.indexOf('/', end + 1) > 0) {
            throw EdgeError.INCOMPLETE_SIGNATURE.because("Credential must have exactly 5 slash-delimited elements, "
                    + "e.g. keyid/date/region/service/term, got '"
                    + Scalars.shown(credential) + "'");
        }
        if (credential.length() != end + 1 + TERMINATOR.length() || !credential.endsWith(TERMINATOR)) {
            throw EdgeError.INVALID_SIGNATURE.because(
                    "Credential should be scoped with a valid terminator: '" + TERMINATOR + "'.");
        }
        return new Claim(
                credential.substring(0, date),
                credential.substring(date + 1),
                credential.substring(date + 1, region),
                credential.substring(region + 1, service),
                credential.substring(service + 1, end),
                headers,
                signature,
                time,
                epochSecond(time),
                expires,
                token);
    }

    /** Reads digits by hand: this is on every request's way, and a formatter makes a dozen objects. */
    private static long epochSecond(String time) {
        try {
            if (time.length() == BASIC_CHARS && time.charAt(8) == 'T' && time.charAt(15) == 'Z') {
                return LocalDateTime.of(
                                digits(time, 0, 4),
                                digits(time, 4, 6),
                                digits(time, 6, 8),
                                digits(time, 9, 11),
                                digits(time, 11, 13),
                                digits(time, 13, 15))
                        .toEpochSecond(ZoneOffset.UTC);
            }
        } catch (DateTimeException notADate) {
            // The same answer as a text of another form.
        }
        throw EdgeError.INCOMPLETE_SIGNATURE.because("Date must be in ISO-8601 'basic format'. Got '"
                + Scalars.shown(time) + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("not a digit");
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
