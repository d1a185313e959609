package dev.hearth.cluster;

import dev.hearth.services.registry.CodePackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The packages and files that are asked of the other side of one channel, part by part. */
final class Fetches {

    private static final long FETCH_SECONDS = 120;

    private record Fetch(ByteArrayOutputStream bytes, CompletableFuture<byte[]> whole) {}

    private final Channel channel;
    private final AtomicLong exchanges = new AtomicLong();
    private final Map<Long, Fetch> fetches = new ConcurrentHashMap<>();
    private final Map<Long, FetchedFile> files = new ConcurrentHashMap<>();

    Fetches(Channel channel) {
        this.channel = channel;
    }

    /** The package {@code digest}, checked. Blocks. */
    byte[] fetch(String digest) throws IOException {
        long exchange = exchanges.incrementAndGet();
        Fetch fetch = new Fetch(new ByteArrayOutputStream(), new CompletableFuture<>());
        fetches.put(exchange, fetch);
        channel.send(new Message.Fetch(exchange, digest));
        try {
            if (channel.isBroken()) {
                throw new IOException("the other host is gone");
            }
            byte[] zip = fetch.whole.get(FETCH_SECONDS, TimeUnit.SECONDS);
            if (!CodePackage.digest(zip).equals(digest)) {
                throw new IOException("the package " + digest + " came damaged");
            }
            return zip;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the package " + digest + " was not sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            fetches.remove(exchange);
        }
    }

    /**
     * The file {@code name} of the other side, as {@code target}, which is not there yet. Blocks.
     *
     * @param mostBytes that it may have
     * @throws java.nio.file.NoSuchFileException when the other side does not have it
     */
    void file(String name, Path target, long mostBytes) throws IOException {
        long exchange = exchanges.incrementAndGet();
        boolean came = false;
        try (FetchedFile file = new FetchedFile(name, target, mostBytes)) {
            files.put(exchange, file);
            channel.send(new Message.FetchFile(exchange, name));
            if (channel.isBroken()) {
                file.broken();
            }
            file.await();
            came = true;
        } finally {
            files.remove(exchange);
            if (!came) {
                Files.deleteIfExists(target);
            }
        }
    }

    void whole(long exchange, String digest) {
        FetchedFile file = files.get(exchange);
        if (file != null) {
            file.whole(digest);
        }
    }

    void part(long exchange, ByteBuffer bytes) {
        FetchedFile file = files.get(exchange);
        if (file != null) {
            file.part(bytes);
            return;
        }
        Fetch fetch = fetches.get(exchange);
        if (fetch == null) {
            return;
        }
        if (!bytes.hasRemaining()) {
            fetch.whole.complete(fetch.bytes.toByteArray());
        } else if (fetch.bytes.size() + bytes.remaining() > ClusterLimits.PACKAGE_BYTES) {
            fetch.whole.completeExceptionally(new IOException("the package is too large"));
        } else {
            fetch.bytes.write(bytes.array(), bytes.position(), bytes.remaining());
        }
    }

    void missing(long exchange) {
        FetchedFile file = files.get(exchange);
        if (file != null) {
            file.missing();
            return;
        }
        Fetch fetch = fetches.get(exchange);
        if (fetch != null) {
            fetch.whole.completeExceptionally(new IOException("the other host does not have it"));
        }
    }

    void broken() {
        files.values().forEach(FetchedFile::broken);
        fetches.values().forEach(fetch -> fetch.whole.completeExceptionally(new IOException("the other host is gone")));
    }
}
