package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Delegation;
import dev.hearth.services.frontend.LentEnvironments;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.ServedInvocation;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What this host's endpoint may serve itself: environments of {@link Lending} that their borrower lent on to it.
 *
 * <pre>
 * lent, idle -- delegate() -> delegated, idle -- take() -> delegated, busy -- its end, reusable -> delegated, idle
 * delegated, idle -- recalled, unused for a while, told too late of who decides --> its loan's again
 * delegated, busy -- the same --> returning -- its end --> its loan's again
 * delegated -- its loan ends --> a leftover, served on until whoever has the next loan knows it, and a little longer
 * </pre>
 *
 * <p>It serves while it is known that whoever lent it knows this host: until {@link Delegation#ALONE} after this host
 * last said something of which it heard that it arrived. After its loan ended, until then; when whoever has the next
 * loan says that it heard of this host, {@link Delegation#INHERITED} longer.
 */
final class Delegations implements LentEnvironments {

    private final Lending lending;
    private final Worker worker;
    private final Ports ports;
    private final Deque<ServedInvocation> served = new ArrayDeque<>();
    private volatile @Nullable Asking asking;
    private long servesUntilNanos;
    private boolean inherited;
    private boolean sweeping;

    /** Asks whoever decides for more. */
    interface Asking {

        /** Waits for the answer, for a moment. */
        void want(String function, String qualifier);

        void served(List<ServedInvocation> invocations);
    }

    Delegations(Lending lending, Worker worker, Ports ports) {
        this.lending = lending;
        this.worker = worker;
        this.ports = ports;
        this.servesUntilNanos = ports.time().nanos();
    }

    private static String key(String function, String qualifier) {
        return function + " " + qualifier;
    }

    void asks(Asking of) {
        asking = of;
    }

    void asksNo(Asking of) {
        if (asking == of) {
            asking = null;
        }
    }

    /** A loan ends; under the lock, while its environments are its own. */
    void ended(Loan loan) {
        boolean served = lending.isCurrent(loan);
        long now = ports.time().nanos();
        lending.all().values().stream()
                .filter(lent -> lent.loan == loan && lent.delegatedAs != null)
                .forEach(lent -> lent.orphanUntilNanos = served ? servesUntilNanos : now);
        inherited = false;
        servesUntilNanos = now;
    }

    /**
     * Whoever has the loan heard what this host said at that moment; so it also knows what this host serves for whoever
     * had it before.
     */
    void heard(long saidNanos, Loan loan) {
        synchronized (lending) {
            if (lending.isCurrent(loan)) {
                servesUntilNanos = saidNanos + Delegation.ALONE.toNanos();
                inherit(saidNanos);
            }
        }
    }

    /** What is served for whoever had the loan before is known to who has it now, and is served a little longer. */
    void inherit(long fromNanos) {
        synchronized (lending) {
            if (!inherited) {
                inherited = true;
                expireOrphans(ports.time().nanos());
                long until = fromNanos + Delegation.INHERITED.toNanos();
                lending.all().values().stream()
                        .filter(lent ->
                                lent.delegatedAs != null && lent.loan == null && until - lent.orphanUntilNanos > 0)
                        .forEach(lent -> lent.orphanUntilNanos = until);
            }
        }
    }

    /** The borrower lends one of its idle environments on; without effect when it is not. */
    void delegate(String environmentId, String function, String qualifier, Loan loan) {
        boolean taken;
        synchronized (lending) {
            Lent lent = lending.find(environmentId);
            taken = lent != null && lent.loan == loan && lending.isCurrent(loan) && !lent.busy;
            if (lent != null && taken) {
                lent.delegatedAs = key(function, qualifier);
                lent.idleSinceNanos = ports.time().nanos();
                lending.notifyAll();
            }
        }
        if (!taken) {
            loan.returned(environmentId, false);
        }
        sweepSoon();
    }

    private boolean serves(Lent lent, long now) {
        long until = lent.loan == null ? lent.orphanUntilNanos : servesUntilNanos;
        return lent.delegatedAs != null && until - now > 0;
    }

    @Override
    public boolean knows(String function, String qualifier) {
        String key = key(function, qualifier);
        long now = ports.time().nanos();
        synchronized (lending) {
            return lending.all().values().stream().anyMatch(lent -> key.equals(lent.delegatedAs) && serves(lent, now));
        }
    }

    @Override
    public Optional<Taken> take(String function, String qualifier) {
        String key = key(function, qualifier);
        long now = ports.time().nanos();
        synchronized (lending) {
            for (Map.Entry<String, Lent> each : lending.all().entrySet()) {
                Lent lent = each.getValue();
                if (key.equals(lent.delegatedAs) && !lent.busy && serves(lent, now) && !lending.isDraining()) {
                    lent.busy = true;
                    return Optional.of(new Taken(each.getKey(), lent.spec));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public CompletionStage<InvocationResult> invoke(Taken taken, Invocation invocation) {
        if (!mayBegin(taken.environmentId())) {
            over(taken.environmentId(), true);
            return CompletableFuture.completedStage(new InvocationResult.NotDelivered());
        }
        return worker.invoke(taken.environmentId(), invocation).thenApply(result -> {
            boolean reusable = result instanceof InvocationResult.Answered answered && answered.reusable();
            over(taken.environmentId(), reusable);
            return result;
        });
    }

    /** Nothing begins after it was recalled, or when its time is over, although it was taken before. */
    private boolean mayBegin(String environmentId) {
        long now = ports.time().nanos();
        synchronized (lending) {
            Lent lent = lending.find(environmentId);
            return lent != null && serves(lent, now);
        }
    }

    @Override
    public void back(Taken taken) {
        over(taken.environmentId(), true);
    }

    private void over(String environmentId, boolean reusable) {
        Loan loan = null;
        CompletableFuture<Void> over = null;
        boolean lost = false;
        synchronized (lending) {
            Lent lent = lending.find(environmentId);
            if (lent == null) {
                return;
            }
            lent.busy = false;
            lent.idleSinceNanos = ports.time().nanos();
            lending.notifyAll();
            if (lent.delegatedAs != null && reusable && !lending.isDraining()) {
                return;
            }
            lent.delegatedAs = null;
            lent.returning = false;
            loan = lent.loan;
            over = lent.over;
            lent.over = null;
            lost = loan == null && !reusable || lending.isDraining();
        }
        if (loan != null) {
            loan.returned(environmentId, reusable);
        }
        if (over != null) {
            over.complete(null);
        }
        if (lost) {
            worker.destroy(environmentId);
        } else if (loan == null) {
            lending.keep();
        }
    }

    /** An environment is gone; under the lock. Whether its loan must hear that it is lent no longer. */
    static boolean gone(Lent lent) {
        boolean was = lent.delegatedAs != null || lent.returning;
        lent.delegatedAs = null;
        lent.returning = false;
        return was;
    }

    /** Serves no new invocation of a function (empty for all) from now on. */
    void recall(String functionArn) {
        List<String> returned = new ArrayList<>();
        List<Loan> loans = new ArrayList<>();
        List<CompletableFuture<Void>> over = new ArrayList<>();
        boolean kept = false;
        synchronized (lending) {
            for (Map.Entry<String, Lent> each : lending.all().entrySet()) {
                Lent lent = each.getValue();
                if (lent.delegatedAs != null
                        && (functionArn.isEmpty() || lent.spec.functionArn().equals(functionArn))) {
                    kept |= end(each.getKey(), lent, returned, loans, over);
                }
            }
        }
        tell(returned, loans, over, kept);
    }

    /** Under the lock; whether it is nobody's now. */
    private static boolean end(
            String id, Lent lent, List<String> returned, List<Loan> loans, List<CompletableFuture<Void>> over) {
        lent.delegatedAs = null;
        Loan loan = lent.loan;
        if (lent.busy) {
            lent.returning = true;
        } else if (loan != null) {
            returned.add(id);
            loans.add(loan);
        } else if (lent.over != null) {
            over.add(lent.over);
            lent.over = null;
        }
        return loan == null && !lent.busy;
    }

    private void tell(List<String> returned, List<Loan> loans, List<CompletableFuture<Void>> over, boolean kept) {
        for (int i = 0; i < returned.size(); i++) {
            loans.get(i).returned(returned.get(i), true);
        }
        over.forEach(each -> each.complete(null));
        if (kept) {
            lending.keep();
        }
    }

    /** Under the lock: before another loan's time counts for what was too late for the one before. */
    private void expireOrphans(long now) {
        List<CompletableFuture<Void>> over = new ArrayList<>();
        boolean kept = false;
        for (Map.Entry<String, Lent> each : lending.all().entrySet()) {
            Lent lent = each.getValue();
            if (lent.delegatedAs != null && lent.loan == null && !serves(lent, now)) {
                kept |= end(each.getKey(), lent, new ArrayList<>(), new ArrayList<>(), over);
            }
        }
        if (kept || !over.isEmpty()) {
            boolean some = kept;
            ports.tasks().start("cluster-delegations", () -> tell(List.of(), List.of(), over, some));
        }
    }

    private void sweepSoon() {
        synchronized (lending) {
            if (sweeping) {
                return;
            }
            sweeping = true;
        }
        ports.timers()
                .after(ClusterLimits.DELEGATION_LOOK, () -> ports.tasks().start("cluster-delegations", this::sweep));
    }

    /** Gives back what is not used, and what may not be served any more. */
    private void sweep() {
        long now = ports.time().nanos();
        List<String> returned = new ArrayList<>();
        List<Loan> loans = new ArrayList<>();
        List<CompletableFuture<Void>> over = new ArrayList<>();
        boolean kept = false;
        boolean more = false;
        synchronized (lending) {
            sweeping = false;
            for (Map.Entry<String, Lent> each : lending.all().entrySet()) {
                Lent lent = each.getValue();
                boolean unused =
                        !lent.busy && lent.loan != null && now - lent.idleSinceNanos >= Delegation.IDLE.toNanos();
                if (lent.delegatedAs != null && (unused || lent.loan == null && !serves(lent, now))) {
                    kept |= end(each.getKey(), lent, returned, loans, over);
                }
                more |= lent.delegatedAs != null;
            }
        }
        tell(returned, loans, over, kept);
        flush();
        if (more) {
            sweepSoon();
        }
    }

    @Override
    public void served(ServedInvocation invocation) {
        boolean first;
        synchronized (served) {
            first = served.isEmpty();
            served.add(invocation);
            if (served.size() > ClusterLimits.SERVED) {
                served.removeFirst();
            }
        }
        if (first) {
            sweepSoon();
        }
    }

    private void flush() {
        Asking to = asking;
        List<ServedInvocation> told = List.of();
        synchronized (served) {
            if (to != null) {
                told = List.copyOf(served);
                served.clear();
            }
        }
        if (to != null && !told.isEmpty()) {
            to.served(told);
        }
    }

    @Override
    public void want(String function, String qualifier) {
        Asking to = asking;
        if (to != null) {
            to.want(function, qualifier);
        }
    }

    @Override
    public void await(Duration longest) {
        synchronized (lending) {
            try {
                lending.wait(Math.max(1, longest.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
