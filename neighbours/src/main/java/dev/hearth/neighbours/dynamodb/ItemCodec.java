package dev.hearth.neighbours.dynamodb;

import dev.hearth.neighbours.dynamodb.AttributeValue.B;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Items as bytes: a version, then for each attribute its name, a letter for its type and its value. */
final class ItemCodec {

    private static final int VERSION = 1;
    private static final int SEVEN_BITS = 0x7F;

    private final byte[] bytes;
    private int at;

    private ItemCodec(byte[] bytes) {
        this.bytes = bytes;
    }

    static byte[] encode(Map<String, AttributeValue> item) {
        ByteSink sink = new ByteSink();
        write(sink, item);
        return sink.toBytes();
    }

    static void write(ByteSink sink, Map<String, AttributeValue> item) {
        sink.put(VERSION);
        writeMap(sink, item);
    }

    private static void writeMap(ByteSink sink, Map<String, AttributeValue> map) {
        sink.putCount(map.size());
        map.forEach((name, value) -> {
            sink.putText(name);
            writeValue(sink, value);
        });
    }

    private static void writeValue(ByteSink sink, AttributeValue value) {
        switch (value) {
            case AttributeValue.S(String text) -> {
                sink.put('S');
                sink.putText(text);
            }
            case AttributeValue.N(String number) -> {
                sink.put('N');
                sink.putText(number);
            }
            case B(byte[] binary) -> {
                sink.put('B');
                sink.putSized(binary);
            }
            case AttributeValue.Bool(boolean truth) -> sink.put(truth ? 'T' : 'F');
            case AttributeValue.Null() -> sink.put('0');
            case AttributeValue.Ss(List<String> texts) -> writeTexts(sink, 's', texts);
            case AttributeValue.Ns(List<String> numbers) -> writeTexts(sink, 'n', numbers);
            case AttributeValue.Bs(List<B> binaries) -> {
                sink.put('b');
                sink.putCount(binaries.size());
                binaries.forEach(each -> sink.putSized(each.value()));
            }
            case AttributeValue.L(List<AttributeValue> list) -> {
                sink.put('L');
                sink.putCount(list.size());
                list.forEach(each -> writeValue(sink, each));
            }
            case AttributeValue.M(Map<String, AttributeValue> map) -> {
                sink.put('M');
                writeMap(sink, map);
            }
        }
    }

    private static void writeTexts(ByteSink sink, char type, List<String> texts) {
        sink.put(type);
        sink.putCount(texts.size());
        texts.forEach(sink::putText);
    }

    static Map<String, AttributeValue> decode(byte[] bytes) {
        ItemCodec codec = new ItemCodec(bytes);
        return codec.item();
    }

    /** Reads items and other things one behind the other. */
    static ItemCodec reader(byte[] bytes) {
        return new ItemCodec(bytes);
    }

    Map<String, AttributeValue> item() {
        version();
        return map();
    }

    /** Refuses an item of another form. */
    void version() {
        if (bytes[at++] != VERSION) {
            throw new IllegalStateException("an item of a version that is not known");
        }
    }

    /** Where the next bytes begin, which are left out. */
    int skip(int length) {
        int start = at;
        at += length;
        return start;
    }

    private Map<String, AttributeValue> map() {
        int size = (int) count();
        Map<String, AttributeValue> map = LinkedHashMap.newLinkedHashMap(size);
        for (int i = 0; i < size; i++) {
            map.put(text(), value());
        }
        return map;
    }

    private AttributeValue value() {
        int type = bytes[at++];
        return switch (type) {
            case 'S' -> new AttributeValue.S(text());
            case 'N' -> new AttributeValue.N(text());
            case 'B' -> new B(sized());
            case 'T' -> new AttributeValue.Bool(true);
            case 'F' -> new AttributeValue.Bool(false);
            case '0' -> new AttributeValue.Null();
            case 's' -> new AttributeValue.Ss(texts());
            case 'n' -> new AttributeValue.Ns(texts());
            case 'b' -> {
                int size = (int) count();
                List<B> all = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    all.add(new B(sized()));
                }
                yield new AttributeValue.Bs(all);
            }
            case 'L' -> {
                int size = (int) count();
                List<AttributeValue> all = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    all.add(value());
                }
                yield new AttributeValue.L(all);
            }
            case 'M' -> new AttributeValue.M(map());
            default -> throw new IllegalStateException("a value of a type that is not known: " + type);
        };
    }

    private List<String> texts() {
        int size = (int) count();
        List<String> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(text());
        }
        return all;
    }

    long count() {
        long count = 0;
        int shift = 0;
        while (true) {
            int next = bytes[at++];
            count |= (long) (next & SEVEN_BITS) << shift;
            if (next >= 0) {
                return count;
            }
            shift += 7;
        }
    }

    String text() {
        int length = (int) count();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private byte[] sized() {
        int length = (int) count();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    int single() {
        return bytes[at++];
    }
}
