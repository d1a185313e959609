package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.InvocationTimes;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.counting.ThrottleReason;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.Inheritance;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Leftover;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What runs on from the time of whoever decided before counts for who does now, until it is over. */
class InheritanceTest {

    private static final String ARN = "arn:f";
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
    private final FakeWorker own = new FakeWorker();
    private final FakeWorker other = new FakeWorker();
    private final Lending ownLending = new Lending(own, true, ports.ports());
    private final Lending otherLending = new Lending(other, true, ports.ports());
    private final Counting counting = Counting.create(CountingLimits.DEFAULTS, ports.ports());
    private final Holder holder = counting.enterResident("frontend");
    private final List<Reservation> reservations = new ArrayList<>();
    private final Remains remains = new Remains();

    /** Who decided before had as much running as the function may: one here and two on the other host. */
    private InheritanceTest() {
        counting.putFunctionConcurrency(ARN, 3);
        run(ownLending.lend(), "e1");
        Loan there = otherLending.lend();
        run(there, "e1");
        run(there, "e2");
    }

    private static void run(Loan loan, String environmentId) {
        loan.start(FakeWorker.spec("f"));
        loan.invoke(environmentId, FakeWorker.invocation());
    }

    /** The other host's worker, as it is seen over its channel. */
    private final class Seen implements Worker {
        private final Loan loan = otherLending.lend();

        /** A report on its way. */
        void reports() {
            try {
                List<Message.Remain> said = loan.leftovers().stream()
                        .map(each -> new Message.Remain(each.environmentId(), each.functionArn()))
                        .toList();
                byte[] bytes = Codec.encode(new Message.Report(loan.host(), said));
                remains.heard(((Message.Report) Codec.decode(bytes)).remains());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public List<Leftover> leftovers() {
            return remains.leftovers();
        }

        @Override
        public void listener(Listener listener) {
            loan.listener(listener);
        }

        @Override
        public CompletableFuture<EnvironmentStart> start(EnvironmentSpec spec) {
            return loan.start(spec).toCompletableFuture();
        }

        @Override
        public CompletableFuture<InvocationResult> invoke(String environmentId, Invocation invocation) {
            return loan.invoke(environmentId, invocation).toCompletableFuture();
        }

        @Override
        public void destroy(String environmentId) {
            loan.destroy(environmentId);
        }

        @Override
        public List<EnvironmentReport> report() {
            return loan.report();
        }

        @Override
        public HostReport host() {
            return loan.host();
        }

        @Override
        public void close() {
            loan.close();
        }
    }

    /** Reserves when it is called, and never ends. */
    private final Frontend reserving = command -> {
        reservations.add(counting.reserve(ARN, "$LATEST", holder));
        return new CompletableFuture<InvokeOutcome>();
    };

    static InvokeCommand command(InvokeCommand.Type type) {
        return new InvokeCommand(
                "id", "f", null, type, ByteBuffer.allocate(0), null, null, false, null, null, new InvocationTimes());
    }

    private int inUse() {
        return counting.usage(ARN).inUse();
    }

    private ThrottleReason refusal(Reservation reservation) {
        return ((Reservation.Throttled) reservation).reason();
    }

    @Test
    void nothingIsGrantedBeforeAllThatRunsIsCountedAndNoUnitTwice() {
        Loan mine = ownLending.lend();
        Seen seen = new Seen();
        Inheritance inheritance = Inheritance.create(counting, Set.of("b"), ports.ports());
        Frontend frontend = inheritance.before(reserving);
        inheritance.count(mine);
        inheritance.here("a");
        inheritance.opensIn(LONGEST);
        assertThat(inUse()).isEqualTo(1);
        frontend.invoke(command(InvokeCommand.Type.REQUEST_RESPONSE));
        assertThat(reservations).isEmpty();

        ports.advance(Duration.ofMillis(300));
        seen.reports();
        inheritance.count(seen);
        assertThat(inUse()).isEqualTo(3);
        inheritance.here("b");
        assertThat(refusal(reservations.getFirst()))
                .isEqualTo(ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);

        other.answer("e1", true);
        assertThat(inUse()).isEqualTo(3);
        seen.reports();
        assertThat(inUse()).isEqualTo(2);
        frontend.invoke(command(InvokeCommand.Type.REQUEST_RESPONSE));
        assertThat(reservations.getLast()).isInstanceOf(Reservation.Granted.class);
        assertThat(inUse()).isEqualTo(3);
        own.answer("e1", false);
        assertThat(inUse()).isEqualTo(2);
        // What ran for this one, on what was inherited, is not inherited.
        run(seen.loan, "e1");
        seen.reports();
        assertThat(inUse()).isEqualTo(2);
        other.destroy("e2");
        seen.reports();
        assertThat(inUse()).isEqualTo(1);
        ports.advance(LONGEST);
        ports.settle();
        assertThat(inUse()).isEqualTo(1);
    }

    @Test
    void aHostThatDoesNotComeIsWaitedForNoLonger() {
        Inheritance inheritance = Inheritance.create(counting, Set.of("b"), ports.ports());
        Frontend frontend = inheritance.before(reserving);
        inheritance.opensIn(LONGEST);
        frontend.invoke(command(InvokeCommand.Type.REQUEST_RESPONSE));
        ports.advance(LONGEST.minusNanos(1));
        ports.settle();
        assertThat(reservations).isEmpty();
        frontend.invoke(command(InvokeCommand.Type.EVENT));
        assertThat(reservations).hasSize(1);
        ports.advance(Duration.ofNanos(1));
        ports.settle();
        assertThat(reservations).hasSize(2);
    }

    @Test
    void whatALostHostRanIsGivenBackAndInheritedAgainWhenItComesBack() {
        Inheritance inheritance = Inheritance.create(counting, Set.of(), ports.ports());
        Seen seen = new Seen();
        seen.reports();
        inheritance.count(seen);
        assertThat(inUse()).isEqualTo(2);
        remains.lost();
        assertThat(inUse()).isZero();

        Remains again = new Remains();
        again.heard(seen.loan.leftovers().stream()
                .map(each -> new Message.Remain(each.environmentId(), each.functionArn()))
                .toList());
        again.leftovers()
                .forEach(each -> assertThat(each.over().toCompletableFuture()).isNotDone());
        assertThat(again.leftovers()).hasSize(2);
    }

    @Test
    void anOlderHostDoesNotSayWhatRemains() throws IOException {
        byte[] bytes = Codec.encode(new Message.Report(other.host(), List.of()));
        // The count of what remains is what is new at the end.
        byte[] older = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
        assertThat(Codec.decode(older)).isEqualTo(new Message.Report(other.host(), List.of()));
    }
}
