package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.StoredItem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Items into JSON straight from the store's bytes: a text is copied with eight bytes looked at at a time, and no
 * value is made. What most reads answer; {@link ValueWriter} has the rest.
 */
final class StoredJson implements StoredItem.Visitor {

    private static final int FIRST = 2_048;
    private static final int WORD = 8;
    private static final int SPACE = 0x20;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private byte[] out = new byte[FIRST];
    private int length;

    void item(StoredItem item) {
        separate();
        put('{');
        item.visit(this);
        put('}');
    }

    /** JSON as it is. */
    void raw(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(out, length);
    }

    private void room(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + more));
        }
    }

    private void put(int single) {
        room(1);
        out[length++] = (byte) single;
    }

    /** Every value ends otherwise than what may stand before a first one. */
    private void separate() {
        int last = length == 0 ? '{' : out[length - 1];
        if (last != '{' && last != '[' && last != ':') {
            put(',');
        }
    }

    private void open(String type) {
        separate();
        put('{');
        put('"');
        raw(type);
        put('"');
        put(':');
    }

    private void string(byte[] bytes, int offset, int count) {
        room(count + 2);
        out[length++] = '"';
        int at = offset;
        int end = offset + count;
        while (end - at >= WORD && isPlain((long) WORDS.get(bytes, at))) {
            at += WORD;
        }
        System.arraycopy(bytes, offset, out, length, at - offset);
        length += at - offset;
        while (at < end) {
            escaped(bytes[at++]);
        }
        put('"');
    }

    /** Whether nothing in eight bytes is escaped; at worst it says no too often. */
    private static boolean isPlain(long word) {
        long control = word - SPACE * ONES & ~word;
        long quotes = word ^ '"' * ONES;
        long slashes = word ^ '\\' * ONES;
        long found = control | quotes - ONES & ~quotes | slashes - ONES & ~slashes;
        return (found & HIGH) == 0;
    }

    private void escaped(byte b) {
        switch (b) {
            case '"', '\\' -> {
                put('\\');
                put(b);
            }
            case '\n' -> raw("\\n");
            case '\r' -> raw("\\r");
            case '\t' -> raw("\\t");
            default -> {
                if (b >= 0 && b < SPACE) {
                    raw("\\u00" + HexFormat.of().toHexDigits(b));
                } else {
                    put(b);
                }
            }
        }
    }

    @Override
    public void name(byte[] bytes, int offset, int count) {
        separate();
        string(bytes, offset, count);
        put(':');
    }

    @Override
    public void text(byte[] bytes, int offset, int count) {
        open("S");
        string(bytes, offset, count);
        put('}');
    }

    @Override
    public void number(byte[] bytes, int offset, int count) {
        open("N");
        string(bytes, offset, count);
        put('}');
    }

    @Override
    public void binary(byte[] bytes, int offset, int count) {
        open("B");
        base64(bytes, offset, count);
        put('}');
    }

    private void base64(byte[] bytes, int offset, int count) {
        byte[] coded = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, offset, offset + count));
        put('"');
        raw(new String(coded, StandardCharsets.ISO_8859_1));
        put('"');
    }

    @Override
    public void truth(boolean truth) {
        open("BOOL");
        raw(truth ? "true}" : "false}");
    }

    @Override
    public void nothing() {
        open("NULL");
        raw("true}");
    }

    @Override
    public void begin(StoredItem.Kind kind, int count) {
        open(kind.name());
        put(kind == StoredItem.Kind.M ? '{' : '[');
    }

    @Override
    public void element(StoredItem.Kind kind, byte[] bytes, int offset, int count) {
        separate();
        if (kind == StoredItem.Kind.BS) {
            base64(bytes, offset, count);
        } else {
            string(bytes, offset, count);
        }
    }

    @Override
    public void end(StoredItem.Kind kind) {
        put(kind == StoredItem.Kind.M ? '}' : ']');
        put('}');
    }
}
