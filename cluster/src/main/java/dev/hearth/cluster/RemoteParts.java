package dev.hearth.cluster;

import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.CodeCache;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a host's worker gets from whoever decides now: where its functions' output goes, and the packages that are not
 * here yet, which are kept by their digest. While nobody decides, output waits; the oldest is lost when it is too much.
 */
final class RemoteParts implements LogAppender, CodeCache {

    private final CodeStore store;
    private final CodeCache files;
    private final HostFiles hostFiles;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Deque<Upstream.Line> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private volatile @Nullable Upstream upstream;

    RemoteParts(CodeStore store, CodeCache files, HostFiles hostFiles) {
        this.store = store;
        this.hostFiles = hostFiles;
        this.files = files;
    }

    CodeStore store() {
        return store;
    }

    HostFiles hostFiles() {
        return hostFiles;
    }

    void through(Upstream next) {
        synchronized (waiting) {
            while (!waiting.isEmpty()) {
                next.log(waiting.poll());
            }
            waitingBytes = 0;
            upstream = next;
        }
    }

    void without(Upstream old) {
        synchronized (waiting) {
            if (upstream == old) {
                upstream = null;
            }
        }
    }

    @Override
    public Appending open(String group, String stream) {
        return (millis, utf8, from, length) ->
                append(new Upstream.Line(group, stream, millis, Arrays.copyOfRange(utf8, from, from + length)));
    }

    private void append(Upstream.Line line) {
        Upstream now = upstream;
        if (now == null) {
            now = await(line);
        }
        if (now != null) {
            now.log(line);
        }
    }

    /** Keeps a line for later; or says where it goes, when that was just decided. */
    private @Nullable Upstream await(Upstream.Line line) {
        synchronized (waiting) {
            if (upstream == null) {
                waiting.add(line);
                waitingBytes += line.utf8().length;
                while (waitingBytes > ClusterLimits.LOG_BYTES) {
                    waitingBytes -= waiting.remove().utf8().length;
                }
            }
            return upstream;
        }
    }

    @Override
    public Path taskRoot(String codeDigest) throws IOException {
        keep(codeDigest);
        return files.taskRoot(codeDigest);
    }

    /** Fetches a package unless it is here. Blocks. */
    void keep(String digest) throws IOException {
        synchronized (locks.computeIfAbsent(digest, _ -> new Object())) {
            if (!store.digests().contains(digest)) {
                Upstream now = upstream;
                if (now == null) {
                    throw new IOException("the package " + digest + " is not here, and the cluster is away");
                }
                store.put(now.fetch(digest));
            }
        }
    }

    void file(String name, Path target, long mostBytes) throws IOException {
        Upstream now = upstream;
        if (now == null) {
            throw new NoSuchFileException(name, null, "the cluster is away");
        }
        now.file(name, target, mostBytes);
    }

    @Override
    public Image image(String digest) throws IOException {
        return files.image(digest);
    }
}
