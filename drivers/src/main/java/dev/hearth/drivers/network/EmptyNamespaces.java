package dev.hearth.drivers.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The namespaces of one Hearth in which there is nothing. */
final class EmptyNamespaces {

    private static final Logger LOG = LoggerFactory.getLogger(EmptyNamespaces.class);

    private final Instances names;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Empty> living = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EmptyNamespaces(Instances names) {
        this.names = names;
    }

    GuestNetworks.Nowhere make() throws IOException {
        Empty empty = new Empty(names.emptyNamespace(numbers.incrementAndGet()));
        living.add(empty);
        try {
            Netns.make(empty.name);
        } catch (IOException refused) {
            empty.close();
            throw refused;
        }
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
