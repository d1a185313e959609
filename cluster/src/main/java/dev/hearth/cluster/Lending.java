package dev.hearth.cluster;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Leftover;
import dev.hearth.services.worker.Worker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This host's worker, lent to one borrower at a time: whoever decides for the cluster now.
 *
 * <p>A loan ends when the next begins, or when its borrower is lost; then whoever had it is refused. The environments
 * of
 * an ended loan are not lost: what is idle, or becomes idle when its invocation is over, is kept for a while and given
 * to
 * the next borrower that asks for just such a one.
 *
 * <pre>
 * lent (idle or busy) -- loan ends, idle --------------------> kept -- asked for by the next loan --> lent
 * lent (busy) -- loan ends --> orphan -- answered, reusable --> kept -- for too long, or in the way --> destroyed
 *                              orphan -- otherwise -----------> destroyed
 * </pre>
 */
final class Lending {

    private static final int EARLY_ENDS = 1_024;

    private static final Fault OVER = new Fault(Fault.Kind.UNAVAILABLE, "Another host decides for this one now.");

    private final Worker worker;
    private final boolean takes;
    private final Ports ports;
    private final Delegations delegations;
    private final Map<String, Lent> environments = new LinkedHashMap<>();
    /** Ends that were told before the start that they end. */
    private final SequencedSet<String> early = new LinkedHashSet<>();

    private @Nullable Loan current;
    private volatile boolean draining;

    /** @param takes whether the host runs environments at all */
    Lending(Worker worker, boolean takes, Ports ports) {
        this.worker = worker;
        this.takes = takes;
        this.ports = ports;
        this.delegations = new Delegations(this, worker, ports);
        worker.listener(this::gone);
    }

    /** The next loan; it ends the one before. */
    Loan lend() {
        Loan before;
        Loan next = new Loan(this, worker);
        synchronized (this) {
            before = current;
            if (before != null) {
                disown(before);
            }
            current = next;
        }
        if (before != null) {
            orphan(before);
        }
        return next;
    }

    /** Whether no more work is taken: what is idle goes, and what is busy when it is not any more. */
    void drain(boolean drains) {
        draining = drains;
        if (drains) {
            List<String> idle;
            synchronized (this) {
                idle = environments.entrySet().stream()
                        .filter(each -> !each.getValue().busy)
                        .map(Map.Entry::getKey)
                        .toList();
            }
            idle.forEach(worker::destroy);
        }
    }

    boolean isDraining() {
        return draining || !takes;
    }

    /** What this host's endpoint serves itself. */
    Delegations delegations() {
        return delegations;
    }

    /** Under the lock. */
    @Nullable
    Lent find(String environmentId) {
        return environments.get(environmentId);
    }

    /** Under the lock. */
    Map<String, Lent> all() {
        return environments;
    }

    /** Ends {@code loan}, if it has not ended. */
    void end(Loan loan) {
        synchronized (this) {
            disown(loan);
            if (current == loan) {
                current = null;
            }
        }
        orphan(loan);
    }

    /** Under the lock: nothing is the loan's any more, and what is delegated is so for some time only. */
    private void disown(Loan loan) {
        delegations.ended(loan);
        environments.values().stream().filter(each -> each.loan == loan).forEach(each -> each.loan = null);
    }

    private void orphan(Loan loan) {
        synchronized (this) {
            environments.values().stream().filter(each -> each.loan == loan).forEach(each -> each.loan = null);
        }
        keep();
    }

    /** Something is nobody's now: it goes when nobody asks for it. */
    void keep() {
        ports.timers().after(ClusterLimits.KEPT, () -> ports.tasks().start("cluster-kept", this::discard));
    }

    /** Whether {@code loan} is the one that counts. */
    synchronized boolean isCurrent(Loan loan) {
        return current == loan;
    }

