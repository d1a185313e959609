package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Objects;
import dev.hearth.neighbours.s3.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of an object piece by piece. */
final class PieceSource implements StreamReply.Source {

    private static final int STEP_BYTES = 256 * 1024;

    private final Objects objects;
    private final Deque<Piece> pieces;
    private @Nullable FileChannel file;
    private long offset;
    private long inPiece;
    private long left;

    PieceSource(Objects objects, List<Piece> pieces, long start, long length) {
        this.objects = objects;
        this.pieces = new ArrayDeque<>(pieces);
        this.left = length;
        this.offset = start;
        while (!this.pieces.isEmpty() && offset >= this.pieces.getFirst().size()) {
            offset -= this.pieces.removeFirst().size();
        }
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        while (left > 0) {
            FileChannel open = file;
            if (open == null) {
                Piece piece = pieces.poll();
                if (piece == null) {
                    throw new IOException("the object's bytes went");
                }
                switch (objects.read(piece)) {
                    case null -> throw new IOException("the object's bytes went");
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
                        file = channel;
                        open = channel;
                        inPiece = piece.size();
                    }
                }
            }
            ByteBuffer bytes = read(open);
            if (bytes != null) {
                return bytes;
            }
        }
        return null;
    }

    private @Nullable ByteBuffer read(FileChannel open) throws IOException {
        int count = (int) Math.min(STEP_BYTES, Math.min(left, inPiece - offset));
        if (count <= 0) {
            close();
            offset = 0;
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (open.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("the object's file is short");
            }
        }
        offset += count;
        left -= count;
        return bytes.flip();
    }

    @Override
    public void close() {
        FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
