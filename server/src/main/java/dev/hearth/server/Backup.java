package dev.hearth.server;

import dev.hearth.storage.HeldFiles;
import dev.hearth.storage.StoreCopy;
import dev.hearth.storage.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy of a data folder that another can be made of: the keys, the packages, the bytes of objects, and the store
 * where it is a file. It may be taken while a Hearth runs. Packages and objects never change; so they are copied before
 * the store, and those that came meanwhile after it. What is removed in between is held until it was copied.
 */
final class Backup {

    /** In a backup that is whole; written last. */
    private static final String MANIFEST = "backup.json";

    /** Where objects' files are before they get to their place. */
    private static final String INCOMING = "incoming";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int TRIES = 5;
    private static final int PLACE_CHARACTERS = 2;
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * What is in a backup.
     *
     * @param store whether the store is in it; otherwise that is PostgreSQL's
     */
    record Content(boolean store, long packages, long objects, long bytes) {}

    private Backup() {}

    /** @param target made by this; it appears when it is whole */
    static Content take(DataFolder from, Path target, Instant now) throws IOException {
        Path partial = fresh(target);
        boolean store = Files.exists(from.database());
        if (store) {
            withStore(from, partial);
        } else {
            blobs(from, partial, file -> true);
        }
        // Keys and, of a host of a cluster, its certificate and authority.
        copy(from.credentials(), new DataFolder(partial).credentials());
        all(from.cluster(), new DataFolder(partial).cluster(), file -> true);
        Content content = content(partial, store);
        Files.writeString(partial.resolve(MANIFEST), manifest(content, partial, now));
        move(partial, target);
        return content;
    }

    private static void withStore(DataFolder from, Path partial) throws IOException {
        try (HeldFiles packages = HeldFiles.hold(code(from.root()));
                HeldFiles objects = HeldFiles.hold(from.objects())) {
            blobs(from, partial, Backup::isInPlace);
            Path copy = new DataFolder(partial).database();
            StoreCopy.take(from.database(), copy);
            blobs(from, partial, Backup::isInPlace);
            all(packages.removed(), code(partial), file -> true);
            bring(StoreCopy.missing(copy, new DataFolder(partial).objects()), objects, from, partial);
        }
    }

    /** Files that the copied store refers to are complete, wherever they are. */
    private static void bring(List<String> missing, HeldFiles held, DataFolder from, Path partial) throws IOException {
        Path objects = new DataFolder(partial).objects();
        Path to = Files.createDirectories(objects.resolve(INCOMING));
        for (String id : missing) {
            // Each is on its way from one place to the next at most twice.
            for (int i = 0; i < TRIES && Stores.objectFile(objects, id).isEmpty(); i++) {
                copy(Stores.objectFile(from.objects(), id).orElse(held.removed().resolve(id)), to.resolve(id));
            }
        }
        List<String> lost = StoreCopy.missing(new DataFolder(partial).database(), objects);
        if (!lost.isEmpty()) {
            throw new IOException(lost.size() + " objects are not on this disk, the first is " + lost.getFirst());
        }
        sync(to);
    }

    /** Makes a data folder of a backup. */
    static Content restore(Path backup, DataFolder to) throws IOException {
        Path manifest = backup.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            throw new IOException(backup + " is no backup, or one that is not whole: it has no " + MANIFEST);
        }
        JsonNode said = JsonMapper.shared().readTree(Files.readString(manifest));
        boolean store = said.path("store").asBoolean(false);
        Path partial = fresh(to.root());
        all(backup, partial, file -> !file.equals(manifest));
        Content content = content(partial, store);
        if (store
                && !digest(new DataFolder(partial).database())
                        .equals(said.path("storeSha256").asString(""))) {
            throw new IOException("the store in " + backup + " is not the one that was backed up: its digest differs");
        }
        if (content.packages() != said.path("packages").asLong(0)
                || content.objects() != said.path("objects").asLong(0)
                || content.bytes() != said.path("bytes").asLong(0)) {
            throw new IOException(backup + " has not all that was backed up: " + content.packages() + " packages and "
                    + content.objects() + " objects are there");
        }
        move(partial, to.root());
        return content;
    }

    /** A folder beside {@code target} that becomes it; {@code target} must not be there, or be empty. */
    private static Path fresh(Path target) throws IOException {
        if (Files.exists(target)) {
            try (Stream<Path> inside = Files.list(target)) {
                if (inside.findAny().isPresent()) {
                    throw new IOException(target + " is not empty");
                }
            }
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        if (Files.exists(partial)) {
            throw new IOException(partial + " is left from one that was interrupted: remove it first");
        }
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        return Files.createDirectory(
                partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void move(Path partial, Path target) throws IOException {
        Files.deleteIfExists(target);
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot rename " + partial + " to " + target, e);
        }
        sync(target.toAbsolutePath().getParent());
    }

    private static void blobs(DataFolder from, Path partial, Predicate<Path> objects) throws IOException {
        all(
                code(from.root()),
                code(partial),
                file -> file.getFileName().toString().endsWith(".zip"));
        all(from.objects(), new DataFolder(partial).objects(), objects);
    }

    /** Others may still be written, or were removed. */
    private static boolean isInPlace(Path file) {
        String folder = file.getParent().getFileName().toString();
        return folder.length() == PLACE_CHARACTERS;
    }

    private static Path code(Path root) {
        return root.resolve("code");
    }

    /** Copies the files below a folder that are not there yet. What goes away meanwhile is not needed. */
    private static void all(Path from, Path to, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Stream<Path> inside = Files.list(from)) {
            for (Path each : (Iterable<Path>) inside::iterator) {
                Path target = to.resolve(each.getFileName().toString());
                if (Files.isDirectory(each)) {
                    // Of code, what is unpacked is made again.
                    if (!from.getFileName().toString().equals("code")) {
                        all(each, target, wanted);
                    }
                } else if (wanted.test(each) && Files.isRegularFile(each) && !Files.exists(target)) {
                    copy(each, target);
                }
            }
        }
        sync(to);
    }

    private static void copy(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException removed) {
            return;
        }
        sync(to);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Content content(Path root, boolean store) throws IOException {
        long[] packages = sum(code(root));
        long[] objects = sum(new DataFolder(root).objects());
        return new Content(store, packages[0], objects[0], packages[1] + objects[1]);
    }

    private static long[] sum(Path folder) throws IOException {
        long[] sum = new long[2];
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    sum[0]++;
                    sum[1] += Files.size(each);
                }
            }
        }
        return sum;
    }

    private static String manifest(Content content, Path root, Instant now) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("taken", now.toString());
            json.writeBooleanProperty("store", content.store());
            if (content.store()) {
                json.writeStringProperty("storeSha256", digest(new DataFolder(root).database()));
            }
            json.writeNumberProperty("packages", content.packages());
            json.writeNumberProperty("objects", content.objects());
            json.writeNumberProperty("bytes", content.bytes());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
