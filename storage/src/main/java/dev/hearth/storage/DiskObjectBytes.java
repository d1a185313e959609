package dev.hearth.storage;

import dev.hearth.core.Randomness;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.Piece;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link ObjectBytes} in a folder: new files are in {@code incoming}, where they and their names are synced before a
 * row refers to them; then they move to one of 256 folders. Nobody needs that move to be durable, because a file that
 * is not at its place is looked for in {@code incoming}.
 */
final class DiskObjectBytes implements ObjectBytes {

    private static final int ID_DIGITS = 32;
    private static final Pattern ID = Pattern.compile(Piece.FILE + "[0-9a-f]{" + ID_DIGITS + "}");
    private static final String INCOMING = "incoming";
    private static final String INCOMING_OR_PLACES = "{" + INCOMING + ",[0-9a-f][0-9a-f]}";
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path folder;
    private final Path incoming;
    private final Randomness randomness;
    private final Stores.Bringer others;
    private final List<String> unsettled;
    private final FolderSync names;

    private DiskObjectBytes(Path folder, Path incoming, Randomness randomness, Stores.Bringer others)
            throws IOException {
        this.folder = folder;
        this.others = others;
        this.incoming = incoming;
        this.randomness = randomness;
        this.names = new FolderSync(incoming);
        try (Stream<Path> files = Files.list(incoming)) {
            this.unsettled = files.map(file -> file.getFileName().toString()).toList();
        }
    }

    static DiskObjectBytes open(Path folder, Randomness randomness, Stores.Bringer others) {
        Path incoming = folder.resolve(INCOMING);
        try {
            Files.createDirectories(
                    incoming, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FolderSync.now(folder);
            return new DiskObjectBytes(folder, incoming, randomness, others);
        } catch (IOException e) {
            throw new StorageException("cannot open " + folder, e);
        }
    }

    @Override
    public Draft draft() {
        return new FileDraft();
    }

    private Path place(String id) {
        return place(folder, id);
    }

    private static Path place(Path folder, String id) {
        return folder.resolve(id.substring(1, 3)).resolve(id);
    }

    /** Whether it is such a file's, not a small one's or one elsewhere. */
    static boolean isFile(String id) {
        return ID.matcher(id).matches();
    }

    /** The file of a piece below {@code folder}; the id may be anybody's. */
    static Optional<Path> find(Path folder, String id) {
        if (!isFile(id)) {
            return Optional.empty();
        }
        return Stream.of(place(folder, id), folder.resolve(INCOMING).resolve(id), place(folder, id))
                .filter(Files::exists)
                .findFirst();
    }

    @Override
    public Opened open(String id) throws IOException {
        return new Opened.InFile(file(id));
    }

    private FileChannel file(String id) throws IOException {
        try {
            return FileChannel.open(place(id), StandardOpenOption.READ);
        } catch (NoSuchFileException notSettled) {
            try {
                return FileChannel.open(incoming.resolve(id), StandardOpenOption.READ);
            } catch (NoSuchFileException settledMeanwhile) {
                return Files.exists(place(id)) ? FileChannel.open(place(id), StandardOpenOption.READ) : brought(id);
            }
        }
    }

    /** Kept here from now on, in its place. */
    private FileChannel brought(String id) throws IOException {
        Path partial = incoming.resolve(id + "-" + randomness.hex(ID_DIGITS));
        others.bring(id, partial);
        Path place = place(id);
        Files.createDirectories(place.getParent());
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        return FileChannel.open(place, StandardOpenOption.READ);
    }

    @Override
    public void settle(String id) {
        Path place = place(id);
        try {
            move(id, place);
        } catch (IOException stays) {
            // It is found where it is, and the next start tries again.
        }
    }

    private void move(String id, Path place) throws IOException {
        try {
            Files.move(incoming.resolve(id), place, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException noFolder) {
            Files.createDirectories(place.getParent());
            Files.move(incoming.resolve(id), place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void remove(String id) throws IOException {
        HeldFolder.remove(folder, incoming.resolve(id), place(id));
    }

    @Override
    public List<String> unsettled() {
        return unsettled;
    }

    @Override
    public void old(long beforeMillis, Batches batches) throws IOException {
        List<String> batch = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, INCOMING_OR_PLACES)) {
            for (Path each : folders) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(each, file -> isOld(file, beforeMillis))) {
                    for (Path file : files) {
                        batch.add(file.getFileName().toString());
                        if (batch.size() == BATCH) {
                            batches.take(List.copyOf(batch));
                            batch.clear();
                        }
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (!batch.isEmpty()) {
            batches.take(List.copyOf(batch));
        }
    }

    private static boolean isOld(Path file, long beforeMillis) throws IOException {
        try {
            return isFile(file.getFileName().toString())
                    && Files.getLastModifiedTime(file).toMillis() < beforeMillis;
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    /** In memory while it is small, then a file. */
    private final class FileDraft implements Draft {

        private final ByteArrayOutputStream small = new ByteArrayOutputStream();
        private long size;
        private String id = "";
        private @Nullable FileChannel file;
        private boolean kept;

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            size += bytes.remaining();
            if (file == null && size <= SMALL_BYTES) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                small.writeBytes(copy);
                return;
            }
            FileChannel to = file == null ? begin() : file;
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        }

        private FileChannel begin() throws IOException {
            id = Piece.FILE + randomness.hex(ID_DIGITS);
            FileChannel begun = FileChannel.open(
                    incoming.resolve(id),
                    NEW,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            file = begun;
            for (ByteBuffer bytes = ByteBuffer.wrap(small.toByteArray()); bytes.hasRemaining(); ) {
                begun.write(bytes);
            }
            return begun;
        }

        @Override
        public Piece keep() throws IOException {
            FileChannel written = file;
            if (written == null) {
                return new Piece("", size, small.toByteArray());
            }
            written.force(true);
            names.sync();
            kept = true;
            return new Piece(id, size, null);
        }

        @Override
        public void close() {
            FileChannel written = file;
            if (written == null) {
                return;
            }
            try {
                written.close();
                if (!kept) {
                    remove(id);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
