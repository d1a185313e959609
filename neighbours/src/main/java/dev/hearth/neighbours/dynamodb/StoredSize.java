package dev.hearth.neighbours.dynamodb;

import java.nio.charset.StandardCharsets;

/** What {@link ItemSize} says of an item, from its bytes. */
final class StoredSize implements StoredItem.Visitor {

    private int size;

    private StoredSize() {}

    static int of(byte[] bytes) {
        StoredSize counter = new StoredSize();
        ItemWalk.of(bytes, counter);
        return counter.size;
    }

    @Override
    public void name(byte[] bytes, int offset, int length) {
        size += length;
    }

    @Override
    public void text(byte[] bytes, int offset, int length) {
        size += length;
    }

    @Override
    public void number(byte[] bytes, int offset, int length) {
        size += Numbers.size(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void binary(byte[] bytes, int offset, int length) {
        size += length;
    }

    @Override
    public void truth(boolean truth) {
        size++;
    }

    @Override
    public void nothing() {
        size++;
    }

    @Override
    public void begin(StoredItem.Kind kind, int count) {
        if (kind == StoredItem.Kind.L || kind == StoredItem.Kind.M) {
            size += ItemSize.DOCUMENT + count;
        }
    }

    @Override
    public void element(StoredItem.Kind kind, byte[] bytes, int offset, int length) {
        if (kind == StoredItem.Kind.NS) {
            number(bytes, offset, length);
        } else {
            size += length;
        }
    }

    @Override
    public void end(StoredItem.Kind kind) {
        // Its parts are counted.
    }
}
