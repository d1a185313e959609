package dev.hearth.aws;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether bytes are one JSON document (RFC 8259, UTF-8) without making anything of them. Belongs to one thread.
 *
 * <p>It stands in every invocation's way, so strings are read eight bytes at a time.
 */
final class JsonScan {

    /** How deep arrays and objects may stand in each other. */
    static final int MAX_DEPTH = 1000;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private final boolean[] objects = new boolean[MAX_DEPTH];
    private byte[] bytes = {};
    private int at;
    private int end;
    private int depth;

    boolean isJson(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        depth = 0;
        boolean json = document();
        bytes = new byte[0];
        return json;
    }

    private boolean document() {
        boolean more = true;
        while (more) {
            space();
            if (at == end) {
                return false;
            }
            byte first = bytes[at];
            if (first == '{' || first == '[') {
                at++;
                if (depth == MAX_DEPTH) {
                    return false;
                }
                objects[depth++] = first == '{';
                space();
                if (at < end && bytes[at] == (first == '{' ? '}' : ']')) {
                    at++;
                    depth--;
                } else if (first == '{' && !name()) {
                    return false;
                } else {
                    continue;
                }
            } else if (!scalar(first)) {
                return false;
            }
            int next = afterValue();
            if (next < 0) {
                return false;
            }
            more = next > 0;
        }
        return at == end;
    }

    /** Closes what ends here. 1 when a value must follow, 0 at the end of the document, -1 when it is no JSON. */
    private int afterValue() {
        while (true) {
            space();
            if (depth == 0) {
                return 0;
            }
            if (at == end) {
                return -1;
            }
            byte c = bytes[at++];
            boolean object = objects[depth - 1];
            if (c == ',') {
                if (!object) {
                    return 1;
                }
                space();
                return name() ? 1 : -1;
            }
            if (c != (object ? '}' : ']')) {
                return -1;
            }
            depth--;
        }
    }

    private void space() {
        while (at < end) {
            byte c = bytes[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private boolean name() {
        if (at == end || bytes[at] != '"' || !string()) {
            return false;
        }
        space();
        return at < end && bytes[at++] == ':';
    }

    private boolean scalar(byte first) {
        return switch (first) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }

    private boolean literal(String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private boolean number() {
        if (bytes[at] == '-') {
            at++;
        }
        if (at < end && bytes[at] == '0') {
            at++;
        } else if (digits() == 0) {
            return false;
        }
        if (at < end && bytes[at] == '.') {
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            return digits() > 0;
        }
        return true;
    }

    private int digits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - start;
    }

    private boolean string() {
        at++;
        while (true) {
            plain();
            if (at == end) {
                return false;
            }
            int c = bytes[at++] & 0xFF;
            if (c == '"') {
                return true;
            }
            if (c == '\\' ? !escape() : c < ' ' || c >= 0x80 && !multiByte(c)) {
                return false;
            }
        }
    }

    /** Moves to the next byte that is a quote, a backslash, a control or not ASCII, eight at a time. */
    private void plain() {
        while (at + 8 <= end) {
            long eight = (long) LONGS.get(bytes, at);
            long odd = eight | zero(eight ^ QUOTES) | zero(eight ^ BACKSLASHES) | eight - SPACES;
            if ((odd & HIGHS) != 0) {
                break;
            }
            at += 8;
        }
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
    }

    /** High bits where {@code word} has a zero byte; perhaps also behind one. */
    private static long zero(long word) {
        return word - ONES & ~word;
    }

    private boolean escape() {
        if (at == end) {
            return false;
        }
        byte c = bytes[at++];
        if (c != 'u') {
            return "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int i = 0; i < 4; i++, at++) {
            if (at == end || Character.digit(bytes[at], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The rest of a UTF-8 sequence: no overlong form, no surrogate, nothing above U+10FFFF. */
    private boolean multiByte(int lead) {
        int more = lead < 0xC2 || lead > 0xF4 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (more < 0 || end - at < more) {
            return false;
        }
        int second = bytes[at] & 0xFF;
        boolean bad = lead == 0xE0 && second < 0xA0
                || lead == 0xED && second > 0x9F
                || lead == 0xF0 && second < 0x90
                || lead == 0xF4 && second > 0x8F;
        for (int i = 0; i < more; i++) {
            bad |= (bytes[at + i] & 0xC0) != 0x80;
        }
        at += more;
        return !bad;
    }
}
