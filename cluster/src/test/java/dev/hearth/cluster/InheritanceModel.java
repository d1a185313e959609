package dev.hearth.cluster;

import dev.hearth.cluster.InheritanceParts.Delegated;
import dev.hearth.cluster.InheritanceParts.Granted;
import dev.hearth.cluster.InheritanceParts.Host;
import dev.hearth.cluster.InheritanceParts.Link;
import dev.hearth.cluster.InheritanceParts.Recalled;
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
 * grants, what is lent to endpoints, and reports are on their way for as long as they like. Two functions may run once
 * each.
 *
 * <p>Taken for granted: the lease is one host's at a time, and who lost it grants no more ({@code SuccessionTest}); a
 * host that lives comes before it is given up, and its channel to who decides breaks with one of them only.
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
        TAKES_GRANTS_OF_BEFORE,
        FORGETS_WHAT_IS_DELEGATED,
        FREES_BEFORE_IT_IS_RECALLED
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
            DIES,
            ACKNOWLEDGES,
            IS_DELEGATED,
            IS_RECALLED,
            SERVES
        }
    }

    private final Flaw flaw;
    private final VirtualPorts world = new VirtualPorts(Instant.EPOCH.plusSeconds(1), 1);
    private final List<Host> hosts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable Term term;
    private @Nullable String broken;
    private boolean delegates;

    InheritanceModel(Flaw flaw) {
        this.flaw = flaw;
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(new Host(i, world));
        }
    }

    /** Host 0 decides, the others follow, and an environment of function 0 is lent to host 1's endpoint. */
    void lendFirst() {
        delegates = true;
        again(new Step(Step.Kind.DECIDES, 0, 0));
        for (int host = 1; host < HOSTS; host++) {
            for (Step.Kind kind :
                    List.of(Step.Kind.FOLLOWS, Step.Kind.REPORTS, Step.Kind.REPORT_ARRIVES, Step.Kind.ACKNOWLEDGES)) {
                again(new Step(kind, host, 0));
            }
        }
        again(new Step(Step.Kind.IS_GRANTED, 1, 0));
        again(new Step(Step.Kind.GRANT_ARRIVES, 0, 0));
        again(new Step(Step.Kind.ENDS, 1, 0));
        again(new Step(Step.Kind.IS_DELEGATED, 1, 0));
        again(new Step(Step.Kind.GRANT_ARRIVES, 0, 0));
    }

    static String arn(int function) {
        return "arn:f" + function;
    }

    static boolean mayRun(Term now, int function) {
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
                if (delegates) {
                    steps.addAll(DelegationSteps.possible(host, now, takes(host)));
                }
                for (int function = 0; function < FUNCTIONS; function++) {
                    if (now != null && now.open && mayRun(now, function) && (decides || takes(host))) {
                        steps.add(new Step(Step.Kind.IS_GRANTED, host.number, function));
                    }
                    if (host.run(function) != null) {
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
            add(steps, link.reports.isEmpty() && !said(link).equals(link.said), Step.Kind.REPORTS, host);
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

    void run(Step step) {
        again(step);
        check();
    }

    /** The same where it is known already that nothing comes to be broken. */
    void again(Step step) {
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
            case ACKNOWLEDGES -> DelegationSteps.acknowledge(hosts.get(step.host()), world);
            case IS_DELEGATED -> DelegationSteps.delegate(hosts.get(step.host()), term, step.function());
            case IS_RECALLED -> DelegationSteps.recall(hosts.get(step.host()), flaw);
            case SERVES -> DelegationSteps.serve(hosts.get(step.host()), term, step.function());
        }
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
        host.lending.delegations().inherit(world.ports().time().nanos());
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

    private void reports(Host host) {
        Link link = host.link;
        if (link != null) {
            link.said = said(link);
            link.reports.add(link.said);
        }
    }

    private List<Message.Remain> said(Link link) {
        List<Message.Remain> all = link.toSay();
        return flaw != Flaw.FORGETS_WHAT_IS_DELEGATED
                ? all
                : all.stream()
                        .filter(each -> link.host.running.stream()
                                .anyMatch(run -> run.environmentId().equals(each.environmentId())))
                        .toList();
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
        switch (link.grants.removeFirst()) {
            case Granted granted -> begin(link.host, link.term, link.loan, granted);
            case Delegated delegated ->
                link.host
                        .lending
                        .delegations()
                        .delegate(delegated.environmentId(), "f" + delegated.function(), "", link.loan);
            case Recalled() -> {
                if (link.host.lending.isCurrent(link.loan)) {
                    link.host.lending.delegations().recall("");
                }
            }
        }
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
        Run run = host.run(function);
        if (run != null) {
            host.running.remove(run);
            host.worker.answer(run.environmentId(), true);
            Reservation.Granted unit = run.unit();
            Term of = run.term();
            Loan loan = run.loan();
            if (unit != null && of != null && loan != null && host.lending.isCurrent(loan)) {
                of.counting.release(unit);
            }
        }
    }

    private void dies(Host host) {
        host.alive = false;
        links.stream().filter(link -> link.host == host).forEach(link -> {
            link.remains.lost();
            link.grants.forEach(sent -> {
                if (sent instanceof Granted granted) {
                    link.term.counting.release(granted.unit());
                }
            });
            List.copyOf(link.delegated.keySet()).forEach(link::freed);
        });
        host.running.forEach(run -> {
            Reservation.Granted unit = run.unit();
            Term of = run.term();
            if (unit != null && of != null) {
                of.counting.release(unit);
            }
        });
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
        return InheritanceState.of(term, hosts, links);
    }
}
