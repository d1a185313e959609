package dev.hearth.neighbours.apigateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What URLs and content types mean. */
final class Text {

    /** Parameters of a query string. */
    static final int MAX_PARAMETERS = 4_096;

    private Text() {}

    /** Percent-decoded UTF-8; what is not such stays as it is. */
    static String decoded(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    return text;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c < 0x80) {
                bytes.write(plusIsSpace && c == '+' ? ' ' : c);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        String decoded = utf8(ByteBuffer.wrap(bytes.toByteArray()));
        return decoded == null ? text : decoded;
    }

    /** The pairs of a query string, decoded, in their order. */
    static List<Map.Entry<String, String>> pairs(String query) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        int start = 0;
        while (start < query.length() && pairs.size() < MAX_PARAMETERS) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (end > start) {
                String pair = query.substring(start, end);
                int equals = pair.indexOf('=');
                pairs.add(Map.entry(
                        decoded(equals < 0 ? pair : pair.substring(0, equals), true),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1), true)));
            }
            start = end + 1;
        }
        return pairs;
    }

    /** All values of each name. */
    static Map<String, List<String>> grouped(Iterable<Map.Entry<String, String>> pairs) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        pairs.forEach(pair -> groups.computeIfAbsent(pair.getKey(), name -> new ArrayList<>(1))
                .add(pair.getValue()));
        return groups;
    }

    /** The segments of a path. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            segments.add(path.substring(start, end));
            start = end + 1;
        }
        return segments;
    }

    static @Nullable String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** A content type without its parameters, in lower case. */
    static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Whether HTTP APIs and function URLs pass a body of this type on as text. */
    static boolean isText(String contentType) {
        String type = mediaType(contentType);
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/xml")
                || type.equals("application/javascript")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    /** Whether a list such as {@code image/png}, {@code image/*} or {@code *}{@code /*} names a type. */
    static boolean names(List<String> types, String type) {
        for (String each : types) {
            String wanted = each.toLowerCase(Locale.ROOT);
            if (wanted.equals("*/*")
                    || wanted.equals(type)
                    || wanted.endsWith("/*") && type.startsWith(wanted.substring(0, wanted.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
