package dev.hearth.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts a table's rows and digests them in their order, whatever engine they come from. */
final class RowDigest {

    private final MessageDigest digest;
    private final ByteBuffer head = ByteBuffer.allocate(1 + Long.BYTES);
    private long rows;

    RowDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void add(@Nullable Object[] row) {
        rows++;
        for (Object value : row) {
            switch (value) {
                case null -> value(0, 0, new byte[0]);
                case Long number -> value(1, number, new byte[0]);
                case String text -> bytes(2, text.getBytes(StandardCharsets.UTF_8));
                case byte[] bytes -> bytes(3, bytes);
                default -> throw new IllegalStateException("a " + value.getClass());
            }
        }
    }

    private void bytes(int kind, byte[] bytes) {
        value(kind, bytes.length, bytes);
    }

    private void value(int kind, long number, byte[] bytes) {
        digest.update(head.clear().put((byte) kind).putLong(number).flip());
        digest.update(bytes);
    }

    StoreTransfer.TableSum sum(String table) {
        return new StoreTransfer.TableSum(table, rows, HexFormat.of().formatHex(digest.digest()));
    }
}
