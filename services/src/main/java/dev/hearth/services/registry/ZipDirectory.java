package dev.hearth.services.registry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The central directory of a zip, read by hand because the JDK's readers hide the Unix modes.
 *
 * <p>Format: PKWARE's APPNOTE 6.3.10. Zip64 is understood where a writer used it for a small archive; several disks,
 * encryption and methods other than stored and deflated are not.
 */
final class ZipDirectory {

    /** Deflated content. */
    static final int DEFLATED = 8;

    /** Content as it is. */
    static final int STORED = 0;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT_BYTES = 0xFFFF;
    private static final int ZIP64_EXTRA = 1;
    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
    private static final int MADE_BY_UNIX = 3;
    private static final int MADE_BY_MACOS = 19;
    private static final long IN_ZIP64 = 0xFFFF_FFFFL;

    /**
     * One record of the directory.
     *
     * @param name as written
     * @param mode Unix mode with the file's type, or 0 when the writer knew none
     * @param method {@link #STORED} or {@link #DEFLATED}
     * @param crc CRC-32 of the content
     * @param compressed bytes in the archive
     * @param size claimed bytes of content
     * @param offset of the compressed bytes
     */
    record Item(String name, int mode, int method, long crc, int compressed, long size, int offset) {}

    private final ByteBuffer zip;

    private ZipDirectory(byte[] bytes) {
        this.zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The records in order; refuses whatever is not a sound zip. */
    static List<Item> items(byte[] bytes) {
        try {
            return new ZipDirectory(bytes).read();
        } catch (IndexOutOfBoundsException | CharacterCodingException e) {
            throw ZipPackage.broken();
        }
    }

    private List<Item> read() throws CharacterCodingException {
        int end = end();
        long count = zip.getShort(end + 10) & 0xFFFF;
        long start = zip.getInt(end + 16) & IN_ZIP64;
        if (count == 0xFFFF || start == IN_ZIP64) {
            int end64 = end64(end);
            count = zip.getLong(end64 + 32);
            start = zip.getLong(end64 + 48);
        }
        require(count >= 0 && count <= CodePackage.MAX_ENTRIES);
        int position = index(start);
        List<Item> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(item(position));
            position += CENTRAL_BYTES
                    + (zip.getShort(position + 28) & 0xFFFF)
                    + (zip.getShort(position + 30) & 0xFFFF)
                    + (zip.getShort(position + 32) & 0xFFFF);
        }
        return items;
    }

    private int end() {
        int last = zip.limit() - END_BYTES;
        for (int at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
            if (zip.getInt(at) == END_SIGNATURE) {
                return at;
            }
        }
        throw ZipPackage.broken();
    }

    private int end64(int end) {
        int locator = end - LOCATOR_BYTES;
        require(zip.getInt(locator) == LOCATOR_SIGNATURE);
        int end64 = index(zip.getLong(locator + 8));
        require(zip.getInt(end64) == END64_SIGNATURE);
        return end64;
    }

    private Item item(int at) throws CharacterCodingException {
        require(zip.getInt(at) == CENTRAL_SIGNATURE);
        int madeBy = zip.get(at + 5) & 0xFF;
        int flags = zip.getShort(at + 8) & 0xFFFF;
        require((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION)) == 0);
        int method = zip.getShort(at + 10) & 0xFFFF;
        require(method == STORED || method == DEFLATED);
        int nameBytes = zip.getShort(at + 28) & 0xFFFF;
        require(nameBytes > 0 && nameBytes <= CodePackage.MAX_NAME_BYTES);
        Sizes sizes = sizes(at, nameBytes);
        boolean unix = madeBy == MADE_BY_UNIX || madeBy == MADE_BY_MACOS;
        int compressed = index(sizes.compressed);
        return new Item(
                name(at + CENTRAL_BYTES, nameBytes),
                unix ? zip.getInt(at + 38) >>> 16 : 0,
                method,
                zip.getInt(at + 16) & 0xFFFF_FFFFL,
                compressed,
                sizes.size,
                content(index(sizes.offset), compressed));
    }

    private record Sizes(long size, long compressed, long offset) {}

    /** The three numbers that move into an extra field when the archive was written as zip64. */
    private Sizes sizes(int at, int nameBytes) {
        long compressed = zip.getInt(at + 20) & 0xFFFF_FFFFL;
        long size = zip.getInt(at + 24) & 0xFFFF_FFFFL;
        long offset = zip.getInt(at + 42) & 0xFFFF_FFFFL;
        int extra = at + CENTRAL_BYTES + nameBytes;
        int extraEnd = extra + (zip.getShort(at + 30) & 0xFFFF);
        while (extra + 4 <= extraEnd) {
            int id = zip.getShort(extra) & 0xFFFF;
            int length = zip.getShort(extra + 2) & 0xFFFF;
            if (id == ZIP64_EXTRA) {
                int field = extra + 4;
                if (size == IN_ZIP64) {
                    size = zip.getLong(field);
                    field += Long.BYTES;
                }
                if (compressed == IN_ZIP64) {
                    compressed = zip.getLong(field);
                    field += Long.BYTES;
                }
                offset = offset == IN_ZIP64 ? zip.getLong(field) : offset;
            }
            extra += 4 + length;
        }
        require(size >= 0);
        return new Sizes(size, compressed, offset);
    }

    /** Where the content behind a local header begins; all of it lies inside the archive. */
    private int content(int local, int compressed) {
        require(zip.getInt(local) == LOCAL_SIGNATURE);
        int start = local + LOCAL_BYTES + (zip.getShort(local + 26) & 0xFFFF) + (zip.getShort(local + 28) & 0xFFFF);
        require((long) start + compressed <= zip.limit());
        return start;
    }

    private String name(int at, int length) throws CharacterCodingException {
        // Writers that do not set the UTF-8 flag mostly write UTF-8 all the same; bytes that are not are refused.
        return StandardCharsets.UTF_8.newDecoder().decode(zip.slice(at, length)).toString();
    }

    private int index(long value) {
        require(value >= 0 && value <= zip.limit());
        return (int) value;
    }

    private static void require(boolean sound) {
        if (!sound) {
            throw ZipPackage.broken();
        }
    }
}
