package dev.hearth.services.placement;

import dev.hearth.core.Fault;
import dev.hearth.services.placement.WorkerHost.Condition;
import dev.hearth.services.placement.WorkerHost.Health;
import dev.hearth.services.placement.WorkerHost.Resources;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One host of the fleet: its worker, and its facts as they follow from what was placed there and what it reported. Used
 * under the fleet's lock.
 */
final class HostEntry {

    /** A new start's weight in the moving average of starts is one of so many. */
    private static final int AVERAGE_OVER = 8;

    /** Digests of packages that are remembered beside those that a host reports. */
    private static final int REMEMBERED_CODE = 1_000;

    private final Worker worker;
    private final long life;
    private WorkerHost host;
    private long sequence;
    private long heardNanos;
    private long forgotNanos;

    HostEntry(Worker worker, long life, HostReport first, long now) {
        this.worker = worker;
        this.life = life;
        this.sequence = first.sequence();
        this.heardNanos = now;
        this.forgotNanos = now;
        this.host = new WorkerHost(
                first.hostId(),
                first.draining() ? Condition.DRAINING : Condition.READY,
                new Resources(first.memoryMb(), first.cpuMillis()),
                Resources.NONE,
                first.memoryFreeMb(),
                0,
                Map.of(),
                first.code(),
                Health.GOOD);
    }

    String hostId() {
        return host.hostId();
    }

    Worker worker() {
        return worker;
    }

    long life() {
        return life;
    }

    WorkerHost host() {
        return host;
    }

    void placed(PlacementRequest request) {
        host = host.starting(request);
    }

    void started(EnvironmentSpec spec, Duration took, @Nullable Fault refusal) {
        Health health = host.health();
        if (refusal == null) {
            int millis = (int) Math.min(Integer.MAX_VALUE / AVERAGE_OVER, took.toMillis());
            int average = health.startMillis() == 0
                    ? millis
                    : (health.startMillis() * (AVERAGE_OVER - 1) + millis) / AVERAGE_OVER;
            health = new Health(health.failedStarts(), health.flaps(), average);
        } else if (isTheHosts(refusal)) {
            health = new Health(health.failedStarts() + 1, health.flaps(), health.startMillis());
        }
        become(host.condition(), host.used(), host.starting() - 1, host.environments(), host.code(), health);
        if (refusal != null) {
            ended(spec);
        }
    }

    /** What a function does wrong is not held against the host. */
    private static boolean isTheHosts(Fault refusal) {
        return switch (refusal.kind().owner()) {
            case SANDBOX, PLATFORM -> true;
            case CALLER, FUNCTION -> false;
        };
    }

    void ended(EnvironmentSpec spec) {
        Resources freed = Resources.ofFunction(spec.memoryMb());
        Resources used = host.used().less(freed);
        Map<String, Integer> fewer = new HashMap<>(host.environments());
        fewer.computeIfPresent(spec.functionArn(), (_, count) -> count == 1 ? null : count - 1);
        become(host.condition(), used, host.starting(), fewer, host.code(), host.health());
    }

    /** A report that is not newer than the last tells nothing, but that none came. */
    void reported(HostReport report, long now) {
        Health health = forget(now);
        if (report.sequence() <= sequence) {
            boolean lost = now - heardNanos >= Fleet.REPORT_LEASE.toNanos();
            Condition condition = lost ? Condition.LOST : host.condition();
            become(condition, host.used(), host.starting(), host.environments(), host.code(), health);
            return;
        }
        if (host.condition() == Condition.LOST) {
            health = new Health(health.failedStarts(), health.flaps() + 1, health.startMillis());
        }
        sequence = report.sequence();
        heardNanos = now;
        Set<String> code = held(report.code(), host.code());
        host = new WorkerHost(
                report.hostId(),
                report.draining() ? Condition.DRAINING : Condition.READY,
                new Resources(report.memoryMb(), report.cpuMillis()),
                host.used(),
                report.memoryFreeMb(),
                host.starting(),
                host.environments(),
                code,
                health);
    }

    /** What it reports, and what it held before unless that is much; mostly one of the two has all. */
    private static Set<String> held(Set<String> reported, Set<String> before) {
        if (before.size() > REMEMBERED_CODE || reported.containsAll(before)) {
            return reported;
        }
        if (before.containsAll(reported)) {
            return before;
        }
        Set<String> both = new HashSet<>(reported);
        both.addAll(before);
        return both;
    }

    private Health forget(long now) {
        Health health = host.health();
        if (now - forgotNanos < Fleet.FORGET_EVERY.toNanos()) {
            return health;
        }
        forgotNanos = now;
        return new Health(health.failedStarts() / 2, health.flaps() / 2, health.startMillis() / 2);
    }

    private void become(
            Condition condition,
            Resources used,
            int starting,
            Map<String, Integer> environments,
            Set<String> code,
            Health health) {
        host = new WorkerHost(
                host.hostId(),
                condition,
                host.capacity(),
                used,
                host.memoryFreeMb(),
                starting,
                environments,
                code,
                health);
    }
}
