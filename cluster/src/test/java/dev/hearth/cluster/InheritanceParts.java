package dev.hearth.cluster;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.frontend.Inheritance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hosts, and what is between them, in {@link InheritanceModel}. */
final class InheritanceParts {

    private InheritanceParts() {}

    /** What is on its way to a host. */
    sealed interface Sent {}

    /** An invocation. */
    record Granted(int function, Reservation.Granted unit) implements Sent {}

    /** An environment that the host's endpoint may serve. */
    record Delegated(String environmentId, int function) implements Sent {}

    /** Nothing is to be served by the host's endpoint any more. */
    record Recalled() implements Sent {}

    /** An invocation that runs; {@code unit} is null when its host's endpoint serves it. */
    record Run(
            String environmentId,
            int function,
            Reservation.@Nullable Granted unit,
            @Nullable Term term,
            @Nullable Loan loan) {}

    static final class Host {
        final int number;
        final FakeWorker worker = new FakeWorker();
        final Lending lending;
        final List<Run> running = new ArrayList<>();

        @Nullable
        Link link;

        boolean alive = true;

        Host(int number, VirtualPorts world) {
            this.number = number;
            this.lending = new Lending(worker, true, world.ports());
        }

        String name() {
            return "h" + number;
        }

        @Nullable
        Run run(int function) {
            return running.stream()
                    .filter(run -> run.function() == function)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The time in which a host decides. */
    static final class Term {
        final Host host;
        final Counting counting;
        final Holder holder;
        final Inheritance inheritance;
        final Loan own;
        boolean open;

        Term(Host host, Counting counting, Inheritance inheritance) {
            this.host = host;
            this.counting = counting;
            this.holder = counting.enterResident("frontend");
            this.inheritance = inheritance;
            this.own = host.lending.lend();
        }
    }

    /** A host's channel to who decides. */
    static final class Link {
        final Host host;
        final Term term;
        final Loan loan;
        final Remains remains = new Remains();
        final List<List<Message.Remain>> reports = new ArrayList<>();
        final List<Sent> grants = new ArrayList<>();
        final Map<String, Reservation.Granted> delegated = new HashMap<>();
        boolean acknowledged;

        @Nullable
        List<Message.Remain> said;

        boolean joined;

        Link(Host host, Term term) {
            this.host = host;
            this.term = term;
            this.loan = host.lending.lend();
            loan.returns((id, _) -> freed(id));
        }

        void freed(String environmentId) {
            Reservation.Granted unit = delegated.remove(environmentId);
            if (unit != null) {
                term.counting.release(unit);
            }
        }

        List<Message.Remain> toSay() {
            return loan.leftovers().stream()
                    .map(each -> new Message.Remain(each.environmentId(), each.functionArn()))
                    .toList();
        }
    }
}
