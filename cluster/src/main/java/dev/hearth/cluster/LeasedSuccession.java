package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of {@link Succession}: a chore that renews, one that watches, and one that begins and ends. None of them
 * runs beside itself.
 *
 * <pre>
 * standing -- the lease was free ------------------------------> deciding
 * deciding -- it ends without renewal, and nobody promised ----> standing
 * deciding -- the store says that it is another's -------------> standing
 * deciding -- the store is silent to this host, not to others -> standing
 * </pre>
 */
final class LeasedSuccession implements Succession {

    private static final Logger LOG = LoggerFactory.getLogger(LeasedSuccession.class);

    /** A time of deciding. */
    private static final class Term {
        private final Lease lease;
        private volatile long validUntilNanos;
        private volatile boolean lost;
        /** When the first renewal was asked for that has no answer yet; null when the last one has. */
        private volatile @Nullable Long unansweredNanos;

        Term(Lease lease, long validUntilNanos) {
            this.lease = lease;
            this.validUntilNanos = validUntilNanos;
        }
    }

    private final LeaseStore leases;
    private final String holder;
    private final BooleanSupplier mayDecide;
    private final Office office;
    private final Ports ports;
    private final Object changing = new Object();
    private volatile @Nullable Term term;
    private volatile boolean closed;
    private volatile long notBeforeNanos;

    LeasedSuccession(LeaseStore leases, String holder, BooleanSupplier mayDecide, Office office, Ports ports) {
        this.leases = leases;
        this.holder = holder;
        this.mayDecide = mayDecide;
        this.office = office;
        this.ports = ports;
        this.notBeforeNanos = ports.time().nanos();
    }

    void begin() {
        stand();
        watch();
    }

    private void stand() {
        if (!closed) {
            ports.tasks().start("cluster-succession", () -> {
                try {
                    tryOnce();
                } finally {
                    ports.timers().after(ClusterLimits.LOOK, this::stand);
                }
            });
        }
    }

    private void tryOnce() {
        synchronized (changing) {
            if (closed || term != null || notBeforeNanos - ports.time().nanos() > 0 || !mayDecide.getAsBoolean()) {
                return;
            }
            long asked = ports.time().nanos();
            try {
                Optional<Lease> granted = leases.grant(RESOURCE, holder, ClusterLimits.TERM);
                if (granted.isPresent()) {
                    take(new Term(granted.get(), asked + ClusterLimits.TERM.toNanos()));
                }
            } catch (RuntimeException e) {
                LOG.debug("nobody can be chosen now", e);
            }
        }
    }

    /** The store may have taken its time, and this host may have promised meanwhile not to take another's place. */
    private void take(Term next) {
        if (mayDecide.getAsBoolean() && next.validUntilNanos - ports.time().nanos() > 0) {
            decide(next);
        } else {
            leases.release(next.lease);
        }
    }

    private void decide(Term next) {
        LOG.info("this host decides for its cluster from now on, token {}", next.lease.token());
        term = next;
        renew(next);
        try {
            office.begin(next.lease, () -> holds(next));
        } catch (Exception e) {
            LOG.warn("this host cannot decide for its cluster: {}", e.toString());
            LOG.debug("why", e);
            notBeforeNanos = ports.time().nanos() + ClusterLimits.TERM.toNanos();
            end(next);
        }
    }

    private boolean holds(Term asked) {
        return !asked.lost
                && term == asked
                && (asked.validUntilNanos - ports.time().nanos() > 0 || office.promised());
    }

    private void renew(Term of) {
        renewAfter(of, ClusterLimits.RENEWAL);
    }

    private void renewAfter(Term of, Duration pause) {
        if (term == of && !of.lost) {
            ports.timers()
                    .after(
                            pause,
                            () -> ports.tasks().start("cluster-renewal", () -> {
                                long asked = ports.time().nanos();
                                try {
                                    renewOnce(of, asked);
                                } finally {
                                    renewAfter(
                                            of, TermDecisions.pause(ports.time().nanos() - asked));
                                }
                            }));
        }
    }

    private void renewOnce(Term of, long asked) {
        if (of.unansweredNanos == null) {
            of.unansweredNanos = asked;
        }
        try {
            if (leases.renew(List.of(of.lease), ClusterLimits.TERM).isEmpty()) {
                if (of.lost || term != of) {
                    return;
                }
                LOG.warn("another host decides for the cluster now");
                of.lost = true;
            } else {
                of.validUntilNanos = Math.max(of.validUntilNanos, asked + ClusterLimits.TERM.toNanos());
                of.unansweredNanos = null;
            }
        } catch (RuntimeException e) {
            LOG.debug("the right to decide could not be renewed", e);
        }
    }

    private void watch() {
        try {
            watchOnce();
        } finally {
            if (!closed) {
                ports.timers().after(ClusterLimits.LOOK, this::watch);
            }
        }
    }

    /** Does not wait for a renewal that hangs: what it would say by now comes too late. */
    private void watchOnce() {
        Term now = term;
        if (now == null) {
            return;
        }
        switch (next(now)) {
            case STAY -> {}
            case YIELD -> {
                LOG.warn("the store does not answer this host, but others: one of them shall decide");
                notBeforeNanos = ports.time().nanos() + ClusterLimits.INTERREGNUM.toNanos();
                now.lost = true;
                stepBack(now);
            }
            case END -> stepBack(now);
        }
    }

    private TermDecisions.Next next(Term of) {
        long left = of.validUntilNanos - ports.time().nanos();
        if (of.lost || left > 0) {
            return TermDecisions.next(of.lost, left, false, false);
        }
        Long unanswered = of.unansweredNanos;
        boolean others =
                unanswered != null && office.othersReachedStore(unanswered + ClusterLimits.HESITATION.toNanos());
        return TermDecisions.next(false, left, office.promised(), others);
    }

    private void stepBack(Term now) {
        ports.tasks().start("cluster-stepping-back", () -> {
            synchronized (changing) {
                if (term == now) {
                    end(now);
                }
            }
        });
    }

    /** Under {@code changing}. */
    private void end(Term of) {
        boolean willing = holds(of);
        of.lost = true;
        LOG.info("this host decides no more, token {}", of.lease.token());
        try {
            office.end(willing);
        } finally {
            term = null;
            try {
                leases.release(of.lease);
            } catch (RuntimeException e) {
                LOG.debug("the lease ends by itself", e);
            }
        }
    }

    @Override
    public boolean decides() {
        Term now = term;
        return now != null && holds(now);
    }

    @Override
    public void stepDown() {
        synchronized (changing) {
            notBeforeNanos = ports.time().nanos() + ClusterLimits.INTERREGNUM.toNanos();
            Term now = term;
            if (now != null) {
                end(now);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (changing) {
            Term now = term;
            if (now != null) {
                end(now);
            }
        }
    }
}
