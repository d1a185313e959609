package dev.hearth.cluster;

import dev.hearth.cluster.InheritanceParts.Granted;
import dev.hearth.cluster.InheritanceParts.Host;
import dev.hearth.cluster.InheritanceParts.Link;
import dev.hearth.cluster.InheritanceParts.Run;
import dev.hearth.cluster.InheritanceParts.Term;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.frontend.Inheritance;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Three hosts that come to decide one after the other, at any moment, by the real lending, counting and inheritance;
 * grants
 * and reports are on their way for as long as they like. Two functions may run once each.
 *
 * <p>Taken for granted: the lease is one host's at a time, and who lost it grants no more ({@code SuccessionTest}); a
 * host
 * that lives comes before it is given up, and its channel to who decides breaks with one of them only.
 */
final class InheritanceModel {

    static final int HOSTS = 3;
    static final int FUNCTIONS = 2;
    private static final int LIMIT = 1;

    /** What is left out, to see that it is found. */
    enum Flaw {
        NONE,
        GRANTS_BEFORE_THE_REPORTS,
        FORGETS_WHAT_ITS_OWN_HOST_RUNS,
        FORGETS_WHAT_OTHERS_RUN,
        TAKES_GRANTS_OF_BEFORE
    }

    /** What may happen next. */
    record Step(Kind kind, int host, int function) {

        enum Kind {
            DECIDES,
            FOLLOWS,
            REPORTS,
            REPORT_ARRIVES,
            IS_GIVEN_UP,
            IS_GRANTED,
            GRANT_ARRIVES,
            ENDS,
            DIES
        }
    }

    private final Flaw flaw;
    private final VirtualPorts world = new VirtualPorts(Instant.EPOCH.plusSeconds(1), 1);
    private final List<Host> hosts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable Term term;
    private @Nullable String broken;

