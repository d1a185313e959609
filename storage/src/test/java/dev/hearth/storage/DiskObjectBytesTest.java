package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Randomness;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskObjectBytesTest {

    private static final int SIZE = ObjectBytes.SMALL_BYTES + 1;

    private final Randomness randomness = new VirtualPorts(Instant.EPOCH, 1);

    @TempDir
    private Path folder;

    private static Piece write(ObjectBytes bytes) throws IOException {
        try (ObjectBytes.Draft draft = bytes.draft()) {
            draft.write(ByteBuffer.allocate(SIZE));
            return draft.keep();
        }
    }

    /** Otherwise a start that looks for files nobody refers to would remove those that a row is about to refer to. */
    @Test
    void newFilesAreNotAmongThoseThatWereLeft() throws IOException {
        ObjectBytes first = Stores.objectBytes(folder, randomness);
        Piece left = write(first);
        Piece settled = write(first);
        first.settle(settled.id());

        ObjectBytes second = Stores.objectBytes(folder, randomness);
        Piece fresh = write(second);

        assertThat(first.unsettled()).isEmpty();
        assertThat(second.unsettled()).containsExactly(left.id()).doesNotContain(fresh.id());
        second.remove(left.id());
        try (FileChannel file = ((ObjectBytes.Opened.InFile) second.open(fresh.id())).file()) {
            assertThat(file.size()).isEqualTo(SIZE);
        }
    }
}
