package dev.hearth.neighbours.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of an item as a stream tells it.
 *
 * @param event INSERT, MODIFY or REMOVE
 * @param createdMillis since the epoch
 * @param expired whether the item's time to live did it
 * @param trace the trace header of who did it, or null
 * @param keys of the item
 * @param newImage if the stream has it
 * @param oldImage if the stream has it
 */
public record StreamRecord(
        String event,
        long createdMillis,
        boolean expired,
        @Nullable String trace,
        Map<String, AttributeValue> keys,
        @Nullable Map<String, AttributeValue> newImage,
        @Nullable Map<String, AttributeValue> oldImage) {

    private static final int EXPIRED = 1;
    private static final int NEW = 2;
    private static final int OLD = 4;
    private static final int TRACED = 8;

    /** Its size as AWS tells it, bytes. */
    public int size() {
        return ItemSize.of(keys)
                + (newImage == null ? 0 : ItemSize.of(newImage))
                + (oldImage == null ? 0 : ItemSize.of(oldImage));
    }

    /** Tells the record's item from others. */
    public String keyText() {
        return java.util.HexFormat.of().formatHex(ItemCodec.encode(keys));
    }

    byte[] encode() {
        ByteSink sink = new ByteSink();
        sink.put(event.charAt(0));
        sink.put((expired ? EXPIRED : 0)
                | (newImage == null ? 0 : NEW)
                | (oldImage == null ? 0 : OLD)
                | (trace == null ? 0 : TRACED));
        sink.putCount(createdMillis);
        if (trace != null) {
            sink.putText(trace);
        }
        ItemCodec.write(sink, keys);
        if (newImage != null) {
            ItemCodec.write(sink, newImage);
        }
        if (oldImage != null) {
            ItemCodec.write(sink, oldImage);
        }
        return sink.toBytes();
    }

    static StreamRecord decode(byte[] bytes) {
        ItemCodec reader = ItemCodec.reader(bytes);
        String event = switch (reader.single()) {
            case 'I' -> "INSERT";
            case 'M' -> "MODIFY";
            default -> "REMOVE";
        };
        int flags = reader.single();
        long created = reader.count();
        String trace = (flags & TRACED) == 0 ? null : reader.text();
        Map<String, AttributeValue> keys = reader.item();
        Map<String, AttributeValue> now = (flags & NEW) == 0 ? null : reader.item();
        Map<String, AttributeValue> before = (flags & OLD) == 0 ? null : reader.item();
        return new StreamRecord(event, created, (flags & EXPIRED) != 0, trace, keys, now, before);
    }
}
