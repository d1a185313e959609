package dev.hearth.services.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hearth.core.Fault;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.placement.WorkerHost;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On-demand environments: who gets which, and when they are started and destroyed. */
class AssignmentTest extends AssignmentFixture {

    @Test
    void theMostRecentlyUsedGoesFirst() {
        Assigned first = busy(HELLO, "e1");
        Assigned second = busy(HELLO, "e2");
        assignment.release(second, true);
        assignment.release(first, true);
        assertThat(acquire(HELLO).id()).isEqualTo("e1");
        assertThat(acquire(HELLO).id()).isEqualTo("e2");
    }

    @Test
    void whoWaitsGetsTheFirstOfIdleAndNew() {
        Assigned first = busy(HELLO, "e1");
        Told waiting = acquire(HELLO);
        assertThat(worker.starts()).hasSize(2);
        assignment.release(first, true);
        assertThat(waiting.id()).isEqualTo("e1");
        worker.ready(1, "e2");
        assertThat(acquire(HELLO).id()).isEqualTo("e2");
        assertThat(worker.starts()).hasSize(2);
    }

    @Test
    void latestsEnvironmentNeverServesAnotherVersion() {
        idle(HELLO, "e1");
        Told published = acquire(spec("hello", "1", "r1"));
        assertThat(published.waits()).isTrue();
        worker.ready(1, "e2");
        assertThat(published.id()).isEqualTo("e2");
        assertThat(acquire(HELLO).id()).isEqualTo("e1");
    }

    @Test
    void anotherTenantsEnvironmentIsNeverHandedOut() {
        idle(HELLO.ofTenant("blue"), "e1");
        Told green = acquire(HELLO.ofTenant("green"));
        assertThat(green.waits()).isTrue();
        assertThat(worker.specs().getLast().tenantId()).isEqualTo("green");
        assertThat(acquire(HELLO.ofTenant("blue")).id()).isEqualTo("e1");
    }

    @Test
    void oldCodeIsNeverServedAfterAChangeWithInvocationsInFlight() {
        Assigned running = busy(HELLO, "e1");
        idle(HELLO, "e2");
        Told asked = acquire(HELLO);
        Told starting = acquire(HELLO);
        assertThat(asked.id()).isEqualTo("e2");
        assignment.retire(HELLO.functionArn());
        assertThat(count("retiring")).isEqualTo(2);
        assertThat(count("outdated")).isEqualTo(1);

        assignment.release(running, true);
        assertThat(worker.destroyed()).containsExactly("e1");
        worker.ready(2, "e3");
        assertThat(starting.id()).isEqualTo("e3");
        assignment.release(starting.environment(), true);
        assignment.release(asked.environment(), true);
        assertThat(worker.destroyed()).containsExactly("e1", "e3", "e2");
        assertThat(acquire(spec("hello", "$LATEST", "r2")).waits()).isTrue();
        assertThat(worker.specs().getLast().revision()).isEqualTo("r2");
    }

    @Test
    void aChangeOfLatestLeavesPublishedVersionsAlone() {
        EnvironmentSpec published = spec("hello", "1", "r1");
        idle(published, "e1");
        assignment.retire(HELLO.functionArn());
        assertThat(acquire(published).id()).isEqualTo("e1");
        assignment.retireAll(HELLO.functionArn());
        assertThat(count("retiring")).isEqualTo(1);
    }

    @Test
    void aDeadEnvironmentIsNoticedBeforeItIsHandedOut() {
        idle(HELLO, "e1");
        worker.gone("e1");
        assertThat(acquire(HELLO).waits()).isTrue();
        assertThat(worker.starts()).hasSize(2);
    }

    @Test
    void anEnvironmentThatEndedBeforeItsStartWasToldIsNeverHandedOut() {
        Told told = acquire(HELLO);
        worker.gone("e1");
        worker.ready(0, "e1");
        assertThat(told.waits()).isTrue();
        assertThat(worker.starts()).as("nothing is started in a hot loop").hasSize(1);
        ports.advance(Duration.ofMillis(100));
        worker.ready(1, "e2");
        assertThat(told.id()).isEqualTo("e2");
        assertThat(placement.snapshot().host(0).environmentsOf("arn:hello")).isEqualTo(1);
    }

