package dev.hearth.aws;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Percent-encoding (RFC 3986), read strictly: what is not well-formed UTF-8 behind the escapes is refused. */
final class Percent {

    /** How many parameters a query string or form may carry. */
    static final int MAX_PARAMETERS = 4096;

    private Percent() {}

    /** Decodes a path segment, where a plus sign is itself. */
    static String decodeSegment(String text) {
        return text.indexOf('%') < 0 ? text : decode(text, false);
    }

    /** Decodes a query or form component, where a plus sign is a space. */
    static String decodeComponent(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decode(text, true);
    }

    /** The pairs of a query string or form, decoded, in their order. */
    static List<Map.Entry<String, String>> pairs(String text) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                pairs.add(pair(text.substring(start, end)));
            }
            if (pairs.size() > MAX_PARAMETERS) {
                throw EdgeError.SERIALIZATION.because("More than " + MAX_PARAMETERS + " parameters");
            }
            start = end + 1;
        }
        return pairs;
    }

    private static Map.Entry<String, String> pair(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        return Map.entry(decodeComponent(name), decodeComponent(value));
    }

    private static String decode(String text, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(escaped(text, i));
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
            throw EdgeError.SERIALIZATION.because("The URL is not percent-encoded UTF-8");
        }
    }

    private static int escaped(String text, int at) {
        boolean whole = at + 2 < text.length();
        int high = whole ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = whole ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw EdgeError.SERIALIZATION.because("The URL has a broken percent escape");
        }
        return high << 4 | low;
    }
}