    InheritanceModel(Flaw flaw) {
        this.flaw = flaw;
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(new Host(i, world));
        }
    }

    private static String arn(int function) {
        return "arn:f" + function;
    }

    private static boolean mayRun(Term now, int function) {
        return now.counting.usage(arn(function)).inUse() < LIMIT;
    }

    private boolean follows(Host host) {
        return host.link != null && host.link.term == term;
    }

    /** Everything that may happen now. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        Term now = term;
        long living = hosts.stream().filter(host -> host.alive).count();
        for (Host host : hosts) {
            if (host.alive) {
                boolean decides = now != null && now.host == host;
                add(steps, !decides, Step.Kind.DECIDES, host);
                add(steps, !decides && now != null && !follows(host), Step.Kind.FOLLOWS, host);
                add(steps, living > 1, Step.Kind.DIES, host);
                steps.addAll(channel(host));
                for (int function = 0; function < FUNCTIONS; function++) {
                    if (now != null && now.open && mayRun(now, function) && (decides || takes(host))) {
                        steps.add(new Step(Step.Kind.IS_GRANTED, host.number, function));
                    }
                    if (run(host, function) != null) {
                        steps.add(new Step(Step.Kind.ENDS, host.number, function));
                    }
                }
            }
        }
        for (int i = 0; i < links.size(); i++) {
            if (!links.get(i).grants.isEmpty()) {
                steps.add(new Step(Step.Kind.GRANT_ARRIVES, i, 0));
            }
        }
        boolean waits = now != null && !now.open;
        boolean allCame =
                hosts.stream().allMatch(host -> !host.alive || now != null && now.host == host || joined(host));
        if (waits && allCame) {
            steps.add(new Step(Step.Kind.IS_GIVEN_UP, 0, 0));
        }
        return steps;
    }

    private static void add(List<Step> steps, boolean possible, Step.Kind kind, Host host) {
        if (possible) {
            steps.add(new Step(kind, host.number, 0));
        }
    }

    private List<Step> channel(Host host) {
        List<Step> steps = new ArrayList<>();
        Link link = host.link;
        if (link != null && link.term == term) {
            add(steps, link.reports.isEmpty() && !link.toSay().equals(link.said), Step.Kind.REPORTS, host);
            add(steps, !link.reports.isEmpty(), Step.Kind.REPORT_ARRIVES, host);
        }
        return steps;
    }

    private boolean joined(Host host) {
        return host.link != null && follows(host) && host.link.joined;
    }

    private boolean takes(Host host) {
        return joined(host) && host.link != null && host.link.grants.isEmpty();
    }

    private static @Nullable Run run(Host host, int function) {
        return host.running.stream()
                .filter(run -> run.function() == function)
                .findFirst()
                .orElse(null);
    }

    void run(Step step) {
        switch (step.kind()) {
            case DECIDES -> decides(hosts.get(step.host()));
            case FOLLOWS -> follow(hosts.get(step.host()));
            case REPORTS -> reports(hosts.get(step.host()));
            case REPORT_ARRIVES -> heard(hosts.get(step.host()));
            case IS_GIVEN_UP -> giveUp();
            case IS_GRANTED -> grant(hosts.get(step.host()), step.function());
            case GRANT_ARRIVES -> arrives(links.get(step.host()));
            case ENDS -> ends(hosts.get(step.host()), step.function());
            case DIES -> dies(hosts.get(step.host()));
        }
        check();
    }

    private void decides(Host host) {
        Counting counting = Counting.create(CountingLimits.DEFAULTS, world.ports());
        for (int function = 0; function < FUNCTIONS; function++) {
            counting.putFunctionConcurrency(arn(function), LIMIT);
        }
        Set<String> others = new HashSet<>();
        hosts.forEach(other -> others.add(other.name()));
        others.remove(host.name());
        Inheritance inheritance = Inheritance.create(counting, others, world.ports());
        host.link = null;
        Term next = new Term(host, counting, inheritance);
        term = next;
        if (flaw != Flaw.FORGETS_WHAT_ITS_OWN_HOST_RUNS) {
            inheritance.count(next.own);
        }
        inheritance.here(host.name());
        next.open = flaw == Flaw.GRANTS_BEFORE_THE_REPORTS;
        inheritance
                .before(_ -> {
                    next.open = true;
                    return new CompletableFuture<InvokeOutcome>();
                })
                .invoke(InheritanceTest.command(InvokeCommand.Type.REQUEST_RESPONSE));
    }

    private void follow(Host host) {
        Term now = term;
        if (now != null) {
            Link link = new Link(host, now);
            host.link = link;
            links.add(link);
        }
    }

    private static void reports(Host host) {
        Link link = host.link;
        if (link != null) {
            link.said = link.toSay();
            link.reports.add(link.said);
        }
    }

    private void heard(Host host) {
        Link link = host.link;
        if (link == null) {
            return;
        }
        link.remains.heard(link.reports.removeFirst());
        if (!link.joined) {
            link.joined = true;
            if (flaw != Flaw.FORGETS_WHAT_OTHERS_RUN) {
                link.term.inheritance.count(new FakeWorker() {
                    @Override
                    public List<Leftover> leftovers() {
                        return link.remains.leftovers();
                    }
                });
            }
            link.term.inheritance.here(host.name());
        }
    }

    private void giveUp() {
        Term now = term;
        if (now != null) {
            now.inheritance.opensIn(Duration.ZERO);
            world.advance(Duration.ZERO);
        }
    }

    private void grant(Host host, int function) {
        Term now = term;
        if (now != null
                && now.counting.reserve(arn(function), "$LATEST", now.holder) instanceof Reservation.Granted unit) {
            Granted granted = new Granted(function, unit);
            if (host == now.host) {
                begin(host, now, now.own, granted);
            } else if (host.link != null) {
                host.link.grants.add(granted);
            }
        }
    }

    private void arrives(Link link) {
        begin(link.host, link.term, link.loan, link.grants.removeFirst());
    }

    private void begin(Host host, Term by, Loan loan, Granted granted) {
        boolean old = flaw == Flaw.TAKES_GRANTS_OF_BEFORE;
        var spec = FakeWorker.spec("f" + granted.function());
        EnvironmentStart start = (old ? host.worker.start(spec) : loan.start(spec))
                .toCompletableFuture()
                .join();
        if (start instanceof EnvironmentStart.Started(String id, boolean _)) {
            var result =
                    old ? host.worker.invoke(id, FakeWorker.invocation()) : loan.invoke(id, FakeWorker.invocation());
            if (!result.toCompletableFuture().isDone()) {
                host.running.add(new Run(id, granted.function(), granted.unit(), by, loan));
                return;
            }
        }
        by.counting.release(granted.unit());
    }

    private void ends(Host host, int function) {
        Run run = run(host, function);
        if (run != null) {
            host.running.remove(run);
            host.worker.answer(run.environmentId(), true);
            if (host.lending.isCurrent(run.loan())) {
                run.term().counting.release(run.unit());
            }
        }
    }

    private void dies(Host host) {
        host.alive = false;
        links.stream().filter(link -> link.host == host).forEach(link -> {
            link.remains.lost();
            link.grants.forEach(granted -> link.term.counting.release(granted.unit()));
        });
        host.running.forEach(run -> run.term().counting.release(run.unit()));
        host.running.clear();
        links.removeIf(link -> link.host == host);
        Term now = term;
        if (now != null && now.host == host) {
            term = null;
            links.stream().filter(link -> link.term == now).forEach(link -> {
                link.loan.close();
                link.host.link = null;
            });
        }
    }

    private void check() {
        for (int i = 0; i < FUNCTIONS; i++) {
            int function = i;
            long running = hosts.stream()
                    .flatMap(host -> host.running.stream())
                    .filter(run -> run.function() == function)
                    .count();
            if (running > LIMIT) {
                broken = running + " run of function " + function;
            }
        }
    }

    /** What is broken, or null. */
    @Nullable
    String broken() {
        return broken;
    }

    /** All that decides what may come: two models with the same go on in the same ways. */
    String state() {
        StringBuilder state = new StringBuilder();
        Term now = term;
        if (now != null) {
            state.append(now.host.number).append(now.open);
            for (int function = 0; function < FUNCTIONS; function++) {
                state.append(now.counting.usage(arn(function)).inUse());
            }
        }
        for (Host host : hosts) {
            state.append('|').append(host.alive ? "" : "x");
            host.running.stream()
                    .map(run -> run.function() + (host.lending.isCurrent(run.loan()) ? "c" : "o"))
                    .sorted()
                    .forEach(state::append);
        }
        for (Link link : links) {
            if (follows(link.host) && link.host.link == link) {
                state.append('/').append(link.host.number).append(link.joined);
                link.reports.forEach(each -> state.append(functions(each)).append(','));
                state.append(link.said == null ? "-" : functions(link.said));
                link.remains.leftovers().forEach(each -> state.append(each.functionArn()));
            }
            if (!link.grants.isEmpty()) {
                state.append('/').append(link.host.number).append(link.host.lending.isCurrent(link.loan));
                link.grants.forEach(granted -> state.append(granted.function()));
            }
        }
        return state.toString();
    }

    private static String functions(List<Message.Remain> remains) {
        return remains.stream()
                .map(Message.Remain::functionArn)
                .sorted()
                .toList()
                .toString();
    }
}
