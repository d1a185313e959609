package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;

/** How large items are, as AWS counts (Developer Guide, "DynamoDB item sizes and formats"). */
final class ItemSize {

    /** Of an item with its names, bytes. */
    static final int MAX_BYTES = 400 * 1024;

    /** Of lists and maps, beside what is in them. */
    static final int DOCUMENT = 3;

    private static final int READ_UNIT = 4096;
    private static final int WRITE_UNIT = 1024;

    private ItemSize() {}

    static int of(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> each : item.entrySet()) {
            size += utf8(each.getKey()) + of(each.getValue());
        }
        return size;
    }

    static int of(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(String text) -> utf8(text);
            case AttributeValue.N(String number) -> Numbers.size(number);
            case AttributeValue.B(byte[] bytes) -> bytes.length;
            case AttributeValue.Bool _, AttributeValue.Null _ -> 1;
            case AttributeValue.Ss(List<String> all) ->
                all.stream().mapToInt(ItemSize::utf8).sum();
            case AttributeValue.Ns(List<String> all) ->
                all.stream().mapToInt(Numbers::size).sum();
            case AttributeValue.Bs(List<AttributeValue.B> all) ->
                all.stream().mapToInt(each -> each.value().length).sum();
            case AttributeValue.L(List<AttributeValue> all) -> DOCUMENT + all.size() + ofAll(all);
            case AttributeValue.M(Map<String, AttributeValue> all) -> DOCUMENT + all.size() + of(all);
        };
    }

    /** A loop, because each item of every answer comes by: a stream cost a twentieth of a query. */
    private static int ofAll(List<AttributeValue> all) {
        int size = 0;
        for (AttributeValue each : all) {
            size += of(each);
        }
        return size;
    }

    /** The bytes of {@code text} in UTF-8. */
    static int utf8(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F) {
                // A surrogate is one of two chars that are four bytes together.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** Capacity units of a strongly consistent read of {@code bytes}. */
    static double readUnits(long bytes) {
        return Math.max(1, (bytes + READ_UNIT - 1) / READ_UNIT);
    }

    /** Capacity units of a write of {@code bytes}. */
    static double writeUnits(long bytes) {
        return Math.max(1, (bytes + WRITE_UNIT - 1) / WRITE_UNIT);
    }
}
