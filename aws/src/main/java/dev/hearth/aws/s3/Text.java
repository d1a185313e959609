package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.S3Error;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How S3 writes keys, dates and query strings. */
final class Text {

    private static final DateTimeFormatter HTTP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Text() {}

    /** Percent-decoded UTF-8; a plus sign is itself. */
    static String decoded(String text) {
        return decode(text, false);
    }

    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            boolean ascii = text.chars().allMatch(c -> c < 128);
            if (ascii) {
                return text;
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw S3Error.INVALID_ARGUMENT.because("Couldn't parse the specified URI.");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw S3Error.INVALID_ARGUMENT.because("Couldn't parse the specified URI.");
        }
    }

    /** A query string's parameters, or a header's that is written like one. */
    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.putIfAbsent(
                        decode(equals < 0 ? pair : pair.substring(0, equals), true),
                        equals < 0 ? "" : decode(pair.substring(equals + 1), true));
            }
        }
        return parameters;
    }

    /** Percent-encoded as listings with {@code encoding-type=url} have it; slashes stay. */
    static String encoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && Character.isLetterOrDigit(c) || "-._~/*".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }

    /** A whole number that a caller wrote; InvalidArgument for what is none. */
    static long whole(String text) {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The same answer as a negative number.
        }
        throw S3Error.INVALID_ARGUMENT.because("'" + text + "' is not a whole number");
    }

    static String http(long millis) {
        return HTTP.format(Instant.ofEpochMilli(millis));
    }

    static String iso(long millis) {
        return ISO.format(Instant.ofEpochMilli(millis));
    }

    /** The moment of an HTTP date; null when it is none. */
    static @Nullable Long millis(@Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date))
                    .toEpochMilli();
        } catch (DateTimeException notHttp) {
            try {
                return Instant.parse(date).toEpochMilli();
            } catch (DateTimeException neither) {
                return null;
            }
        }
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }
}
