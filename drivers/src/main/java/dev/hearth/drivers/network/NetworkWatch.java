package dev.hearth.drivers.network;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import inet.ipaddr.IPAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at the host again and again, and tells of routes and addresses that came to overlap a range in use. */
final class NetworkWatch implements AutoCloseable {

    /** Between two looks. A VPN that comes up is told of within this time. */
    static final Duration EVERY = Duration.ofSeconds(15);

    private final Ports ports;
    private final HostReader reader;
    private final Function<HostNetwork, RangeDecisions.Facts> facts;
    private final List<IPAddress> ranges;
    private final Consumer<List<RangeVerdict.Conflict>> news;
    private RangeDecisions.Facts known;
    private Timers.@Nullable Timer next;
    private boolean closed;

    /** {@code news} is told only of what is new since the look before, from a task of the ports. */
    NetworkWatch(
            Ports ports,
            HostReader reader,
            Function<HostNetwork, RangeDecisions.Facts> facts,
            RangeDecisions.Facts known,
            List<IPAddress> ranges,
            Consumer<List<RangeVerdict.Conflict>> news) {
        this.ports = ports;
        this.reader = reader;
        this.facts = facts;
        this.known = known;
        this.ranges = ranges;
        this.news = news;
    }

    synchronized void start() {
        if (!closed) {
            next = ports.timers().after(EVERY, () -> ports.tasks().start("hearth-network-watch", this::look));
        }
    }

    private void look() {
        try {
            RangeDecisions.Facts now = facts.apply(reader.read());
            List<RangeVerdict.Conflict> appeared = ranges.stream()
                    .flatMap(range -> RangeDecisions.appeared(known, now, range).stream())
                    .toList();
            known = now;
            if (!appeared.isEmpty()) {
                news.accept(appeared);
            }
        } finally {
            start();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }
}
