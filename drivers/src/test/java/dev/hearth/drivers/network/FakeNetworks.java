package dev.hearth.drivers.network;

import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Networks that lead nowhere, all with the namespace that a file is of. */
public final class FakeNetworks implements GuestNetworks {

    private final Set<Request> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nowheres = new AtomicInteger();
    private volatile Path namespace;
    private volatile String trouble = "";

    public FakeNetworks(Path namespace) {
        this.namespace = namespace;
    }

    /** What {@link #attach} fails with from now on; empty for not at all. */
    public void trouble(String words) {
        trouble = words;
    }

    /** The namespace of what is attached from now on. */
    public void namespace(Path file) {
        namespace = file;
    }

    public Set<Request> links() {
        return Set.copyOf(links);
    }

    @Override
    public RangeVerdict range() {
        throw new UnsupportedOperationException("the fake has no range");
    }

    @Override
    public List<String> obstacles() {
        return List.of();
    }

    @Override
    public void change(Wall wall) {
        // nothing is reached
    }

    @Override
    public GuestLink attach(Request request) throws IOException {
        if (!trouble.isEmpty()) {
            throw new IOException("no network for " + request.id() + ": " + trouble);
        }
        links.add(request);
        Path given = namespace;
        return new GuestLink() {
            @Override
            public String namespace() {
                return "fake";
            }

            @Override
            public Path namespaceFile() {
                return given;
            }

            @Override
            public String device() {
                return "tap0";
            }

            @Override
            public GuestAddresses addresses() {
                return new GuestAddresses(
                        "06:00:ac:10:00:02",
                        new GuestAddresses.Interface("10.1.2.2", 30, "10.1.2.1"),
                        Optional.empty(),
                        List.of("10.1.2.1", "fd00::1"),
                        1500);
            }

            @Override
            public void close() {
                links.remove(request);
            }
        };
    }

    @Override
    public Nowhere nowhere() {
        nowheres.incrementAndGet();
        return new Nowhere() {
            @Override
            public Path namespaceFile() {
                return namespace;
            }

            @Override
            public void giveBack() {
                close();
            }

            @Override
            public void close() {
                nowheres.decrementAndGet();
            }
        };
    }

    /** Empty namespaces in use. */
    public int nowheres() {
        return nowheres.get();
    }

    @Override
    public Optional<RangeVerdict> inUse() {
        return Optional.empty();
    }

    @Override
    public String wayOut() {
        return "nowhere";
    }

    @Override
    public void clearLeftOvers() {
        // a fake leaves nothing
    }

    @Override
    public void close() {
        links.clear();
    }
}
