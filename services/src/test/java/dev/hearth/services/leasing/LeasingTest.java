package dev.hearth.services.leasing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeasingTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH.plusSeconds(1), 1);
    private final BrokenStore store = new BrokenStore(LeaseStore.inMemory(ports));
    private final Leasing leasing = Leasing.create(store, "a", ports.ports());
    private final Leasing other = Leasing.create(store.inner(), "b", ports.ports());
    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void aLeaseIsRenewedUntilItIsReleased() {
        Leasing.Held held = leasing.take("q", lost::incrementAndGet).orElseThrow();
        ports.advance(Leasing.TERM.multipliedBy(5));
        assertThat(held.isHeld()).isTrue();
        assertThat(other.take("q", () -> {})).isEmpty();
        held.release();
        assertThat(held.isHeld()).isFalse();
        assertThat(other.take("q", () -> {})).isPresent();
        assertThat(lost).hasValue(0);
    }

    @Test
    void whoCannotRenewStopsBeforeAnotherMayBegin() {
        Leasing.Held held = leasing.take("q", lost::incrementAndGet).orElseThrow();
        store.broken = true;
        ports.advance(Leasing.TERM.minusMillis(1));
        assertThat(held.isHeld()).isTrue();
        assertThat(other.take("q", () -> {})).isEmpty();
        ports.advance(Duration.ofMillis(1));
        assertThat(held.isHeld()).isFalse();
        assertThat(other.take("q", () -> {})).isPresent();
        ports.advance(Leasing.RENEWAL);
        assertThat(lost).hasValue(1);
        held.release();
        assertThat(other.take("q", () -> {})).isEmpty();
    }

    @Test
    void aStoreThatComesBackInTimeCostsNothing() {
        Leasing.Held held = leasing.take("q", lost::incrementAndGet).orElseThrow();
        store.broken = true;
        ports.advance(Leasing.RENEWAL.plusMillis(1));
        store.broken = false;
        ports.advance(Leasing.TERM);
        assertThat(held.isHeld()).isTrue();
        assertThat(lost).hasValue(0);
    }

    @Test
    void aLeaseThatTheStoreGaveAwayIsLost() {
        Leasing.Held held = leasing.take("q", lost::incrementAndGet).orElseThrow();
        store.endOthers("b");
        ports.advance(Leasing.RENEWAL);
        assertThat(held.isHeld()).isFalse();
        assertThat(lost).hasValue(1);
    }

    @Test
    void closingReleasesEverything() {
        leasing.take("q", lost::incrementAndGet).orElseThrow();
        leasing.close();
        assertThat(other.take("q", () -> {})).isPresent();
        assertThat(leasing.take("r", () -> {})).isEmpty();
        assertThat(lost).hasValue(0);
    }

    /** A store that can be made to fail. */
    private static final class BrokenStore implements LeaseStore {
        private final LeaseStore inner;
        private boolean broken;

        BrokenStore(LeaseStore inner) {
            this.inner = inner;
        }

        LeaseStore inner() {
            return inner;
        }

        @Override
        public Optional<Lease> grant(String resource, String holder, Duration term) {
            return inner.grant(resource, holder, term);
        }

        @Override
        public List<Lease> renew(Collection<Lease> leases, Duration term) {
            if (broken) {
                throw new IllegalStateException("the store is away");
            }
            return inner.renew(leases, term);
        }

        @Override
        public void release(Lease lease) {
            inner.release(lease);
        }

        @Override
        public boolean isCurrent(Lease lease) {
            return inner.isCurrent(lease);
        }

        @Override
        public List<Granted> granted() {
            return inner.granted();
        }

        @Override
        public void endOthers(String holder) {
            inner.endOthers(holder);
        }
    }
}