    @Test
    void newsThatComesTwiceDoesNotCrowdOutNewsThatComesEarly() {
        for (int i = 0; i < 2 * AssignmentLimits.EARLY_ENDS; i++) {
            worker.gone("told again " + i);
        }
        Told told = acquire(HELLO);
        worker.gone("e1");
        worker.ready(0, "e1");
        assertThat(told.waits()).isTrue();
    }

    @Test
    void whoWaitsForEnvironmentsThatAllDieYoungIsToldSo() {
        Told told = acquire(HELLO);
        for (int i = 0; i < AssignmentLimits.FAILURES_TOLERATED; i++) {
            worker.gone("e" + i);
            worker.ready(i, "e" + i);
            ports.advance(Duration.ofSeconds(1));
        }
        assertThat(told.fault().kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
        assertThat(placement.snapshot().host(0).used().memoryMb()).isZero();
    }

    @Test
    void whatTimedOutDoesNotLeak() {
        Assigned running = busy(HELLO, "e1");
        worker.gone("e1");
        assignment.release(running, false);
        assertThat(assignment.environments().values()).containsOnly(0);
        assertThat(placement.snapshot().host(0).used().memoryMb()).isZero();
    }

    @Test
    void environmentsAgeWhenTheyAreIdle() {
        idle(HELLO, "e1");
        ports.advance(Duration.ofMinutes(9));
        assertThat(worker.destroyed()).isEmpty();
        ports.advance(Duration.ofMinutes(2));
        assertThat(worker.destroyed()).containsExactly("e1");
        assertThat(placement.snapshot().host(0).used().memoryMb()).isZero();
    }

    @Test
    void environmentsAreReplacedWhenTheyAreOld() {
        idle(HELLO, "e1");
        for (int minutes = 0; minutes < 14 * 60 - 5; minutes += 5) {
            ports.advance(Duration.ofMinutes(5));
            assignment.release(acquire(HELLO).environment(), true);
        }
        assertThat(worker.destroyed()).isEmpty();
        Assigned old = acquire(HELLO).environment();
        ports.advance(Duration.ofMinutes(6));
        assignment.release(old, true);
        assertThat(worker.destroyed()).containsExactly("e1");
    }

    @Test
    void aBurstOfTwoHundredIsPacedAndAllAreServed() {
        HandMovedWorker large = new HandMovedWorker("h2");
        assignment.leave("h1");
        assignment.join(large);
        List<Told> burst = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            burst.add(acquire(HELLO));
        }
        assertThat(large.starts()).hasSize(PlacementPolicy.DEFAULTS.startsPerHost());
        for (int i = 0; i < 200; i++) {
            large.ready(i, "e" + i);
        }
        assertThat(large.starts()).hasSize(200);
        assertThat(burst).extracting(Told::id).doesNotHaveDuplicates().hasSize(200);
    }

    @Test
    void aPacedStartThatIsNotNeededAnyMoreIsNotMade() {
        HandMovedWorker large = new HandMovedWorker("h2");
        assignment.leave("h1");
        assignment.join(large);
        int most = PlacementPolicy.DEFAULTS.startsPerHost();
        List<Told> burst = new ArrayList<>();
        for (int i = 0; i < most + 1; i++) {
            burst.add(acquire(HELLO));
        }
        large.ready(0, "e0");
        assertThat(large.starts()).hasSize(most + 1);
        Told another = acquire(HELLO);
        assignment.release(burst.getFirst().environment(), true);
        assertThat(burst.get(1).id()).isEqualTo("e0");
        for (int i = 1; i <= most; i++) {
            large.ready(i, "e" + i);
        }
        assertThat(another.waits()).isFalse();
        assertThat(large.starts()).hasSize(most + 1);
    }

    @Test
    void roomIsMadeByWhatWasIdleLongest() {
        for (int i = 0; i < 80; i++) {
            Told told = acquire(OTHER);
            worker.ready(i, "e" + i);
            assertThat(told.waits()).isFalse();
        }
        Told full = acquire(HELLO);
        assertThat(full.waits()).isTrue();
        assertThat(worker.starts()).hasSize(80);
    }