    /** Ids of environments that are kept for whoever asks for them. */
    synchronized Set<String> idleOrphans() {
        return environments.entrySet().stream()
                .filter(each -> each.getValue().isKept())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The invocations of ended loans that still run. */
    synchronized List<Leftover> leftovers() {
        List<Leftover> found = new ArrayList<>();
        environments.forEach((id, lent) -> {
            if (lent.isLeftover()) {
                CompletableFuture<Void> over = lent.over == null ? new CompletableFuture<>() : lent.over;
                lent.over = over;
                found.add(new Leftover(id, lent.spec.functionArn(), over));
            }
        });
        return found;
    }

    private static void over(@Nullable CompletableFuture<Void> invocation) {
        if (invocation != null) {
            invocation.complete(null);
        }
    }

    /** A kept environment of just this kind, which is the loan's from now on. */
    synchronized Optional<String> take(EnvironmentSpec spec, Loan loan) {
        for (Map.Entry<String, Lent> each : environments.entrySet()) {
            Lent lent = each.getValue();
            if (lent.isKept() && lent.healthy && lent.spec.equals(spec) && current == loan) {
                lent.loan = loan;
                return Optional.of(each.getKey());
            }
        }
        return Optional.empty();
    }

    /** Makes room for an environment that is not here: where memory is short, a kept one goes. */
    void makeRoomFor(EnvironmentSpec spec) {
        if (worker.host().memoryFreeMb() < 2L * spec.memoryMb()) {
            kept().stream().findFirst().ifPresent(worker::destroy);
        }
    }

    private synchronized List<String> kept() {
        return environments.entrySet().stream()
                .filter(each -> each.getValue().isKept())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void discard() {
        kept().forEach(worker::destroy);
    }

    /** An environment started for {@code loan}, which may have ended meanwhile. */
    EnvironmentStart started(EnvironmentSpec spec, EnvironmentStart start, Loan loan) {
        if (!(start instanceof EnvironmentStart.Started(String id, boolean healthy))) {
            return start;
        }
        boolean late;
        synchronized (this) {
            if (early.remove(id)) {
                return start;
            }
            Lent lent = new Lent(spec, healthy, loan);
            environments.put(id, lent);
            late = current != loan;
            if (late) {
                lent.loan = null;
            }
        }
        if (late && !healthy) {
            worker.destroy(id);
        }
        return late ? new EnvironmentStart.Refused(OVER) : start;
    }

    /** Whether {@code loan} may invoke the environment; if so, it is busy. */
    synchronized boolean begin(String environmentId, Loan loan) {
        Lent lent = environments.get(environmentId);
        if (lent == null || lent.loan != loan || current != loan || lent.delegatedAs != null || lent.returning) {
            return false;
        }
        lent.busy = true;
        return true;
    }

    void ended(String environmentId, InvocationResult result) {
        boolean reusable = result instanceof InvocationResult.Answered answered && answered.reusable();
        boolean orphan;
        CompletableFuture<Void> over = null;
        synchronized (this) {
            Lent lent = environments.get(environmentId);
            orphan = lent != null && lent.loan == null;
            if (lent != null) {
                lent.busy = false;
                over = lent.over;
                lent.over = null;
            }
        }
        over(over);
        if (draining || (orphan && !reusable)) {
            worker.destroy(environmentId);
        } else if (orphan) {
            keep();
        }
    }

    /** Whether {@code loan} may end the environment. */
    synchronized boolean owns(String environmentId, Loan loan) {
        Lent lent = environments.get(environmentId);
        return lent != null && lent.loan == loan;
    }

    private void gone(String environmentId) {
        Loan loan;
        CompletableFuture<Void> over;
        boolean delegated;
        synchronized (this) {
            Lent lent = environments.remove(environmentId);
            delegated = lent != null && Delegations.gone(lent);
            over = lent == null ? null : lent.over;
            loan = lent == null ? current : lent.loan;
            if (lent == null) {
                early.add(environmentId);
                if (early.size() > EARLY_ENDS) {
                    early.removeFirst();
                }
            }
        }
        over(over);
        if (loan != null) {
            if (delegated) {
                loan.returned(environmentId, false);
            }
            loan.gone(environmentId);
        }
    }

    /** What a loan that is over says. */
    static EnvironmentStart refusal() {
        return new EnvironmentStart.Refused(OVER);
    }
}
