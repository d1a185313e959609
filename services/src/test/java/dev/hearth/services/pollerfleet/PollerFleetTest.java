package dev.hearth.services.pollerfleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Fault;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.QueueManager;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The way of events from their queues to their ends, in virtual time. */
class PollerFleetTest {

    private static final String TOLD = "arn:aws:lambda:us-east-1:000000000000:function:told";
    private static final String LETTERS = "arn:aws:sqs:us-east-1:000000000000:letters";

    private final FleetFixture house = new FleetFixture();

    @Test
    void anEventRunsAtOnceWithItsOwnRequestIdAndLeavesItsQueue() {
        house.fleet("a", house.leases);
        house.accept("r1");
        assertThat(house.invoked).extracting(InvokeCommand::requestId).containsExactly("r1");
        assertThat(house.invoked.getFirst().type()).isEqualTo(InvokeCommand.Type.REQUEST_RESPONSE);
        assertThat(house.depth()).isZero();
        assertThat(house.sent).isEmpty();
    }

    @Test
    void whatWasInTheQueuesBeforeRunsAfterAStart() {
        IntStream.range(0, 500).forEach(i -> house.accept("r" + i));
        assertThat(house.depth()).isEqualTo(500);
        house.fleet("a", house.leases);
        house.ports.settle();
        assertThat(house.invoked)
                .extracting(InvokeCommand::requestId)
                .doesNotHaveDuplicates()
                .hasSize(500);
        assertThat(house.depth()).isZero();
    }

    @Test
    void eventsInHandShareTheFleetsMemoryAndAllRunInTheEnd() {
        house.memoryBytes = TakenEvents.CLAIM_BYTES + (1 << 20);
        house.answerLater = true;
        String large = "\"" + "x".repeat(1_000_000) + "\"";
        IntStream.range(0, 200).forEach(i -> house.queues.accept(house.event("r" + i, large)));
        PollerFleet fleet = house.fleet("a", house.leases);
        house.ports.settle();
        long queues = house.queues.reports().size();
        long most = 0;
        for (int i = 0; i < 200; i++) {
            most = Math.max(most, fleet.takenBytes());
            house.open.get(i).complete(FleetFixture.success("1"));
            house.ports.settle();
        }
        assertThat(most).isPositive().isLessThanOrEqualTo(house.memoryBytes + queues * (1L << 20));
        assertThat(house.invoked)
                .extracting(InvokeCommand::requestId)
                .doesNotHaveDuplicates()
                .hasSize(200);
        assertThat(fleet.takenBytes()).isZero();
        assertThat(house.depth()).isZero();
    }

    @Test
    void aRunWhoseOutcomeWasLostIsCountedWhenItComesAgainAndARetryIsNot() {
        house.answers.add(FleetFixture.error("no"));
        house.fleet("a", house.leases);
        house.accept("retried");
        house.ports.advance(Duration.ofHours(1));
        assertThat(house.invoked).hasSize(2);
        assertThat(house.repeated).isZero();
        // A process that died while the function ran: its successor knows what it had started.
        house.started.starts("lost");
        house.accept("lost");
        assertThat(house.repeated).isEqualTo(1);
        house.accept("lost");
        assertThat(house.repeated).isEqualTo(1);
    }

    @Test
    void anErrorOfTheFunctionIsTriedAgainAfterOneMinuteAndThenTwo() {
        house.rules = new EventRules(2, Duration.ofHours(6), "", TOLD, LETTERS);
        IntStream.range(0, 3).forEach(i -> house.answers.add(FleetFixture.error("no " + i)));
        house.fleet("a", house.leases);
        house.accept("r1");
        house.ports.advance(Duration.ofHours(1));
        assertThat(house.seconds).containsExactly(0L, 60L, 180L);
        assertThat(house.invoked).extracting(InvokeCommand::requestId).containsOnly("r1");
        assertThat(house.depth()).isZero();
        assertThat(house.sent).extracting(DestinationMessage::targetArn).containsExactly(TOLD, LETTERS);
        assertThat(FleetFixture.text(house.sent.getFirst()))
                .isEqualTo("{\"version\":\"1.0\",\"timestamp\":\"2026-11-25T12:03:00.002Z\",\"requestContext\":"
                        + "{\"requestId\":\"r1\",\"functionArn\":\"" + FleetFixture.ARN + "\","
                        + "\"condition\":\"RetriesExhausted\",\"approximateInvokeCount\":3},"
                        + "\"requestPayload\":{\"n\":1},\"responseContext\":{\"statusCode\":200,"
                        + "\"executedVersion\":\"$LATEST\",\"functionError\":\"Unhandled\"},"
                        + "\"responsePayload\":{\"errorType\":\"E\",\"errorMessage\":\"no 2\"}}");
        assertThat(FleetFixture.text(house.sent.getLast())).isEqualTo("{\"n\":1}");
        assertThat(house.sent.getLast().attributes())
                .extracting(attribute -> attribute.name() + " " + attribute.dataType() + " " + attribute.value())
                .containsExactly("RequestID String r1", "ErrorCode Number 200", "ErrorMessage String no 2");
    }

