package dev.hearth.services.frontend;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.counting.FunctionUsage;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.Delegate;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.ServedInvocation;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Delegation} that holds the units and the environments itself.
 *
 * <pre>
 * idle in its pool -- wanted, within limits --> lent -- returned ----------> in its pool, or destroyed
 * lent -- its host is lost --> unheard -- the host comes back, and was counted, or ALONE is over --> free
 * </pre>
 *
 * <p>One lock orders lending against recalling: whoever is lent something after a recall was sent got it by what the
 * registry says since.
 */
final class CountedDelegation implements Delegation {

    private static final Logger LOG = LoggerFactory.getLogger(CountedDelegation.class);
    private static final String HOLDER = "delegation";

    /** Stands in the counts for what hosts may serve that were not heard of yet. */
    private static final String UNKNOWN = "hosts that were not heard of yet";

    /** How long after its coming a host may serve what it was lent before. */
    private static final Duration LATE = INHERITED.plusSeconds(1);

    private record Lent(
            String hostId,
            String environmentId,
            String functionArn,
            String version,
            Reservation.Granted unit,
            Assigned environment) {}

    private final Counting counting;
    private final Assignment assignment;
    private final Ports ports;
    private final Holder holder;
    private final Map<String, Member> members = new HashMap<>();
    private final List<Lent> lent = new ArrayList<>();
    /** Completes when a host can serve nothing any more that is not known here. */
    private final Map<String, CompletableFuture<@Nullable Void>> unheard = new HashMap<>();

    private Frontend.@Nullable Resolver registry;
    private Consumer<ServedInvocation> served = _ -> {};

    CountedDelegation(Counting counting, Assignment assignment, Ports ports) {
        this.counting = counting;
        this.assignment = assignment;
        this.ports = ports;
        this.holder = counting.enterResident(HOLDER);
    }

    void await(Set<String> hosts) {
        hosts.forEach(host -> silent(host, UNHEARD, setAside()));
    }

    /** As much as a host may be lent, in use until it is known what it serves. */
    private List<Reservation.Granted> setAside() {
        List<Reservation.Granted> aside = new ArrayList<>();
        int most = most();
        for (int i = 0; i < most; i++) {
            if (counting.adopt(UNKNOWN, holder) instanceof Reservation.Granted unit) {
                aside.add(unit);
            }
        }
        return aside;
    }

    private void free(List<Reservation.Granted> aside) {
        aside.forEach(counting::release);
        if (counting.usage(UNKNOWN).inUse() == 0) {
            counting.forget(UNKNOWN);
        }
    }

    private int most() {
        return Math.min(UNITS_PER_HOST, counting.usage().concurrentExecutions() / PART);
    }

