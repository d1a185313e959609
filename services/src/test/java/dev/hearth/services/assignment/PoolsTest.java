package dev.hearth.services.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.assignment.Pools.Grant;
import dev.hearth.services.assignment.Pools.Key;
import dev.hearth.services.assignment.Pools.Placed;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolsTest {

    private static final Key HELLO = new Key("arn:hello", "$LATEST", "r1");
    private static final Key OTHER = new Key("arn:other", "$LATEST", "r1");

    private final Pools<String> pools = new Pools<>(3);

    @Test
    void aCallerWithoutAnIdleEnvironmentWaitsForANewOne() {
        assertThat(pools.acquire(HELLO, "anna")).isEqualTo(new Grant.Start(null));
        assertThat(pools.started(HELLO, "e1", true, 0)).isEqualTo(new Placed<>("anna", false));
        assertThat(pools.released("e1", true, 0)).isEqualTo(new Placed<>(null, false));
        assertThat(pools.acquire(HELLO, "bert")).isEqualTo(new Grant.Idle("e1"));
    }

    @Test
    void theMostRecentlyUsedGoesFirst() {
        busy(HELLO, "e1");
        busy(HELLO, "e2");
        pools.released("e1", true, 1);
        pools.released("e2", true, 2);
        assertThat(pools.acquire(HELLO, "x")).isEqualTo(new Grant.Idle("e2"));
        assertThat(pools.acquire(HELLO, "x")).isEqualTo(new Grant.Idle("e1"));
    }

    @Test
    void whoWaitsGetsTheFirstThatIsFreeAndTheNewOneIsPooled() {
        busy(HELLO, "e1");
        assertThat(pools.acquire(HELLO, "anna")).isEqualTo(new Grant.Start(null));
        assertThat(pools.released("e1", true, 0)).isEqualTo(new Placed<>("anna", false));
        assertThat(pools.started(HELLO, "e2", true, 0)).isEqualTo(new Placed<>(null, false));
        assertThat(pools.acquire(HELLO, "bert")).isEqualTo(new Grant.Idle("e2"));
    }

    @Test
    void anEnvironmentOnItsWayThatNobodyWaitsForIsNotStartedTwice() {
        busy(HELLO, "e1");
        pools.acquire(HELLO, "anna");
        pools.released("e1", true, 0);
        assertThat(pools.acquire(HELLO, "bert")).isEqualTo(new Grant.Wait());
        assertThat(pools.started(HELLO, "e2", true, 0)).isEqualTo(new Placed<>("bert", false));
    }

    @Test
    void anotherRevisionIsAnotherPool() {
        idle(HELLO, "e1", 0);
        assertThat(pools.acquire(new Key("arn:hello", "$LATEST", "r2"), "x")).isEqualTo(new Grant.Start(null));
    }

    @Test
    void aFailedInitServesWhoWaitsAndIsNeverPooled() {
        busy(HELLO, "e1");
        pools.acquire(HELLO, "anna");
        pools.released("e1", true, 0);
        assertThat(pools.started(HELLO, "e2", false, 0)).isEqualTo(new Placed<>(null, true));
        pools.acquire(HELLO, "bert");
        assertThat(pools.started(HELLO, "e3", false, 0)).isEqualTo(new Placed<>("bert", false));
        assertThat(pools.released("e3", false, 0)).isEqualTo(new Placed<>(null, true));
    }

    @Test
    void aRefusedStartRefusesTheLongestWaiting() {
        pools.acquire(HELLO, "anna");
        pools.acquire(HELLO, "bert");
        assertThat(pools.refused(HELLO)).isEqualTo("anna");
        assertThat(pools.refused(HELLO)).isEqualTo("bert");
        assertThat(pools.size()).isZero();
    }

    @Test
    void whatIsGoneIsNotHandedOut() {
        idle(HELLO, "e1", 0);
        pools.gone("e1");
        pools.gone("never seen");
        assertThat(pools.acquire(HELLO, "x")).isEqualTo(new Grant.Start(null));
    }

    @Test
    void aRetiredFunctionsIdleGoAtOnceItsBusyWhenTheyComeBackAndItsStartingAfterTheirCaller() {
        idle(HELLO, "e1", 0);
        assertThat(pools.acquire(HELLO, "x")).isEqualTo(new Grant.Idle("e1"));
        pools.acquire(HELLO, "anna");
        idle(OTHER, "o1", 0);
        assertThat(pools.retire("arn:hello")).isEmpty();
        assertThat(pools.released("e1", true, 0)).isEqualTo(new Placed<>(null, true));
        assertThat(pools.started(HELLO, "e2", true, 0)).isEqualTo(new Placed<>("anna", false));
        assertThat(pools.released("e2", true, 0)).isEqualTo(new Placed<>(null, true));
        assertThat(pools.acquire(OTHER, "x")).isEqualTo(new Grant.Idle("o1"));
        idle(HELLO, "e3", 0);
        assertThat(pools.retire("arn:hello")).containsExactly("e3");
    }

    @Test
    void thereAreNeverMoreThanTheCapacityAndIdleOnesOfOthersMakeRoom() {
        busy(OTHER, "o1");
        busy(OTHER, "o2");
        pools.released("o1", true, 1);
        pools.released("o2", true, 2);
        busy(HELLO, "e1");
        assertThat(pools.acquire(HELLO, "x")).isEqualTo(new Grant.Start("o1"));
        assertThat(pools.acquire(HELLO, "y")).isEqualTo(new Grant.Start("o2"));
        assertThat(pools.acquire(HELLO, "z")).isEqualTo(new Grant.Full());
        assertThat(pools.size()).isEqualTo(3);
    }

    @Test
    void theIdleAgeOut() {
        busy(HELLO, "e1");
        busy(HELLO, "e2");
        pools.released("e1", true, 0);
        pools.released("e2", true, 5);
        long age = Pools.IDLE_AGE.toNanos();
        assertThat(pools.sweep(age - 1)).isEmpty();
        assertThat(pools.sweep(age)).isEqualTo(List.of("e1"));
        assertThat(pools.sweep(age + 5)).isEqualTo(List.of("e2"));
        assertThat(pools.size()).isZero();
    }

    @Test
    void noMoreThanTheCapAreKeptIdle() {
        Pools<String> many = new Pools<>(1000);
        for (int i = 0; i <= Pools.IDLE_ENVIRONMENTS; i++) {
            many.acquire(HELLO, "x");
            many.started(HELLO, "e" + i, true, 0);
        }
        for (int i = 0; i < Pools.IDLE_ENVIRONMENTS; i++) {
            assertThat(many.released("e" + i, true, i).destroyed()).isFalse();
        }
        assertThat(many.released("e" + Pools.IDLE_ENVIRONMENTS, true, 0).destroyed())
                .isTrue();
    }

    private void busy(Key key, String id) {
        pools.acquire(key, "its holder");
        pools.started(key, id, true, 0);
    }

    private void idle(Key key, String id, long since) {
        busy(key, id);
        pools.released(id, true, since);
    }
}