    @Test
    void noRetriesMeansOneTry() {
        house.rules = new EventRules(0, Duration.ofHours(6), "", "", "");
        house.answers.add(FleetFixture.error("no"));
        house.fleet("a", house.leases);
        house.accept("r1");
        house.ports.advance(Duration.ofHours(1));
        assertThat(house.seconds).containsExactly(0L);
        assertThat(house.depth()).isZero();
    }

    @Test
    void throttlesBackOffFromASecondToFiveMinutesUntilTheEventIsTooOld() {
        house.rules = new EventRules(0, Duration.ofMinutes(20), "", TOLD, "");
        IntStream.range(0, 100).forEach(_ -> house.answers.add(FleetFixture.throttled()));
        house.fleet("a", house.leases);
        house.accept("r1");
        house.ports.advance(Duration.ofHours(1));
        assertThat(house.seconds).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L, 511L, 811L, 1111L);
        assertThat(FleetFixture.text(house.sent.getFirst()))
                .contains("\"condition\":\"EventAgeExceeded\",\"approximateInvokeCount\":12}")
                .doesNotContain("responseContext");
        assertThat(house.sent).hasSize(1);
        assertThat(house.depth()).isZero();
    }

    @Test
    void aStoppedFunctionsEventsGoToItsDestinationAtOnce() {
        house.rules = new EventRules(2, Duration.ofHours(6), "", "", LETTERS);
        house.stopped = true;
        house.answers.add(FleetFixture.throttled());
        house.fleet("a", house.leases);
        house.accept("r1");
        assertThat(house.sent).hasSize(1);
        assertThat(house.sent.getFirst().attributes().get(1).value()).isEqualTo("429");
        assertThat(house.depth()).isZero();
    }

    @Test
    void successIsToldAndADestinationThatIsAwayIsTriedAgainWithoutRunningTheFunctionAgain() {
        house.rules = new EventRules(2, Duration.ofHours(6), TOLD, "", "");
        house.deliveries.add(new Delivery.Refused(new Fault(Fault.Kind.UNAVAILABLE, "away"), true));
        house.deliveries.add(new Delivery.Refused(new Fault(Fault.Kind.UNAVAILABLE, "away"), true));
        house.fleet("a", house.leases);
        house.accept("r1");
        assertThat(house.depth()).isEqualTo(1);
        house.ports.advance(Duration.ofSeconds(10));
        assertThat(house.invoked).hasSize(1);
        assertThat(house.sent).hasSize(3);
        assertThat(FleetFixture.text(house.sent.getLast()))
                .isEqualTo(FleetFixture.text(house.sent.getFirst()))
                .contains("\"condition\":\"Success\",\"approximateInvokeCount\":1}")
                .endsWith("\"responsePayload\":1}");
        assertThat(house.depth()).isZero();
    }

    @Test
    void aDestinationThatWillNeverTakeItIsAskedOnce() {
        house.rules = new EventRules(2, Duration.ofHours(6), TOLD, "", "");
        house.deliveries.add(new Delivery.Refused(new Fault(Fault.Kind.NOT_FOUND, "no such function"), false));
        house.fleet("a", house.leases);
        house.accept("r1");
        house.ports.advance(Duration.ofHours(1));
        assertThat(house.sent).hasSize(1);
        assertThat(house.depth()).isZero();
    }

    @Test
    void noMoreRunAtOnceThanThePlanSays() {
        house.answerLater = true;
        house.fleet("a", house.leases);
        // One function has four queues of four pollers each.
        IntStream.range(0, 100).forEach(i -> house.accept("r" + i));
        assertThat(house.invoked).hasSize(QueueManager.SHARD * 4);
        house.open.getFirst().complete(FleetFixture.success("1"));
        house.ports.settle();
        assertThat(house.invoked).hasSize(QueueManager.SHARD * 4 + 1);
    }

    @Test
    void leasesAreGivenBackWhenThereIsNothingToDoAndTakenAgain() {
        house.fleet("a", house.leases);
        house.accept("r1");
        assertThat(house.held()).hasSize(1);
        house.ports.advance(QueuePoller.REST.multipliedBy(4));
        assertThat(house.held()).isEmpty();
        house.accept("r2");
        assertThat(house.invoked).hasSize(2);
    }

    @Test
    void aDeadPollersEventsMoveWithinSecondsAndItsLateOutcomeDoesNotCount() {
        house.answerLater = true;
        CutOff cut = new CutOff(house.leases);
        house.fleet("a", cut);
        house.accept("r1");
        cut.away = true;
        house.answerLater = false;
        house.rules = new EventRules(2, Duration.ofHours(6), TOLD, "", "");
        QueueManager otherQueues = QueueManager.create(house.store, house.ports.ports());
        house.fleet("b", house.leases, otherQueues);
        house.ports.advance(Leasing.TERM.plusSeconds(2));
        assertThat(house.invoked).extracting(InvokeCommand::requestId).containsExactly("r1", "r1");
        assertThat(house.sent).hasSize(1);
        house.open.getFirst().complete(FleetFixture.error("late"));
        house.ports.advance(Duration.ofHours(1));
        assertThat(house.sent).hasSize(1);
        assertThat(house.invoked).hasSize(2);
        assertThat(house.store.tally()).isEmpty();
    }

    @Test
    void aDeadProcessesEventsAreTakenUpByOneThatRanAlready() {
        QueueManager otherQueues = QueueManager.create(house.store, house.ports.ports());
        house.fleet("b", house.leases, otherQueues);
        house.answerLater = true;
        CutOff cut = new CutOff(house.leases);
        house.fleet("a", cut);
        house.accept("r1");
        cut.away = true;
        house.answerLater = false;
        house.ports.advance(Leasing.TERM.plus(LeasedFleet.LOOK.multipliedBy(2)));
        assertThat(house.invoked).extracting(InvokeCommand::requestId).containsExactly("r1", "r1");
        assertThat(house.store.tally()).isEmpty();
    }

    @Test
    void aRetryIsTakenUpByAnotherWhenItsProcessHasDiedAsleep() {
        QueueManager otherQueues = QueueManager.create(house.store, house.ports.ports());
        house.fleet("b", house.leases, otherQueues);
        house.answers.add(FleetFixture.error("once"));
        CutOff cut = new CutOff(house.leases);
        house.fleet("a", cut);
        house.accept("r1");
        house.ports.advance(QueuePoller.REST.multipliedBy(3));
        assertThat(house.held()).isEmpty();
        cut.away = true;
        house.ports.advance(Duration.ofMinutes(1));
        assertThat(house.invoked).extracting(InvokeCommand::requestId).containsExactly("r1", "r1");
        assertThat(house.store.tally()).isEmpty();
    }

    @Test
    void closingWaitsForNothingThatIsNotThereAndLeavesTheRest() {
        PollerFleet fleet = house.fleet("a", house.leases);
        house.accept("r1");
        fleet.close();
        house.accept("r2");
        house.ports.advance(Duration.ofMinutes(1));
        assertThat(house.invoked).hasSize(1);
        assertThat(house.depth()).isEqualTo(1);
    }

    /** A store of leases that a process can be cut off from. */
    private static final class CutOff implements LeaseStore {
        private final LeaseStore inner;
        private boolean away;

        CutOff(LeaseStore inner) {
            this.inner = inner;
        }

        private LeaseStore inner() {
            if (away) {
                throw new IllegalStateException("the store is away");
            }
            return inner;
        }

        @Override
        public Optional<Lease> grant(String resource, String holder, Duration term) {
            return inner().grant(resource, holder, term);
        }

        @Override
        public List<Lease> renew(Collection<Lease> leases, Duration term) {
            return inner().renew(leases, term);
        }

        @Override
        public void release(Lease lease) {
            inner().release(lease);
        }

        @Override
        public boolean isCurrent(Lease lease) {
            return inner().isCurrent(lease);
        }

        @Override
        public List<Granted> granted() {
            return inner().granted();
        }

        @Override
        public void endOthers(String holder) {
            inner().endOthers(holder);
        }
    }
}
