package dev.hearth.drivers.image;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a file that is still elsewhere. */
sealed interface Content {

    long size();

    void copyTo(OutputStream out) throws IOException;

    /** Bytes in memory. */
    record Bytes(byte[] bytes) implements Content {

        static Bytes of(String text) {
            return new Bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void copyTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** A part of an open archive. */
    record Slice(FileChannel archive, long offset, long size) implements Content {

        private static final int BUFFER = 64 * 1024;

        @Override
        public void copyTo(OutputStream out) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, size)));
            long done = 0;
            while (done < size) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), size - done));
                int read = archive.read(buffer, offset + done);
                if (read < 0) {
                    throw new EOFException("the archive ends inside a file");
                }
                out.write(buffer.array(), 0, read);
                done += read;
            }
        }
    }

    /** A file of the host, which stays as it is meanwhile. */
    record OnDisk(Path file, long size) implements Content {

        @Override
        public void copyTo(OutputStream out) throws IOException {
            long copied;
            try (InputStream stream = Files.newInputStream(file)) {
                copied = stream.transferTo(out);
            }
            if (copied != size) {
                throw new ImageException(file + " changed while it was read");
            }
        }
    }

    /** All of it, when it is at most {@code most} bytes. */
    default byte[] bytes(int most) throws IOException {
        if (size() > most) {
            throw new ImageException("a file of " + size() + " bytes where at most " + most + " are expected");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) size());
        copyTo(out);
        return out.toByteArray();
    }
}
