package dev.hearth.neighbours.dynamodb;

import dev.hearth.neighbours.dynamodb.StoredItem.Kind;
import dev.hearth.neighbours.dynamodb.StoredItem.Visitor;

/** Shows the bytes of {@link ItemCodec} to a visitor, without making values of them. */
final class ItemWalk {

    private final ItemCodec codec;
    private final byte[] bytes;
    private final Visitor visitor;

    private ItemWalk(byte[] bytes, Visitor visitor) {
        this.codec = ItemCodec.reader(bytes);
        this.bytes = bytes;
        this.visitor = visitor;
    }

    static void of(byte[] bytes, Visitor visitor) {
        ItemWalk walk = new ItemWalk(bytes, visitor);
        walk.codec.version();
        walk.members((int) walk.codec.count());
    }

    private void members(int count) {
        for (int i = 0; i < count; i++) {
            int length = (int) codec.count();
            visitor.name(bytes, codec.skip(length), length);
            value();
        }
    }

    private void value() {
        int type = codec.single();
        switch (type) {
            case 'S' -> {
                int length = (int) codec.count();
                visitor.text(bytes, codec.skip(length), length);
            }
            case 'N' -> {
                int length = (int) codec.count();
                visitor.number(bytes, codec.skip(length), length);
            }
            case 'B' -> {
                int length = (int) codec.count();
                visitor.binary(bytes, codec.skip(length), length);
            }
            case 'T' -> visitor.truth(true);
            case 'F' -> visitor.truth(false);
            case '0' -> visitor.nothing();
            case 's' -> set(Kind.SS);
            case 'n' -> set(Kind.NS);
            case 'b' -> set(Kind.BS);
            case 'L' -> {
                int count = (int) codec.count();
                visitor.begin(Kind.L, count);
                for (int i = 0; i < count; i++) {
                    value();
                }
                visitor.end(Kind.L);
            }
            case 'M' -> {
                int count = (int) codec.count();
                visitor.begin(Kind.M, count);
                members(count);
                visitor.end(Kind.M);
            }
            default -> throw new IllegalStateException("a value of a type that is not known: " + type);
        }
    }

    private void set(Kind kind) {
        int count = (int) codec.count();
        visitor.begin(kind, count);
        for (int i = 0; i < count; i++) {
            int length = (int) codec.count();
            visitor.element(kind, bytes, codec.skip(length), length);
        }
        visitor.end(kind);
    }
}
