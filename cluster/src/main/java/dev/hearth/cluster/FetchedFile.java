package dev.hearth.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A file that comes from another host, part by part, checked when all of it is here. */
final class FetchedFile implements AutoCloseable {

    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final String name;
    private final FileChannel file;
    private final MessageDigest digest = sha256();
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private final long mostBytes;
    private volatile long size;
    private volatile long signs;

    /** @param target made by this, and to be removed by its maker when it did not come whole */
    FetchedFile(String name, Path target, long mostBytes) throws IOException {
        this.name = name;
        this.mostBytes = mostBytes;
        this.file = FileChannel.open(
                target, NEW, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called from the channel's task only. A part without bytes says that some are on their way. */
    void part(ByteBuffer bytes) {
        signs++;
        if (whole.isDone()) {
            return;
        }
        digest.update(bytes.duplicate());
        long arrived = size + bytes.remaining();
        if (arrived > mostBytes) {
            whole.completeExceptionally(new IOException("the file " + name + " has more than " + mostBytes + " bytes"));
            return;
        }
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            size = arrived;
        } catch (IOException e) {
            whole.completeExceptionally(e);
        }
    }

    void whole(String sum) {
        if (HexFormat.of().formatHex(digest.digest()).equals(sum)) {
            whole.complete(null);
        } else {
            whole.completeExceptionally(new IOException("the file " + name + " came damaged"));
        }
    }

    void missing() {
        whole.completeExceptionally(new NoSuchFileException(name));
    }

    void broken() {
        whole.completeExceptionally(new IOException("the other host is gone"));
    }

    /** Until it is here, or nothing of it came for too long. Blocks; the file is on the disk then. */
    void await() throws IOException {
        try {
            long before = -1;
            while (!whole.isDone()) {
                try {
                    whole.get(ClusterLimits.STALL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (signs == before) {
                        throw new IOException("the file " + name + " does not come", e);
                    }
                    before = signs;
                }
            }
            whole.get();
            file.force(true);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NoSuchFileException missing ? missing : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
