package dev.hearth.services.leasing;

import dev.hearth.core.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** {@link LeaseStore} in memory. */
final class MemoryLeaseStore implements LeaseStore {

    /** A resource's last lease; it expires at the epoch once it was released. */
    private record Entry(Lease lease, Instant expires) {

        boolean released() {
            return expires.equals(Instant.EPOCH);
        }
    }

    private final Time time;
    private final NavigableMap<String, Entry> entries = new TreeMap<>();

    MemoryLeaseStore(Time time) {
        this.time = time;
    }

    @Override
    public synchronized Optional<Lease> grant(String resource, String holder, Duration term) {
        Instant now = time.instant();
        Entry last = entries.get(resource);
        if (last != null && last.expires.isAfter(now)) {
            return Optional.empty();
        }
        Lease lease = new Lease(resource, holder, last == null ? 1 : last.lease.token() + 1);
        entries.put(resource, new Entry(lease, now.plus(term)));
        return Optional.of(lease);
    }

    @Override
    public synchronized List<Lease> renew(Collection<Lease> leases, Duration term) {
        List<Lease> held = leases.stream().filter(this::isCurrent).toList();
        held.forEach(lease ->
                entries.put(lease.resource(), new Entry(lease, time.instant().plus(term))));
        return held;
    }

    @Override
    public synchronized void release(Lease lease) {
        if (isCurrent(lease)) {
            entries.put(lease.resource(), new Entry(lease, Instant.EPOCH));
        }
    }

    @Override
    public synchronized boolean isCurrent(Lease lease) {
        Entry last = entries.get(lease.resource());
        return last != null && !last.released() && last.lease.equals(lease);
    }

    @Override
    public synchronized List<Granted> granted() {
        return entries.values().stream()
                .filter(entry -> !entry.released())
                .map(entry -> new Granted(entry.lease, entry.expires))
                .toList();
    }

    @Override
    public synchronized void endOthers(String holder) {
        List<Lease> others = granted().stream()
                .map(Granted::lease)
                .filter(lease -> !lease.holder().equals(holder))
                .toList();
        others.forEach(this::release);
    }
}
