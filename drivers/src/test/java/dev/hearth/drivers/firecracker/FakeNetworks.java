package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.network.GuestAddresses;
import dev.hearth.drivers.network.GuestLink;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.RangeVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Networks that lead nowhere; the namespace is a file that exists. */
final class FakeNetworks implements GuestNetworks {

    private final Set<Request> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nowheres = new AtomicInteger();
    private final Path namespace;

    FakeNetworks(Path namespace) {
        this.namespace = namespace;
    }

    Set<Request> links() {
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
    public GuestLink attach(Request request) throws IOException {
        links.add(request);
        return new GuestLink() {
            @Override
            public String namespace() {
                return "fake";
            }

            @Override
            public Path namespaceFile() {
                return namespace;
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
            public void close() {
                nowheres.decrementAndGet();
            }
        };
    }

    /** Empty namespaces in use. */
    int nowheres() {
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
