package dev.hearth.storage;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.registry.CodePackage;
import dev.hearth.services.registry.StoredCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link CodeFolder} whose every name appears by one rename: what is there under its digest is whole.
 *
 * <p>A zip is synced before its rename, the folder after it. What is unpacked is not synced, which a killed process
 * does not hurt and a power loss does; so unpacked folders of another boot of the machine are made again from their
 * zips.
 */
final class DiskCodeFolder implements CodeFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DiskCodeFolder.class);
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})(\\.zip)?");
    private static final String TEMPORARY = ".tmp-";
    private static final String BOOT = ".boot";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int TEMPORARY_DIGITS = 16;

    private final Path folder;
    private final Ports ports;

    private DiskCodeFolder(Path folder, Ports ports) {
        this.folder = folder;
        this.ports = ports;
    }

    static DiskCodeFolder open(Path data, Ports ports) {
        Path folder = data.toAbsolutePath().resolve("code");
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            DiskCodeFolder result = new DiskCodeFolder(folder, ports);
            result.forgetOtherBoots();
            result.sweep();
            return result;
        } catch (IOException e) {
            throw new StorageException("cannot open " + folder, e);
        }
    }

    private void forgetOtherBoots() throws IOException {
        String boot = Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
        Path mark = folder.resolve(BOOT);
        if (!boot.isEmpty() && Files.exists(mark) && Files.readString(mark).equals(boot)) {
            return;
        }
        for (Path path : listed()) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && NAME.matcher(path.getFileName().toString()).matches()) {
                Files.move(path, temporary(), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.writeString(mark, boot);
    }

    /** Removes leftovers beside the start, which must not wait for it. */
    private void sweep() throws IOException {
        List<Path> leftovers = listed().stream()
                .filter(path -> path.getFileName().toString().startsWith(TEMPORARY))
                .toList();
        if (!leftovers.isEmpty()) {
            ports.tasks().start("code-sweep", () -> leftovers.forEach(this::discard));
        }
    }

    @Override
    public StoredCode put(byte[] zip) {
        CodePackage content = CodePackage.read(zip);
        StoredCode code = content.stored(zip);
        try {
            if (!Files.isDirectory(unpacked(code.digest()))) {
                unpack(content, code.digest());
            }
            if (!Files.exists(zipFile(code.digest()))) {
                keep(zip, code.digest());
            }
            return code;
        } catch (IOException e) {
            throw new StorageException("cannot keep the package " + code.digest(), e);
        }
    }

    private void keep(byte[] zip, String digest) throws IOException {
        Path temporary = temporary();
        try {
            try (FileChannel file =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (ByteBuffer bytes = ByteBuffer.wrap(zip); bytes.hasRemaining(); ) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(temporary, zipFile(digest), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel parent = FileChannel.open(folder, StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    private void unpack(CodePackage content, String digest) throws IOException {
        Path temporary = temporary();
        try {
            Unpacking.into(temporary, content);
            Files.move(temporary, unpacked(digest), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            discard(temporary);
            // Somebody else may have unpacked the same bytes meanwhile: a rename onto it fails, with no exception of
            // its own.
            if (!(e instanceof FileSystemException) || !Files.isDirectory(unpacked(digest))) {
                throw e;
            }
        }
    }

    @Override
    public void prepare(String digest) {
        if (Files.isDirectory(unpacked(digest))) {
            return;
        }
        try {
            byte[] zip = Files.readAllBytes(zipFile(digest));
            if (!CodePackage.digest(zip).equals(digest)) {
                throw spoiled("The stored package " + digest + " was changed on disk.");
            }
            unpack(CodePackage.read(zip), digest);
        } catch (NoSuchFileException _) {
            throw spoiled("The stored package " + digest + " is gone.");
        } catch (IOException e) {
            throw new StorageException("cannot unpack " + digest, e);
        }
    }

    private static FaultException spoiled(String message) {
        return new Fault(Fault.Kind.INVALID_ZIP, message).asException();
    }

    @Override
    public Path taskRoot(String codeDigest) throws IOException {
        try {
            prepare(codeDigest);
        } catch (FaultException | StorageException e) {
            throw new IOException(e.getMessage(), e);
        }
        return unpacked(codeDigest);
    }

    @Override
    public byte[] zip(String digest) {
        try {
            return Files.readAllBytes(zipFile(digest));
        } catch (NoSuchFileException _) {
            throw new Fault(Fault.Kind.NOT_FOUND, "No package " + digest + ".").asException();
        } catch (IOException e) {
            throw new StorageException("cannot read " + digest, e);
        }
    }

    @Override
    public Set<String> digests() {
        try {
            Set<String> digests = new TreeSet<>();
            for (Path path : listed()) {
                Matcher matcher = NAME.matcher(path.getFileName().toString());
                if (matcher.matches()) {
                    digests.add(matcher.group(1));
                }
            }
            return digests;
        } catch (IOException e) {
            throw new StorageException("cannot list " + folder, e);
        }
    }

    @Override
    public void remove(String digest) {
        try {
            HeldFolder.remove(folder, zipFile(digest));
            if (Files.isDirectory(unpacked(digest))) {
                Path temporary = temporary();
                Files.move(unpacked(digest), temporary, StandardCopyOption.ATOMIC_MOVE);
                // It may hold many files, and whoever calls holds a lock.
                ports.tasks().start("code-discard", () -> discard(temporary));
            }
        } catch (IOException e) {
            throw new StorageException("cannot remove " + digest, e);
        }
    }

    private List<Path> listed() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return new ArrayList<>(paths.toList());
        }
    }

    /** Removes what nobody can see any more; what stays is swept at the next start. */
    private void discard(Path path) {
        try {
            Unpacking.remove(path);
        } catch (IOException e) {
            LOG.warn("{} could not be removed; the next start tries again", path, e);
        }
    }

    private Path zipFile(String digest) {
        return folder.resolve(checked(digest) + ".zip");
    }

    private Path unpacked(String digest) {
        return folder.resolve(checked(digest));
    }

    private Path temporary() {
        return folder.resolve(TEMPORARY + ports.randomness().hex(TEMPORARY_DIGITS));
    }

    private static String checked(String digest) {
        if (digest.endsWith(".zip") || !NAME.matcher(digest).matches()) {
            throw new IllegalArgumentException("not a digest: " + digest);
        }
        return digest;
    }
}
