package dev.hearth.drivers.network;

import dev.hearth.core.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespaces of one Hearth in which there is nothing. The kernel makes one in half a millisecond and one after the
 * other, so some are kept ready: made ahead, or given back by a process that is gone. Without a privilege a process
 * cannot change one, so what is left of its use is nothing.
 */
final class EmptyNamespaces {

    private static final Logger LOG = LoggerFactory.getLogger(EmptyNamespaces.class);

    /** Namespaces that are kept ready at most; each takes the kernel some 170 KiB. */
    static final int SPARE = 64;
    /** With fewer than so many more are made. */
    private static final int FEW = 8;

    private final Instances names;
    private final Tasks tasks;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Empty> living = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Empty> spare = new LinkedBlockingQueue<>(SPARE);
    private final AtomicBoolean filling = new AtomicBoolean();
    private volatile boolean closed;

    EmptyNamespaces(Instances names, Tasks tasks) {
        this.names = names;
        this.tasks = tasks;
    }

    GuestNetworks.Nowhere take() throws IOException {
        if (closed) {
            throw new IOException("the guests' networks are closed");
        }
        Empty ready = spare.poll();
        Empty taken = ready == null ? make() : ready;
        if (spare.size() < FEW && filling.compareAndSet(false, true)) {
            tasks.start("empty-namespaces", this::fill);
        }
        return taken;
    }

    private void fill() {
        try {
            while (spare.remainingCapacity() > 0) {
                make().giveBack();
            }
        } catch (IOException refused) {
            LOG.debug("no namespaces ahead", refused);
        } finally {
            filling.set(false);
        }
    }

    private Empty make() throws IOException {
        Empty empty = new Empty(names.emptyNamespace(numbers.incrementAndGet()));
        try {
            Netns.make(empty.name);
        } catch (IOException refused) {
            empty.close();
            throw refused;
        }
        living.add(empty);
        if (closed) {
            empty.close();
            throw new IOException("the guests' networks are closed");
        }
        return empty;
    }

    void close() {
        closed = true;
        List.copyOf(living).forEach(Empty::close);
    }

    /** One of them; given up once. */
    private final class Empty implements GuestNetworks.Nowhere {

        private final String name;
        private final AtomicBoolean gone = new AtomicBoolean();

        private Empty(String name) {
            this.name = name;
        }

        @Override
        public Path namespaceFile() {
            return Netns.file(name);
        }

        @Override
        public void giveBack() {
            if (closed || !spare.offer(this)) {
                close();
            }
        }

        @Override
        public void close() {
            if (gone.compareAndSet(false, true)) {
                living.remove(this);
                try {
                    Netns.delete(name);
                } catch (IOException stuck) {
                    LOG.warn("The namespace {} could not be removed: the next start tries again", name, stuck);
                }
            }
        }
    }
}
