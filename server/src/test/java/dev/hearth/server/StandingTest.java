package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.ClusterHost.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may be a host of a cluster, and as what. */
class StandingTest {

    private static final String STORE = "postgres://h@h/h";

    private static ClusterHost host(String id, ClusterHost.State state) {
        return new ClusterHost(id, "10.0.0.1:7", EnumSet.allOf(Role.class), state);
    }

    @Test
    void aStoreThatDoesNotKnowAHostThatItListedOnceIsAnothers() {
        List<ClusterHost> others = List.of(host("host-2", ClusterHost.State.MEMBER));
        assertThat(Standing.wrong(others, "host-1", true)).contains("does not know this host, host-1");
        assertThat(Standing.wrong(List.of(), "host-1", true)).contains("does not know this host");
        // It has just joined, or begins a cluster.
        assertThat(Standing.wrong(others, "host-1", false)).isEmpty();
    }

    @Test
    void aHostThatWasRemovedIsToldToJoinAgain() {
        assertThat(Standing.wrong(List.of(host("host-1", ClusterHost.State.REMOVED)), "host-1", true))
                .contains("removed from its cluster", "--join HOST --token TOKEN");
        assertThat(Standing.wrong(List.of(host("host-1", ClusterHost.State.DRAINING)), "host-1", true))
                .isEmpty();
    }

    @Test
    void rolesThatCannotBeAreRefused() {
        Set<Role> worker = EnumSet.of(Role.WORKER);
        Set<Role> all = EnumSet.allOf(Role.class);
        assertThatThrownBy(() -> Standing.require(worker, false, true, STORE)).hasMessageContaining("role control");
        assertThatThrownBy(() -> Standing.require(all, true, true, "")).hasMessageContaining("joined without it");
        assertThatCode(() -> Standing.require(worker, true, true, "")).doesNotThrowAnyException();
        assertThatCode(() -> Standing.require(all, true, false, "")).doesNotThrowAnyException();
        assertThatCode(() -> Standing.require(all, true, true, STORE)).doesNotThrowAnyException();
    }
}
