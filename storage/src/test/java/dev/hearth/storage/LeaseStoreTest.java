package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Time;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both implementations of {@link LeaseStore} must do. */
@Tag("both-engines")
class LeaseStoreTest {

    private static final Duration TERM = Duration.ofSeconds(6);
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

    /** The implementations. */
    enum Kind {
        MEMORY {
            @Override
            void with(Path folder, BiConsumer<LeaseStore, VirtualPorts> test) {
                VirtualPorts ports = new VirtualPorts(START, 1);
                test.accept(LeaseStore.inMemory(ports), ports);
            }
        },
        SQL {
            @Override
            void with(Path folder, BiConsumer<LeaseStore, VirtualPorts> test) {
                VirtualPorts ports = new VirtualPorts(START, 1);
                try (TestDatabase file = TestDatabase.in(folder)) {
                    test.accept(Stores.leases(file.database(), ports), ports);
                }
            }
        };

        abstract void with(Path folder, BiConsumer<LeaseStore, VirtualPorts> test);
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void oneHoldsUntilTheTermIsOverAndTheNextHasAGreaterToken(Kind kind) {
        kind.with(folder, (store, ports) -> {
            Lease first = store.grant("q/1", "a", TERM).orElseThrow();
            assertThat(first).isEqualTo(new Lease("q/1", "a", 1));
            assertThat(store.grant("q/1", "b", TERM)).isEmpty();
            assertThat(store.grant("q/1", "a", TERM)).isEmpty();
            assertThat(store.grant("q/2", "b", TERM)).contains(new Lease("q/2", "b", 1));
            ports.advance(TERM.minusMillis(1));
            assertThat(store.grant("q/1", "b", TERM)).isEmpty();
            ports.advance(Duration.ofMillis(1));
            assertThat(store.isCurrent(first)).isTrue();
            Lease second = store.grant("q/1", "b", TERM).orElseThrow();
            assertThat(second.token()).isEqualTo(2);
            assertThat(store.isCurrent(first)).isFalse();
            assertThat(store.isCurrent(second)).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoRenewsKeepsAndWhoCameTooLateDoesNot(Kind kind) {
        kind.with(folder, (store, ports) -> {
            Lease kept = store.grant("q/1", "a", TERM).orElseThrow();
            Lease left = store.grant("q/2", "a", TERM).orElseThrow();
            ports.advance(TERM.dividedBy(2));
            assertThat(store.renew(List.of(kept), TERM)).containsExactly(kept);
            ports.advance(TERM.dividedBy(2));
            assertThat(store.grant("q/1", "b", TERM)).isEmpty();
            assertThat(store.grant("q/2", "b", TERM)).isPresent();
            assertThat(store.renew(List.of(kept, left), TERM)).containsExactly(kept);
            store.release(left);
            assertThat(store.grant("q/2", "c", TERM)).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredLeaseThatNobodyTookIsRenewed(Kind kind) {
        kind.with(folder, (store, ports) -> {
            Lease lease = store.grant("q/1", "a", TERM).orElseThrow();
            ports.advance(TERM.multipliedBy(3));
            assertThat(store.renew(List.of(lease), TERM)).containsExactly(lease);
            assertThat(store.grant("q/1", "b", TERM)).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void theTokenGrowsOverAReleaseToo(Kind kind) {
        kind.with(folder, (store, ports) -> {
            Lease first = store.grant("q/1", "a", TERM).orElseThrow();
            store.release(first);
            assertThat(store.isCurrent(first)).isFalse();
            assertThat(store.renew(List.of(first), TERM)).isEmpty();
            assertThat(store.granted()).isEmpty();
            Lease second = store.grant("q/1", "a", TERM).orElseThrow();
            assertThat(second.token()).isEqualTo(2);
            assertThat(store.granted()).containsExactly(new LeaseStore.Granted(second, START.plus(TERM)));
        });
    }

    @ParameterizedTest
    @EnumSource
    void theOnlySurvivorEndsTheLeasesOfTheDead(Kind kind) {
        kind.with(folder, (store, ports) -> {
            Lease dead = store.grant("q/1", "dead", TERM).orElseThrow();
            Lease mine = store.grant("q/2", "me", TERM).orElseThrow();
            store.endOthers("me");
            assertThat(store.isCurrent(dead)).isFalse();
            assertThat(store.isCurrent(mine)).isTrue();
            assertThat(store.grant("q/1", "me", TERM)).contains(new Lease("q/1", "me", 2));
        });
    }

    /** A wall clock that is put forward and back while the monotonic one goes on. */
    private static final class SteppedTime implements Time {
        private final Time inner;
        private Duration step = Duration.ZERO;

        SteppedTime(Time inner) {
            this.inner = inner;
        }

        @Override
        public Instant instant() {
            return inner.instant().plus(step);
        }

        @Override
        public long nanos() {
            return inner.nanos();
        }
    }

    @Test
    void aWallClockThatIsPutForwardOrBackNeitherEndsNorProlongs() {
        VirtualPorts ports = new VirtualPorts(START, 1);
        SteppedTime time = new SteppedTime(ports);
        try (TestDatabase file = TestDatabase.in(folder)) {
            LeaseStore store = Stores.leases(file.database(), time);
            Lease first = store.grant("q/1", "a", TERM).orElseThrow();
            time.step = Duration.ofMinutes(1);
            assertThat(store.grant("q/1", "b", TERM)).isEmpty();
            assertThat(store.renew(List.of(first), TERM)).containsExactly(first);
            time.step = Duration.ofMinutes(-1);
            ports.advance(TERM.minusMillis(1));
            assertThat(store.grant("q/1", "b", TERM)).isEmpty();
            ports.advance(Duration.ofMillis(1));
            assertThat(store.grant("q/1", "b", TERM)).contains(new Lease("q/1", "b", 2));
            // The next process, whose clock is a minute behind, waits for nobody.
            time.step = Duration.ofMinutes(-2);
            LeaseStore next = Stores.leases(file.database(), time);
            next.endOthers("c");
            assertThat(next.grant("q/1", "c", TERM)).contains(new Lease("q/1", "c", 3));
        }
    }
}
