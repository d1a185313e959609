package dev.hearth.neighbours.sam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digests in logical ids: SHA-1 of the tree as JSON with sorted names, without spaces, in ASCII. So the ids of
 * versions and layers are those that AWS makes.
 */
final class Canonical {

    /** Hexadecimal digits that a logical id takes. */
    static final int ID_DIGITS = 10;

    private static final int LAST_ASCII = 127;

    private Canonical() {}

    /** {@code prefix} with the first digits of the digest of {@code data}; the prefix alone when it says nothing. */
    static String id(String prefix, @Nullable Object data) {
        return Tree.says(data) ? prefix + digest(data).substring(0, ID_DIGITS) : prefix;
    }

    static String digest(@Nullable Object data) {
        String text = data instanceof String string ? string : json(data);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    static String json(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case String string -> quote(text, string);
            case Map<?, ?> map -> {
                TreeMap<String, Object> sorted = new TreeMap<>();
                map.forEach((name, member) -> sorted.put(String.valueOf(name), member));
                String before = "{";
                for (Map.Entry<String, Object> entry : sorted.entrySet()) {
                    text.append(before);
                    quote(text, entry.getKey());
                    text.append(':');
                    write(text, entry.getValue());
                    before = ",";
                }
                text.append(sorted.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String before = "[";
                for (Object item : list) {
                    text.append(before);
                    write(text, item);
                    before = ",";
                }
                text.append(list.isEmpty() ? "[]" : "]");
            }
            default -> text.append(value);
        }
    }

    private static void quote(StringBuilder text, String string) {
        text.append('"');
        for (char c : string.toCharArray()) {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ' || c > LAST_ASCII) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
