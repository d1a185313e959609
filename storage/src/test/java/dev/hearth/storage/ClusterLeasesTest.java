package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.Time;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.HostStore;
import dev.hearth.services.leasing.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The leases of a cluster and the fence of whoever holds one, on a real PostgreSQL. */
class ClusterLeasesTest {

    private static final Time CLOCK = new VirtualPorts(Instant.EPOCH, 1);
    private static final String RESOURCE = "cluster/decides";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final ClusterHost HOST =
            new ClusterHost("a", "10.0.0.1:4600", Set.of(ClusterHost.Role.CONTROL), ClusterHost.State.MEMBER);

    @Test
    void oneHoldsAndTheNextHasAGreaterToken() {
        String address = TestPostgres.newDatabase();
        try (ClusterLeases here = ClusterLeases.open(address);
                ClusterLeases there = ClusterLeases.open(address)) {
            assertThat(here.answers()).isTrue();
            Lease first = here.grant(RESOURCE, "a", LONG).orElseThrow();
            assertThat(there.grant(RESOURCE, "b", LONG)).isEmpty();
            assertThat(here.renew(List.of(first), LONG)).containsExactly(first);
            assertThat(there.isCurrent(first)).isTrue();
            here.release(first);
            Lease second = there.grant(RESOURCE, "b", LONG).orElseThrow();
            assertThat(second.token()).isEqualTo(first.token() + 1);
            assertThat(here.renew(List.of(first), LONG)).isEmpty();
            assertThat(here.granted())
                    .singleElement()
                    .satisfies(granted -> assertThat(granted.lease()).isEqualTo(second));
        }
    }

    @Test
    void aLeaseEndsByTheServersClock() {
        String address = TestPostgres.newDatabase();
        try (ClusterLeases here = ClusterLeases.open(address)) {
            Lease first = here.grant(RESOURCE, "a", Duration.ZERO).orElseThrow();
            assertThat(here.grant(RESOURCE, "b", LONG))
                    .get()
                    .extracting(Lease::token)
                    .isEqualTo(first.token() + 1);
        }
    }

    @Test
    void whoeverHeldTheLeaseBeforeIsCutOffInTheMiddleOfWhatItWrites() {
        String address = TestPostgres.newDatabase();
        try (ClusterLeases leases = ClusterLeases.open(address)) {
            Lease old = leases.grant(RESOURCE, "a", LONG).orElseThrow();
            try (Database stale = Database.postgres(address, old, CLOCK, TestDatabase.TASKS)) {
                HostStore hosts = Stores.hosts(stale);
                hosts.put(HOST);
                assertThat(hosts.all()).containsExactly(HOST);
                leases.release(old);
                Lease current = leases.grant(RESOURCE, "b", LONG).orElseThrow();
                try (Database next = Database.postgres(address, current, CLOCK, TestDatabase.TASKS)) {
                    assertThatThrownBy(() -> hosts.put(HOST.in(ClusterHost.State.REMOVED)))
                            .isInstanceOf(StorageException.class);
                    // The second is refused by its token, not only by its broken session.
                    assertThatThrownBy(() -> hosts.put(HOST.in(ClusterHost.State.REMOVED)))
                            .hasRootCauseMessage("another host of the cluster has taken over; this one's lease, token "
                                    + old.token() + ", is over");
                    Stores.hosts(next).put(HOST.in(ClusterHost.State.DRAINING));
                    assertThat(Stores.hosts(next).all()).containsExactly(HOST.in(ClusterHost.State.DRAINING));
                }
            }
            assertThatThrownBy(() -> Database.postgres(address, old, CLOCK, TestDatabase.TASKS))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("has taken over");
        }
    }
}
