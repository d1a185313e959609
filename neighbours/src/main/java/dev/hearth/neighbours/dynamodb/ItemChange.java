package dev.hearth.neighbours.dynamodb;

/** One row of what a decision changes. */
public sealed interface ItemChange {

    /** An item, in the place of what was there. */
    record Put(long table, ItemKey key, byte[] item) implements ItemChange {}

    /** No item any more. */
    record Remove(long table, ItemKey key) implements ItemChange {}

    /** An index knows an item; without effect when it does already. */
    record PutEntry(long index, ItemKey key, ItemKey item) implements ItemChange {}

    /** An index knows an item no more. */
    record RemoveEntry(long index, ItemKey key, ItemKey item) implements ItemChange {}

    /** A record behind all others of a stream; the store numbers it. */
    record Append(long stream, byte[] record) implements ItemChange {}

    /** A request with {@code token} is done; what was known of the token is replaced. */
    record Remember(String token, byte[] digest, long expiresMillis) implements ItemChange {}

    /** A table is made, or its settings are changed. */
    record SaveTable(Table table) implements ItemChange {}

    /** A table is gone; what is kept under {@code ids} is removed later. */
    record DropTable(String name, java.util.List<Long> ids) implements ItemChange {}

    /** An index or a stream is gone; what is kept under {@code id} is removed later. */
    record Drop(long id) implements ItemChange {}
}