    /** A host is out of reach, and may serve for as long as {@code longest}. */
    private CompletableFuture<@Nullable Void> silent(String hostId, Duration longest, List<Reservation.Granted> aside) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        over.thenRun(() -> free(aside));
        CompletableFuture<@Nullable Void> before;
        synchronized (this) {
            before = unheard.put(hostId, over);
        }
        ports.timers()
                .after(
                        longest,
                        () -> ports.tasks().start("delegation-over", () -> {
                            synchronized (this) {
                                unheard.remove(hostId, over);
                            }
                            over.complete(null);
                            if (before != null) {
                                before.complete(null);
                            }
                        }));
        return over;
    }

    @Override
    public synchronized void begin(Frontend.Resolver resolver, Consumer<ServedInvocation> listener) {
        registry = resolver;
        served = listener;
    }

    @Override
    public void join(Worker worker) {
        String hostId = worker.host().hostId();
        Delegate delegate = worker.delegate();
        CompletableFuture<@Nullable Void> heard;
        Member member = null;
        synchronized (this) {
            heard = unheard.remove(hostId);
            if (delegate != null) {
                member = new Member(hostId, delegate, ports.time().nanos());
                members.put(hostId, member);
            }
        }
        // What it serves was counted anew.
        giveBack(hostId);
        if (heard != null) {
            heard.complete(null);
        }
        if (member != null) {
            member.delegate.listener(member);
        }
    }

    @Override
    public void leave(String hostId) {
        Member left;
        synchronized (this) {
            left = members.remove(hostId);
        }
        if (left != null) {
            // What it served when it came is not counted any more from now on, and not over for sure.
            boolean inherited = ports.time().nanos() - left.sinceNanos < LATE.toNanos();
            silent(hostId, ALONE, inherited ? setAside() : List.of()).thenRun(() -> giveBackUnless(hostId));
        }
    }

    private void giveBackUnless(String hostId) {
        synchronized (this) {
            if (members.containsKey(hostId) || unheard.containsKey(hostId)) {
                return;
            }
        }
        giveBack(hostId);
    }

    private void giveBack(String hostId) {
        taken(each -> each.hostId.equals(hostId)).forEach(each -> free(each, false));
    }

    private synchronized List<Lent> taken(Predicate<Lent> which) {
        List<Lent> found = lent.stream().filter(which).toList();
        lent.removeAll(found);
        return found;
    }

    private void free(Lent each, boolean reusable) {
        assignment.release(each.environment, reusable);
        counting.release(each.unit);
    }

    /** Hears of one host. */
    private final class Member implements Delegate.Listener {
        private final String hostId;
        private final Delegate delegate;
        private final long sinceNanos;

        Member(String hostId, Delegate delegate, long sinceNanos) {
            this.hostId = hostId;
            this.delegate = delegate;
            this.sinceNanos = sinceNanos;
        }

        @Override
        public void wanted(String function, String qualifier) {
            try {
                lend(this, function, qualifier);
            } catch (FaultException refused) {
                LOG.debug("{} is not lent to {}: {}", function, hostId, refused.getMessage());
            }
        }

        @Override
        public void returned(String environmentId, boolean reusable) {
            taken(each -> each.hostId.equals(hostId) && each.environmentId.equals(environmentId))
                    .forEach(each -> free(each, reusable));
        }

        @Override
        public void served(ServedInvocation invocation) {
            served.accept(invocation);
        }
    }

    private synchronized void lend(Member member, String function, String qualifier) {
        String hostId = member.hostId;
        Frontend.Resolver resolver = registry;
        if (resolver == null || members.get(hostId) != member || !resolver.isFixed(function, qualifier)) {
            return;
        }
        FunctionVersion version = resolver.resolve(function, qualifier.isEmpty() ? null : qualifier);
        if (version.tenantIsolation() || isLimited(version.functionArn())) {
            return;
        }
        EnvironmentSpec spec = FrontendDecisions.spec(version, null);
        int wanted = Math.max(
                1, (int) lent.stream().filter(each -> is(each, hostId, version)).count());
        for (int i = 0; i < wanted && hasRoom(hostId, version); i++) {
            Assigned environment = assignment.takeIdle(spec, hostId).orElse(null);
            if (environment == null) {
                return;
            }
            if (!(counting.reserve(version.functionArn(), qualifier, holder) instanceof Reservation.Granted unit)) {
                assignment.release(environment, true);
                return;
            }
            lent.add(new Lent(
                    hostId, environment.environmentId(), version.functionArn(), version.version(), unit, environment));
            member.delegate.lend(environment.environmentId(), function, qualifier);
        }
    }

    private static boolean is(Lent each, String hostId, FunctionVersion version) {
        return each.hostId.equals(hostId)
                && each.functionArn.equals(version.functionArn())
                && each.version.equals(version.version());
    }

    /** Functions that have concurrency of their own are counted where it is known to the last unit. */
    private boolean isLimited(String functionArn) {
        FunctionUsage usage = counting.usage(functionArn);
        return usage.reserved().isPresent() || !usage.provisioned().isEmpty();
    }

    private boolean hasRoom(String hostId, FunctionVersion version) {
        CountingUsage usage = counting.usage();
        long here = lent.stream().filter(each -> each.hostId.equals(hostId)).count();
        long same = lent.stream().filter(each -> is(each, hostId, version)).count();
        return here < most()
                && same < UNITS_PER_VERSION
                && 2 * (usage.unreservedInUse() + 1) <= usage.unreservedConcurrentExecutions();
    }

    @Override
    public CompletionStage<Void> recall(String functionArn) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        synchronized (this) {
            ends.addAll(unheard.values());
            members.values().forEach(each -> ends.add(recalled(each.delegate, functionArn)));
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** A host that is lost while it is asked may serve on for some time. */
    private CompletableFuture<@Nullable Void> recalled(Delegate delegate, String functionArn) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        delegate.recall(functionArn).thenAccept(heard -> {
            if (heard) {
                over.complete(null);
            } else {
                ports.timers().after(ALONE, () -> ports.tasks().start("delegation-over", () -> over.complete(null)));
            }
        });
        return over;
    }

    @Override
    public @Nullable CompletionStage<Void> relieve(String functionArn) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        synchronized (this) {
            members.forEach((host, member) -> {
                if (lent.stream()
                        .anyMatch(each -> each.hostId.equals(host)
                                && (functionArn.isEmpty() || each.functionArn.equals(functionArn)))) {
                    ends.add(member.delegate.recall(functionArn).toCompletableFuture());
                }
            });
        }
        return ends.isEmpty() ? null : CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    @Override
    public synchronized int lent() {
        return lent.size();
    }
}
