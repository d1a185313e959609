package dev.hearth.services.registry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips byte by byte, so that tests can also write wrong ones. */
final class TestZip {

    static final int FILE = 0100644;
    static final int PROGRAM = 0100755;
    static final int LINK = 0120777;
    static final int FOLDER = 0040755;
    static final int PIPE = 0010644;

    private static final int UNIX = 3;

    private record Item(String name, int mode, int madeBy, int flags, byte[] content, boolean deflated, int claim) {}

    private final List<Item> items = new ArrayList<>();

    static TestZip zip() {
        return new TestZip();
    }

    /** A package with one Python file. */
    static byte[] hello(String content) {
        return zip().add("app.py", FILE, content).bytes();
    }

    TestZip add(String name, int mode, String content) {
        return add(name, mode, content.getBytes(StandardCharsets.UTF_8));
    }

    TestZip add(String name, int mode, byte[] content) {
        items.add(new Item(name, mode, UNIX, 0, content, true, content.length));
        return this;
    }

    TestZip stored(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        items.add(new Item(name, FILE, UNIX, 0, bytes, false, bytes.length));
        return this;
    }

    TestZip fromDos(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        items.add(new Item(name, 0, 0, 0, bytes, true, bytes.length));
        return this;
    }

    TestZip encrypted(String name) {
        items.add(new Item(name, FILE, UNIX, 1, new byte[12], true, 12));
        return this;
    }

    /** An entry whose header claims another size than its content has. */
    TestZip lying(String name, byte[] content, int claim) {
        items.add(new Item(name, FILE, UNIX, 0, content, true, claim));
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Item item : items) {
            byte[] name = item.name.getBytes(StandardCharsets.UTF_8);
            byte[] packed = item.deflated ? deflate(item.content) : item.content;
            CRC32 crc = new CRC32();
            crc.update(item.content);
            int method = item.deflated ? 8 : 0;
            int offset = out.size();
            out.writeBytes(numbers(30)
                    .putInt(0x04034b50)
                    .putShort((short) 20)
                    .putShort((short) item.flags)
                    .putShort((short) method)
                    .putInt(0)
                    .putInt((int) crc.getValue())
                    .putInt(packed.length)
                    .putInt(item.claim)
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .array());
            out.writeBytes(name);
            out.writeBytes(packed);
            directory.writeBytes(numbers(46)
                    .putInt(0x02014b50)
                    .putShort((short) (item.madeBy << 8 | 20))
                    .putShort((short) 20)
                    .putShort((short) item.flags)
                    .putShort((short) method)
                    .putInt(0)
                    .putInt((int) crc.getValue())
                    .putInt(packed.length)
                    .putInt(item.claim)
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(item.mode << 16)
                    .putInt(offset)
                    .array());
            directory.writeBytes(name);
        }
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(numbers(22)
                .putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) items.size())
                .putShort((short) items.size())
                .putInt(directory.size())
                .putInt(start)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    private static ByteBuffer numbers(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
