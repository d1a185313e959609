package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.Randomness;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskObjectBytesTest {

    private static final int SIZE = ObjectBytes.SMALL_BYTES + 1;

    private final Randomness randomness = new VirtualPorts(Instant.EPOCH, 1);

    @TempDir
    private Path folder;

    @TempDir
    private Path other;

    private static Piece write(ObjectBytes bytes) throws IOException {
        try (ObjectBytes.Draft draft = bytes.draft()) {
            draft.write(ByteBuffer.allocate(SIZE));
            return draft.keep();
        }
    }

    @Test
    void whatIsNotHereIsBroughtOnceAndKept() throws IOException {
        ObjectBytes there = Stores.objectBytes(other, randomness, Stores.Bringer.NOBODY);
        Piece settled = write(there);
        there.settle(settled.id());
        Piece incoming = write(there);
        List<String> brought = new ArrayList<>();
        ObjectBytes here = Stores.objectBytes(folder, randomness, (id, file) -> {
            brought.add(id);
            Path source = Stores.objectFile(other, id).orElseThrow(() -> new NoSuchFileException(id));
            Files.copy(source, file);
        });

        for (Piece piece : List.of(settled, incoming, settled, incoming)) {
            try (FileChannel file = ((ObjectBytes.Opened.InFile) here.open(piece.id())).file()) {
                assertThat(file.size()).isEqualTo(SIZE);
            }
        }

        assertThat(brought).containsExactly(settled.id(), incoming.id());
        assertThatThrownBy(() -> here.open("f" + "0".repeat(32))).isInstanceOf(NoSuchFileException.class);
        assertThat(Stores.objectFile(other, "../../" + settled.id())).isEmpty();
    }

    @Test
    void leftoversAreDroppedThatAreOldAndThatNothingRefersTo() throws IOException {
        ObjectBytes bytes = Stores.objectBytes(folder, randomness, Stores.Bringer.NOBODY);
        Piece kept = write(bytes);
        Piece left = write(bytes);
        Piece leftIncoming = write(bytes);
        Piece fresh = write(bytes);
        for (Piece settled : List.of(kept, left, fresh)) {
            bytes.settle(settled.id());
        }
        long now = 10 * ObjectBytes.SAFE_AGE.toMillis();
        for (Piece old : List.of(kept, left, leftIncoming)) {
            written(old, now - ObjectBytes.SAFE_AGE.toMillis() - 1);
        }
        written(fresh, now - ObjectBytes.SAFE_AGE.toMillis());
        Path strange = Files.writeString(folder.resolve("incoming").resolve(left.id() + "-part"), "");
        Files.setLastModifiedTime(strange, FileTime.fromMillis(0));

        // An answer may name whatever it likes: what was not asked for is not removed.
        Set<String> all = Set.of(left.id(), leftIncoming.id(), fresh.id(), "../" + strange.getFileName());
        assertThat(bytes.dropLeftovers(asked -> all, now)).isEqualTo(2);
        assertThatThrownBy(() -> bytes.dropLeftovers(
                        asked -> {
                            throw new IOException("nobody knows");
                        },
                        now))
                .isInstanceOf(IOException.class);

        assertThat(Stores.objectFile(folder, left.id())).isEmpty();
        assertThat(Stores.objectFile(folder, leftIncoming.id())).isEmpty();
        assertThat(Stores.objectFile(folder, kept.id())).isPresent();
        assertThat(Stores.objectFile(folder, fresh.id())).isPresent();
        assertThat(strange).exists();
    }

    @Test
    void manyLeftoversAreAskedForInBatches() throws IOException {
        ObjectBytes bytes = Stores.objectBytes(folder, randomness, Stores.Bringer.NOBODY);
        for (int i = 0; i <= ObjectBytes.BATCH; i++) {
            Files.createFile(folder.resolve("incoming").resolve("f%032x".formatted(i)));
        }
        List<Integer> asked = new ArrayList<>();

        bytes.dropLeftovers(
                files -> {
                    asked.add(files.size());
                    return Set.of();
                },
                Long.MAX_VALUE);

        assertThat(asked).containsExactly(ObjectBytes.BATCH, 1);
    }

    private void written(Piece piece, long millis) throws IOException {
        Files.setLastModifiedTime(Stores.objectFile(folder, piece.id()).orElseThrow(), FileTime.fromMillis(millis));
    }

    /** Otherwise a start that looks for files nobody refers to would remove those that a row is about to refer to. */
    @Test
    void newFilesAreNotAmongThoseThatWereLeft() throws IOException {
        ObjectBytes first = Stores.objectBytes(folder, randomness, Stores.Bringer.NOBODY);
        Piece left = write(first);
        Piece settled = write(first);
        first.settle(settled.id());

        ObjectBytes second = Stores.objectBytes(folder, randomness, Stores.Bringer.NOBODY);
        Piece fresh = write(second);

        assertThat(first.unsettled()).isEmpty();
        assertThat(second.unsettled()).containsExactly(left.id()).doesNotContain(fresh.id());
        second.remove(left.id());
        try (FileChannel file = ((ObjectBytes.Opened.InFile) second.open(fresh.id())).file()) {
            assertThat(file.size()).isEqualTo(SIZE);
        }
    }

    @Test
    void whatIsRemovedWhileTheFolderIsHeldIsPutAside() throws IOException {
        ObjectBytes bytes = Stores.objectBytes(folder, randomness, Stores.Bringer.NOBODY);
        Piece before = write(bytes);
        Piece settled = write(bytes);
        bytes.settle(settled.id());
        Piece after = write(bytes);
        bytes.remove(before.id());
        try (HeldFiles held = HeldFiles.hold(folder)) {
            bytes.remove(settled.id());
            bytes.remove(after.id());
            assertThat(held.removed()).isDirectory();
            assertThat(list(held.removed())).containsExactlyInAnyOrder(settled.id(), after.id());
            assertThatThrownBy(() -> HeldFiles.hold(folder)).hasMessageContaining("by another");
        }
        assertThat(list(folder.resolve("removed"))).isEmpty();
        assertThatThrownBy(() -> bytes.open(after.id())).isInstanceOf(IOException.class);
    }

    @Test
    void whoeverDiedHoldsNothing() throws IOException {
        ObjectBytes bytes = Stores.objectBytes(folder, randomness, Stores.Bringer.NOBODY);
        Piece piece = write(bytes);
        Files.writeString(folder.resolve("held"), "");
        bytes.remove(piece.id());
        assertThat(folder.resolve("removed")).doesNotExist();
        HeldFiles.hold(folder).close();
        assertThat(folder.resolve("held")).doesNotExist();
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
