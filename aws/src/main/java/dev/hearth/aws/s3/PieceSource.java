package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Objects;
import dev.hearth.neighbours.s3.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object piece by piece. Pieces are opened some way ahead, so that an object that is overwritten while
 * it is read comes whole.
 */
final class PieceSource implements StreamReply.Source {

    private static final int STEP_BYTES = 256 * 1024;

    /** How many pieces are open at a time. */
    private static final int AHEAD = 16;

    private final Objects objects;
    private final Deque<Piece> pieces;
    private final Deque<Held> held = new ArrayDeque<>();
    private @Nullable Open open;
    private @Nullable ByteBuffer first;
    private long offset;
    private long inPiece;
    private long left;

    /** What a piece is read from, in order. */
    private interface Open extends AutoCloseable {

        /** Fills what is left of the buffer; from {@code at} on. */
        void read(ByteBuffer bytes, long at) throws IOException;

        @Override
        void close() throws IOException;
    }

    private record InFile(FileChannel file) implements Open {

        @Override
        public void read(ByteBuffer bytes, long at) throws IOException {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, at + bytes.position()) < 0) {
                    throw new IOException("the object's file is short");
                }
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private record Elsewhere(InputStream bytes) implements Open {

        @Override
        public void read(ByteBuffer into, long at) throws IOException {
            int read = bytes.readNBytes(into.array(), into.position(), into.remaining());
            if (read < into.remaining()) {
                throw new IOException("the object's bytes broke off");
            }
            into.position(into.limit());
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /** A piece that does not go any more. */
    private record Held(Piece piece, Objects.Bytes bytes) {}

    PieceSource(Objects objects, List<Piece> pieces, long start, long length) {
        this.objects = objects;
        this.pieces = new ArrayDeque<>(pieces);
        this.left = length;
        this.offset = start;
        while (!this.pieces.isEmpty() && offset >= this.pieces.getFirst().size()) {
            offset -= this.pieces.removeFirst().size();
        }
        long size = this.pieces.stream().mapToLong(Piece::size).sum();
        while (!this.pieces.isEmpty() && size - this.pieces.getLast().size() >= offset + left) {
            size -= this.pieces.removeLast().size();
        }
    }

    /** Whether the first pieces are there; their first bytes are read by that. Closes itself when they are not. */
    boolean isThere() throws IOException {
        boolean there = false;
        try {
            if (hold()) {
                first = next();
                there = true;
            }
        } catch (NoSuchFileException gone) {
            // Then it is not there.
        } finally {
            if (!there) {
                close();
            }
        }
        return there;
    }

    /** Opens the next pieces; whether none of them is gone. */
    private boolean hold() throws IOException {
        while (held.size() < AHEAD) {
            Piece piece = pieces.peek();
            if (piece == null) {
                return true;
            }
            Objects.Bytes bytes = objects.read(piece);
            if (bytes == null) {
                return false;
            }
            pieces.remove();
            held.add(new Held(piece, bytes));
        }
        return true;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        ByteBuffer read = first;
        if (read != null) {
            first = null;
            return read;
        }
        while (left > 0) {
            Open reading = open;
            if (reading == null) {
                hold();
                Held next = held.poll();
                if (next == null) {
                    throw new IOException("the object's bytes went");
                }
                Piece piece = next.piece();
                switch (next.bytes()) {
                    case Objects.Bytes.Small(byte[] small) -> {
                        int count = (int) Math.min(left, small.length - offset);
                        ByteBuffer bytes = ByteBuffer.wrap(small, (int) offset, count);
                        offset = 0;
                        left -= count;
                        if (count > 0) {
                            return bytes;
                        }
                        continue;
                    }
                    case Objects.Bytes.InFile(var channel) -> {
                        reading = new InFile(channel);
                        inPiece = piece.size();
                    }
                    case Objects.Bytes.Elsewhere(var ranges) -> {
                        inPiece = piece.size();
                        reading = new Elsewhere(ranges.read(offset, Math.min(left, inPiece - offset)));
                    }
                }
            }
            open = reading;
            ByteBuffer bytes = read(reading);
            if (bytes != null) {
                return bytes;
            }
        }
        return null;
    }

    private @Nullable ByteBuffer read(Open reading) throws IOException {
        int count = (int) Math.min(STEP_BYTES, Math.min(left, inPiece - offset));
        if (count <= 0) {
            closePiece();
            offset = 0;
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        reading.read(bytes, offset);
        offset += count;
        left -= count;
        return bytes.flip();
    }

    @Override
    public void close() {
        try {
            closePiece();
            for (Held each = held.poll(); each != null; each = held.poll()) {
                if (each.bytes() instanceof Objects.Bytes.InFile(var file)) {
                    file.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closePiece() throws IOException {
        Open reading = open;
        open = null;
        if (reading != null) {
            reading.close();
        }
    }
}
