package dev.hearth.cluster;

import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.CodeCache;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a joined host's worker gets through the channel of the moment: where its functions' output goes, and the
 * packages that
 * are not here yet, which are kept by their digest. Without a channel output is lost, with the environments that made
 * it.
 */
final class RemoteParts implements LogAppender, CodeCache {

    private static final long FETCH_SECONDS = 120;

    private record Fetch(ByteArrayOutputStream bytes, CompletableFuture<byte[]> whole) {}

    private final CodeStore store;
    private final CodeCache files;
    private final AtomicLong exchanges = new AtomicLong();
    private final Map<Long, Fetch> fetches = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private volatile @Nullable Channel channel;

    RemoteParts(CodeStore store, CodeCache files) {
        this.store = store;
        this.files = files;
    }

    void through(Channel newChannel) {
        channel = newChannel;
    }

    void without(Channel old) {
        if (channel == old) {
            channel = null;
        }
        fetches.values().forEach(fetch -> fetch.whole.completeExceptionally(new IOException("the cluster is away")));
        fetches.clear();
    }

    /** Tells the cluster that an environment can serve no more. */
    void gone(String environmentId) {
        Channel now = channel;
        if (now != null) {
            now.send(new Message.Gone(environmentId));
        }
    }

    @Override
    public Appending open(String group, String stream) {
        return (millis, utf8, from, length) -> {
            Channel now = channel;
            if (now != null) {
                now.awaitRoom(ClusterLimits.LOG_BYTES);
                byte[] copy = Arrays.copyOfRange(utf8, from, from + length);
                now.send(new Message.Log(group, stream, millis, ByteBuffer.wrap(copy)));
            }
        };
    }

    @Override
    public Path taskRoot(String codeDigest) throws IOException {
        synchronized (locks.computeIfAbsent(codeDigest, _ -> new Object())) {
            if (!store.digests().contains(codeDigest)) {
                byte[] zip = fetch(codeDigest);
                if (!digest(zip).equals(codeDigest)) {
                    throw new IOException("the package " + codeDigest + " came damaged");
                }
                store.put(zip);
            }
        }
        return files.taskRoot(codeDigest);
    }

    @Override
    public Image image(String digest) throws IOException {
        return files.image(digest);
    }

    private byte[] fetch(String digest) throws IOException {
        Channel now = channel;
        if (now == null) {
            throw new IOException("the package " + digest + " is not here, and the cluster is away");
        }
        long exchange = exchanges.incrementAndGet();
        Fetch fetch = new Fetch(new ByteArrayOutputStream(), new CompletableFuture<>());
        fetches.put(exchange, fetch);
        now.send(new Message.Fetch(exchange, digest));
        try {
            return fetch.whole.get(FETCH_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the package " + digest + " was not sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            fetches.remove(exchange);
        }
    }

    void part(long exchange, ByteBuffer bytes) {
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
        Fetch fetch = fetches.get(exchange);
        if (fetch != null) {
            fetch.whole.completeExceptionally(new IOException("the cluster does not have it"));
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
