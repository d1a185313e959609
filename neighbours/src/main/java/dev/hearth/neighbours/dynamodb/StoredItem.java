package dev.hearth.neighbours.dynamodb;

import java.util.Map;

/** An item as the store has it: its values are made only when somebody asks for one. */
public interface StoredItem extends Map<String, AttributeValue> {

    static StoredItem create(Map<String, AttributeValue> item) {
        return new LazyItem(ItemCodec.encode(item));
    }

    /** Shows all that is in it, in its order. */
    void visit(Visitor visitor);

    /** What has parts. */
    enum Kind {
        SS,
        NS,
        BS,
        L,
        M
    }

    /** Sees an item. Bytes are the store's own: they are to be read at once, and texts are UTF-8. */
    interface Visitor {

        /** The name of the value that comes next, in the item itself or in a map. */
        void name(byte[] bytes, int offset, int length);

        /** A value of the type S. */
        void text(byte[] bytes, int offset, int length);

        /** A value of the type N, in its canonical form. */
        void number(byte[] bytes, int offset, int length);

        /** A value of the type B. */
        void binary(byte[] bytes, int offset, int length);

        /** A value of the type BOOL. */
        void truth(boolean truth);

        /** A value of the type NULL. */
        void nothing();

        /** A set, list or map of {@code count} begins. */
        void begin(Kind kind, int count);

        /** One of a set's. */
        void element(Kind kind, byte[] bytes, int offset, int length);

        void end(Kind kind);
    }
}
