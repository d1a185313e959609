package dev.hearth.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few things that messages are made of. */
final class Words {

    private Words() {}

    /** Writes them. */
    record Out(DataOutputStream out) {

        Out kind(int kind) throws IOException {
            out.writeByte(kind);
            return this;
        }

        Out number(long number) throws IOException {
            out.writeLong(number);
            return this;
        }

        Out flag(boolean flag) throws IOException {
            out.writeBoolean(flag);
            return this;
        }

        Out text(String text) throws IOException {
            return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        Out maybe(@Nullable String text) throws IOException {
            return text == null ? flag(false) : flag(true).text(text);
        }

        /** Does not move the buffer's position. */
        Out bytes(ByteBuffer bytes) throws IOException {
            out.writeInt(bytes.remaining());
            if (bytes.hasArray()) {
                out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            } else {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                out.write(copy);
            }
            return this;
        }

        Out texts(Iterable<String> texts, int count) throws IOException {
            out.writeInt(count);
            for (String text : texts) {
                text(text);
            }
            return this;
        }
    }

    /** Reads them; a length that cannot be is an {@link IOException}. */
    record In(DataInputStream in) {

        /** Whether there are members that an older host does not send. */
        boolean more() throws IOException {
            return in.available() > 0;
        }

        int kind() throws IOException {
            return in.readUnsignedByte();
        }

        long number() throws IOException {
            return in.readLong();
        }

        boolean flag() throws IOException {
            return in.readBoolean();
        }

        String text() throws IOException {
            return new String(array(), StandardCharsets.UTF_8);
        }

        @Nullable
        String maybe() throws IOException {
            return flag() ? text() : null;
        }

        ByteBuffer bytes() throws IOException {
            return ByteBuffer.wrap(array());
        }

        List<String> texts() throws IOException {
            int count = count();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(text());
            }
            return texts;
        }

        /** How many things follow: no more than there are bytes. */
        int count() throws IOException {
            int count = in.readInt();
            if (count < 0 || count > in.available()) {
                throw new IOException("a message that says it is longer than it is");
            }
            return count;
        }

        private byte[] array() throws IOException {
            byte[] bytes = new byte[count()];
            in.readFully(bytes);
            return bytes;
        }
    }
}
