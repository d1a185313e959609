package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Two hosts that stand for one office, in virtual time. */
class SuccessionTest {

    private static final Duration STEP = Duration.ofMillis(50);

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
    private final LeaseStore store = LeaseStore.inMemory(ports);
    private final Host a = new Host("a");
    private final Host b = new Host("b");

    /** A host with a way to the store that can be cut. */
    private final class Host implements Succession.Office, LeaseStore {
        private final String name;
        private final List<Long> tokens = new ArrayList<>();
        private BooleanSupplier holds = () -> false;
        private boolean cut;
        private boolean promised;
        private boolean othersReach;
        private boolean willing;
        private boolean breaks;
        private boolean mayDecide = true;

        Host(String name) {
            this.name = name;
        }

        Succession stand() {
            return Succession.start(this, name, () -> mayDecide, this, ports.ports());
        }

        @Override
        public void begin(Lease lease, BooleanSupplier right) {
            tokens.add(lease.token());
            holds = right;
        }

        @Override
        public void end(boolean wanted) {
            willing = wanted;
            holds = () -> false;
        }

        @Override
        public boolean promised() {
            if (breaks) {
                throw new IllegalStateException("broken");
            }
            return promised;
        }

        @Override
        public boolean othersReachedStore(long sinceNanos) {
            if (breaks) {
                throw new IllegalStateException("broken");
            }
            return othersReach && now() - ClusterLimits.ANSWER.toNanos() - sinceNanos > 0;
        }

        private LeaseStore way() {
            if (cut) {
                throw new IllegalStateException("cut off");
            }
            return store;
        }

        @Override
        public Optional<Lease> grant(String resource, String holder, Duration term) {
            return way().grant(resource, holder, term);
        }

        @Override
        public List<Lease> renew(Collection<Lease> leases, Duration term) {
            return way().renew(leases, term);
        }

        @Override
        public void release(Lease lease) {
            way().release(lease);
        }

        @Override
        public boolean isCurrent(Lease lease) {
            return way().isCurrent(lease);
        }

        @Override
        public List<Granted> granted() {
            return way().granted();
        }

        @Override
        public void endOthers(String holder) {
            way().endOthers(holder);
        }
    }

    private long now() {
        return ports.ports().time().nanos();
    }

    private boolean decides(Host host) {
        return host.holds.getAsBoolean();
    }

    /** Time goes on; at no moment both decide. */
    private void pass(Duration time) {
        for (long i = 0; i < time.toMillis() / STEP.toMillis(); i++) {
            ports.advance(STEP);
            assertThat(decides(a) && decides(b)).isFalse();
        }
    }

    private void bothStand() {
        a.stand();
        ports.settle();
        b.stand();
        pass(Duration.ofSeconds(10));
        assertThat(decides(a)).isTrue();
        assertThat(a.tokens).containsExactly(1L);
        assertThat(b.tokens).isEmpty();
    }

    @Test
    void theSecondDecidesWithinFiveSecondsOnceTheFirstIsCutOff() {
        bothStand();
        a.cut = true;
        pass(Duration.ofSeconds(5));
        assertThat(decides(a)).isFalse();
        assertThat(decides(b)).isTrue();
        assertThat(b.tokens).containsExactly(2L);
        a.cut = false;
        pass(Duration.ofSeconds(10));
        assertThat(decides(a)).isFalse();
        assertThat(decides(b)).isTrue();
    }

    @Test
    void aStoreThatIsSilentToAllStopsNobodyWhoIsPromisedToStay() {
        bothStand();
        a.promised = true;
        a.cut = true;
        b.cut = true;
        pass(Duration.ofSeconds(30));
        assertThat(decides(a)).isTrue();
        a.cut = false;
        a.promised = false;
        pass(ClusterLimits.RENEWAL);
        b.cut = false;
        pass(Duration.ofSeconds(10));
        assertThat(decides(a)).isTrue();
        assertThat(b.tokens).isEmpty();
    }

