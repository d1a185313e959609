package dev.hearth.simulation;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of leases, beside a model of it: {@link Invariant#ONE_HOLDER}. */
final class CheckedLeases implements LeaseStore {

    /** A resource's last lease; it ended at nanosecond 0 when it was released. */
    private record Last(Lease lease, long endNanos) {}

    private final LeaseStore real;
    private final World world;
    private final Map<String, Last> last = new HashMap<>();

    CheckedLeases(LeaseStore real, World world) {
        this.real = real;
        this.world = world;
    }

    /** Whether {@code holder} owns {@code resource} now, by the store's clock. */
    boolean owns(String resource, String holder) {
        Last known = last.get(resource);
        return known != null && known.lease.holder().equals(holder) && known.endNanos > world.nanos();
    }

    /** Whether {@code token} is the resource's current one. */
    boolean isToken(String resource, long token) {
        Last known = last.get(resource);
        return known != null && known.endNanos > 0 && known.lease.token() == token;
    }

    /** The resource's current token, 0 for none. */
    long token(String resource) {
        Last known = last.get(resource);
        return known == null ? 0 : known.lease.token();
    }

    @Nullable
    Lease lease(String resource) {
        Last known = last.get(resource);
        return known == null ? null : known.lease;
    }

    @Override
    public Optional<Lease> grant(String resource, String holder, Duration term) {
        Optional<Lease> granted = real.grant(resource, holder, term);
        Last before = last.get(resource);
        if (granted.isEmpty()) {
            return granted;
        }
        Lease lease = granted.get();
        world.note("granted", lease);
        if (before != null && before.endNanos > world.nanos()) {
            throw broken(Invariant.ONE_HOLDER, lease + " was granted while " + before.lease + " lasts");
        }
        if (before != null && lease.token() <= before.lease.token()) {
            throw broken(Invariant.FENCED, lease + " was granted after " + before.lease);
        }
        last.put(resource, new Last(lease, world.nanos() + term.toNanos()));
        return granted;
    }

    @Override
    public List<Lease> renew(Collection<Lease> leases, Duration term) {
        List<Lease> renewed = real.renew(leases, term);
        for (Lease lease : renewed) {
            if (!isToken(lease.resource(), lease.token())) {
                throw broken(Invariant.ONE_HOLDER, lease + " was renewed, of which another has the next");
            }
            last.put(lease.resource(), new Last(lease, world.nanos() + term.toNanos()));
        }
        return renewed;
    }

    @Override
    public void release(Lease lease) {
        real.release(lease);
        if (isToken(lease.resource(), lease.token())) {
            last.put(lease.resource(), new Last(lease, 0));
        }
    }

    @Override
    public boolean isCurrent(Lease lease) {
        return real.isCurrent(lease);
    }

    @Override
    public List<Granted> granted() {
        return real.granted();
    }

    @Override
    public void endOthers(String holder) {
        throw new UnsupportedOperationException("nobody is alone here");
    }

    private InvariantBroken broken(Invariant invariant, String detail) {
        return world.judge().broken(invariant, detail);
    }
}