    @Test
    void aFullHostGivesTheRoomOfIdleEnvironments() {
        List<Assigned> all = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            all.add(busy(OTHER, "e" + i));
        }
        Told waiting = acquire(HELLO);
        assertThat(worker.starts()).hasSize(80);
        assignment.release(all.get(7), true);
        assertThat(worker.destroyed()).containsExactly("e7");
        worker.ready(80, "new");
        assertThat(waiting.id()).isEqualTo("new");
    }

    @Test
    void whoWaitsTooLongIsRefused() {
        for (int i = 0; i < 80; i++) {
            busy(OTHER, "e" + i);
        }
        Told waiting = acquire(HELLO);
        ports.advance(Duration.ofSeconds(59));
        assertThat(waiting.waits()).isTrue();
        ports.advance(Duration.ofSeconds(2));
        assertThat(waiting.fault().kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
    }

    @Test
    void aFailedStartIsToldToTheCallerAndNotTriedAtOnce() {
        Told first = acquire(HELLO);
        worker.starts().getFirst().complete(new EnvironmentStart.Refused(BROKEN));
        assertThat(first.fault()).isEqualTo(BROKEN);
        Told second = acquire(HELLO);
        assertThat(worker.starts()).hasSize(1);
        ports.advance(Duration.ofMillis(101));
        assertThat(worker.starts()).hasSize(2);
        worker.starts().get(1).complete(new EnvironmentStart.Refused(BROKEN));
        assertThat(second.fault()).isEqualTo(BROKEN);
    }

    @Test
    void aFunctionThatKeepsFailingAnswersAtOnceAndRecovers() {
        for (int i = 0; i < AssignmentLimits.FAILURES_TOLERATED; i++) {
            Told told = acquire(HELLO);
            ports.advance(Duration.ofSeconds(1));
            worker.starts().get(i).complete(new EnvironmentStart.Refused(BROKEN));
            assertThat(told.fault()).isEqualTo(BROKEN);
        }
        assertThat(acquire(HELLO).fault()).isEqualTo(BROKEN);
        assertThat(worker.starts()).hasSize(3);
        ports.advance(Duration.ofSeconds(1));
        Told again = acquire(HELLO);
        worker.ready(3, "e1");
        assertThat(again.id()).isEqualTo("e1");
    }

    @Test
    void theScalingRateIsAskedOnlyForNewEnvironments() {
        idle(HELLO, "e1");
        throttle =
                Optional.of(new Fault(Fault.Kind.THROTTLED, "Rate Exceeded.", "FunctionInvocationRateLimitExceeded"));
        assertThat(acquire(HELLO).id()).isEqualTo("e1");
        assertThat(acquire(HELLO).fault().kind()).isEqualTo(Fault.Kind.THROTTLED);
        assertThat(worker.starts()).hasSize(1);
    }

    @Test
    void aLostHostsEnvironmentsAreStartedElsewhere() {
        idle(HELLO, "e1");
        Told waiting = acquire(OTHER);
        HandMovedWorker second = new HandMovedWorker("h2");
        assignment.join(second);
        assignment.leave("h1");
        assertThat(second.starts()).hasSize(1);
        second.ready(0, "e9");
        assertThat(waiting.id()).isEqualTo("e9");
        assertThat(acquire(HELLO).waits()).isTrue();
        worker.ready(1, "late");
        assertThat(worker.destroyed()).containsExactly("late");
    }

    @Test
    void withoutAHostCallersAreRefused() {
        assignment.leave("h1");
        assertThat(acquire(HELLO).fault().kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
    }

    @Test
    void givingBackTwiceIsABug() {
        Assigned environment = busy(HELLO, "e1");
        assignment.release(environment, true);
        assertThatIllegalStateException().isThrownBy(() -> assignment.release(environment, true));
    }

    @Test
    void aStartOfAHostsFormerLifeTakesNothingFromItsNextOne() {
        acquire(HELLO);
        acquire(HELLO);
        assignment.leave("h1");
        HandMovedWorker again = new HandMovedWorker("h1", 1_024);
        assignment.join(again);
        acquire(HELLO);
        acquire(HELLO);
        ports.advance(Duration.ofSeconds(1));
        worker.starts().get(0).complete(new EnvironmentStart.Refused(BROKEN));
        worker.ready(1, "e1");
        assertThat(worker.destroyed()).containsExactly("e1");
        WorkerHost host = placement.snapshot().host(0);
        int starts = again.starts().size();
        assertThat(starts).isPositive();
        assertThat(host.environmentsOf(HELLO.functionArn())).isEqualTo(starts);
        assertThat(host.starting()).isEqualTo(starts);
        assertThat(host.used().memoryMb()).isEqualTo(starts * HELLO.memoryMb());
    }
}