    @Test
    void whatBreaksWhileTheRightIsRenewedOrWatchedDoesNotEndTheRenewing() {
        bothStand();
        a.promised = true;
        a.breaks = true;
        a.cut = true;
        b.cut = true;
        int broken = 0;
        for (int i = 0; i < 100; i++) {
            try {
                ports.advance(STEP);
            } catch (IllegalStateException expected) {
                broken++;
            }
        }
        assertThat(broken).isGreaterThan(5);
        a.breaks = false;
        a.cut = false;
        pass(ClusterLimits.RENEWAL);
        b.cut = false;
        pass(Duration.ofSeconds(10));
        assertThat(decides(a)).isTrue();
        assertThat(a.tokens).containsExactly(1L);
        a.promised = false;
        a.cut = true;
        pass(Duration.ofSeconds(5));
        assertThat(decides(b)).isTrue();
    }

    @Test
    void aStoreThatIsSilentToTheOneThatDecidesAloneMakesItStepBack() {
        bothStand();
        a.promised = true;
        a.othersReach = true;
        a.cut = true;
        pass(ClusterLimits.TERM.plus(ClusterLimits.LOOK).plus(STEP));
        assertThat(decides(a)).isFalse();
        pass(ClusterLimits.LOOK.multipliedBy(2));
        assertThat(decides(b)).isTrue();
        pass(ClusterLimits.INTERREGNUM.multipliedBy(2));
        assertThat(decides(b)).isTrue();
    }

    @Test
    void whatOthersHeardOfTheStoreBeforeItFellSilentToAllMovesNobody() {
        bothStand();
        a.promised = true;
        a.othersReach = true;
        a.cut = true;
        b.cut = true;
        pass(ClusterLimits.ANSWER);
        // The last answer of before is told for so long, and by then it is older than what is not answered here.
        a.othersReach = false;
        pass(Duration.ofSeconds(10));
        assertThat(decides(a)).isTrue();
        assertThat(b.tokens).isEmpty();
    }

    @Test
    void theNextIsJudgedByTheClockAndNotByARenewalThatHangs() {
        assertThat(TermDecisions.next(false, 1, true, true)).isEqualTo(TermDecisions.Next.STAY);
        assertThat(TermDecisions.next(false, 1, false, false)).isEqualTo(TermDecisions.Next.STAY);
        assertThat(TermDecisions.next(false, 0, true, true)).isEqualTo(TermDecisions.Next.YIELD);
        assertThat(TermDecisions.next(false, 0, true, false)).isEqualTo(TermDecisions.Next.STAY);
        assertThat(TermDecisions.next(false, 0, false, false)).isEqualTo(TermDecisions.Next.END);
        assertThat(TermDecisions.next(true, 1, true, true)).isEqualTo(TermDecisions.Next.END);
    }

    @Test
    void renewalsAreAskedForAtEvenDistancesHoweverLongTheyTake() {
        assertThat(TermDecisions.pause(0)).isEqualTo(ClusterLimits.RENEWAL);
        assertThat(TermDecisions.pause(ClusterLimits.RENEWAL.toNanos() / 2))
                .isEqualTo(ClusterLimits.RENEWAL.dividedBy(2));
        assertThat(TermDecisions.pause(Duration.ofSeconds(2).toNanos())).isEqualTo(ClusterLimits.RENEWAL.dividedBy(10));
    }

    @Test
    void whoEndsWillinglyGivesTheLeaseBackAtOnce() {
        Succession first = a.stand();
        ports.settle();
        b.stand();
        pass(Duration.ofSeconds(1));
        first.stepDown();
        assertThat(a.willing).isTrue();
        pass(ClusterLimits.LOOK.multipliedBy(2));
        assertThat(decides(b)).isTrue();
        pass(Duration.ofSeconds(20));
        assertThat(decides(b)).isTrue();
    }

    @Test
    void whoHeardAnotherDoesNotTry() {
        a.mayDecide = false;
        a.stand();
        pass(Duration.ofSeconds(5));
        assertThat(a.tokens).isEmpty();
        a.mayDecide = true;
        pass(Duration.ofSeconds(1));
        assertThat(decides(a)).isTrue();
    }
}
