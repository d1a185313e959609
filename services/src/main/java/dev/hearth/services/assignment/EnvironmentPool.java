package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import dev.hearth.services.assignment.PooledEnvironment.State;
import dev.hearth.services.worker.EnvironmentSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The environments that can stand in for one another, and the callers that wait for one. Facts of {@link Pools}. */
final class EnvironmentPool {

    /** A caller and since when it waits. */
    private record Waiting(Assignment.Caller caller, long sinceNanos) {}

    private final PoolKey key;
    private final EnvironmentSpec spec;
    private final Set<PooledEnvironment> all = new LinkedHashSet<>();
    private final List<PooledEnvironment> idle = new ArrayList<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** Environments that are to be started and have no host yet. */
    private int wished;

    private int starting;
    private int provisioned;
    private int failures;
    private long notBeforeNanos;
    private @Nullable Fault lastFault;

    EnvironmentPool(PoolKey key, EnvironmentSpec spec) {
        this.key = key;
        this.spec = spec;
    }

    PoolKey key() {
        return key;
    }

    EnvironmentSpec spec() {
        return spec;
    }

    boolean isProvisioned() {
        return !key.provisionedFor().isEmpty();
    }

    /** How many environments are to be kept, 0 for an on-demand pool. */
    int provisioned() {
        return provisioned;
    }

    void provisioned(int count) {
        provisioned = count;
    }

    Set<PooledEnvironment> all() {
        return all;
    }

    List<PooledEnvironment> idle() {
        return idle;
    }

    int wished() {
        return wished;
    }

    void wish(int more) {
        wished += more;
    }

    int starting() {
        return starting;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    int waiting() {
        return waiting.size();
    }

    /** Environments that are ready, idle or busy. */
    int ready() {
        return all.size() - starting;
    }

    /** How many more are needed than are on their way. */
    int missing() {
        int needed = isProvisioned() ? provisioned - ready() : waiting.size();
        return needed - starting - wished;
    }

    /** Whether as many are on their way as callers wait. */
    boolean isShort() {
        return starting + wished <= waiting.size();
    }

    /** Whether one that nobody waits for is kept: there are not enough idle ones yet. */
    boolean hasPlace() {
        return isProvisioned() ? ready() <= provisioned : idle.size() < AssignmentLimits.IDLE_PER_POOL;
    }

    void await(Assignment.Caller caller, long now) {
        waiting.add(new Waiting(caller, now));
    }

    /** The caller that waits longest, who waits no more; null for none. */
    Assignment.@Nullable Caller next() {
        Waiting first = waiting.poll();
        return first == null ? null : first.caller();
    }

    /** The caller that waits longest and since {@code until} or longer, who waits no more; null for none. */
    Assignment.@Nullable Caller next(long until) {
        Waiting first = waiting.peek();
        return first == null || first.sinceNanos() - until > 0 ? null : next();
    }

    void begin(PooledEnvironment environment) {
        wished--;
        starting++;
        all.add(environment);
    }

    /** The environment starts no more: it runs, or it came to nothing. */
    void begun() {
        starting--;
    }

    void forget(PooledEnvironment environment) {
        if (environment.state() == State.IDLE) {
            idle.remove(environment);
        }
        all.remove(environment);
    }

    void rest(PooledEnvironment environment) {
        environment.become(State.IDLE);
        idle.add(environment);
    }

    /** The most recently used idle one; of the last few, one that the caller's thread gave back is preferred. */
    @Nullable
    PooledEnvironment take(long threadId) {
        int last = idle.size() - 1;
        if (last < 0) {
            return null;
        }
        int lowest = Math.max(0, last - AssignmentLimits.AFFINITY_LOOK + 1);
        for (int i = last; i >= lowest; i--) {
            if (idle.get(i).threadId() == threadId) {
                return taken(i);
            }
        }
        return taken(last);
    }

    private PooledEnvironment taken(int index) {
        PooledEnvironment environment = idle.remove(index);
        environment.become(State.BUSY);
        return environment;
    }

    /** The most recently used idle one on a host; null for none. */
    @Nullable
    PooledEnvironment takeOn(String hostId) {
        for (int i = idle.size() - 1; i >= 0; i--) {
            if (idle.get(i).hostId().equals(hostId)) {
                return taken(i);
            }
        }
        return null;
    }

    /** The one that was idle longest; null for none. */
    @Nullable
    PooledEnvironment oldest() {
        return idle.isEmpty() ? null : idle.getFirst();
    }

    /** Idle ones that {@code now} are too old, or idle for too long; they stay until they are forgotten. */
    List<PooledEnvironment> aged(AssignmentLimits limits, long now) {
        List<PooledEnvironment> aged = new ArrayList<>();
        for (Iterator<PooledEnvironment> each = idle.iterator(); each.hasNext(); ) {
            PooledEnvironment one = each.next();
            boolean idleTooLong = !isProvisioned()
                    && now - one.idleSinceNanos() >= limits.idleAge().toNanos();
            if (idleTooLong || one.olderThan(limits.maximumAge().toNanos(), now)) {
                aged.add(one);
            }
        }
        return aged;
    }

    void succeeded() {
        failures = 0;
        lastFault = null;
    }

    /** A start failed; answers for how long nothing is to be started, nanoseconds. */
    long failed(Fault fault, AssignmentLimits limits, long now) {
        failures++;
        lastFault = fault;
        long backOff = limits.backOffNanos(failures);
        notBeforeNanos = now + backOff;
        return backOff;
    }

    boolean backsOff(long now) {
        return failures > 0 && notBeforeNanos - now > 0;
    }

    int failures() {
        return failures;
    }

    /** Nothing runs, and starts failed so often that waiting is no use. */
    boolean isHopeless() {
        return failures >= AssignmentLimits.FAILURES_TOLERATED && all.isEmpty();
    }

    @Nullable
    Fault lastFault() {
        return lastFault;
    }

    /** Nothing runs, nothing is wanted, and no failure is to be remembered. */
    boolean isDone(long now) {
        return all.isEmpty() && waiting.isEmpty() && wished == 0 && provisioned == 0 && !backsOff(now);
    }

    /** How far the provisioned environments are. */
    ProvisionedStatus status() {
        int available = Math.min(ready(), provisioned);
        Fault fault = lastFault;
        if (available >= provisioned) {
            return new ProvisionedStatus(provisioned, available, ProvisionedStatus.State.READY, "");
        }
        return failures >= AssignmentLimits.PROVISION_FAILURES && fault != null
                ? new ProvisionedStatus(provisioned, available, ProvisionedStatus.State.FAILED, fault.message())
                : new ProvisionedStatus(provisioned, available, ProvisionedStatus.State.IN_PROGRESS, "");
    }
}
