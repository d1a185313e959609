package dev.hearth.simulation;

import dev.hearth.core.Fault;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One life of a simulated worker host. It keeps what {@link Worker} promises, except for the news of ends and for its
 * reports, which come late, twice or never as the scenario says; and it dies.
 */
final class SimulatedHost implements Worker {

    private static final double INIT_MEDIAN_NANOS = 150e6;
    private static final double START_LOST_MEAN_NANOS = 8e9;
    private static final double NOTICED_MEAN_NANOS = 1e9;

    /** Most of the times after which a broken connection is noticed. */
    static final Duration NOTICED_AT_LATEST = Duration.ofSeconds(10);

    /** What the environments really use of their memory is one of so many parts. */
    private static final int MEMORY_USED_PART = 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final byte[] NO_LOG = {};
    private static final InvocationResult ERROR = new InvocationResult.Answered(NOTHING, "Unhandled", true, NO_LOG);
    private static final InvocationResult BROKEN = new InvocationResult.Answered(NOTHING, "Unhandled", false, NO_LOG);
    private static final InvocationResult NOT_DELIVERED = new InvocationResult.NotDelivered();
    private static final Fault NO_SANDBOX = new Fault(Fault.Kind.NOT_READY, "No sandbox could be made.");
    private static final Fault UNREACHABLE = new Fault(Fault.Kind.UNAVAILABLE, "The worker host is not reached.");

    private final World world;
    private final Scenario.Faults faults;
    private final HostFacts facts;
    private final EnvironmentLedger ledger;
    private final InvocationLedger invocations;
    private final Dice dice;
    private final EndNews news;
    private final Map<String, SimulatedEnvironment> environments = new LinkedHashMap<>();
    private Set<String> code = Set.of();
    private boolean alive = true;
    private boolean draining;
    private long silentUntilNanos;
    private long reports;
    private @Nullable HostReport last;

    SimulatedHost(World world, HostFacts facts, EnvironmentLedger ledger, InvocationLedger invocations, Dice dice) {
        this.world = world;
        this.faults = world.scenario().faults();
        this.facts = facts;
        this.ledger = ledger;
        this.invocations = invocations;
        this.dice = dice;
        this.news = new EndNews(world, ledger, dice);
    }

    HostFacts facts() {
        return facts;
    }

    boolean alive() {
        return alive;
    }

    /** Environments that are there, whatever anybody believes. */
    List<SimulatedEnvironment> environments() {
        return List.copyOf(environments.values());
    }

    boolean isEmpty() {
        return environments.isEmpty();
    }

    @Override
    public void listener(Listener listener) {
        news.listener(listener);
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        Stage<EnvironmentStart> stage = new Stage<>(world.judge());
        EnvironmentFacts started = ledger.starting(facts, spec);
        SimulatedEnvironment environment = new SimulatedEnvironment(started, stage);
        if (!alive) {
            startLost(environment);
        } else if (dice.chance(faults.startRefused())) {
            long nanos = dice.chance(0.5) ? 0 : dice.logNormal(INIT_MEDIAN_NANOS, 1);
            world.later(nanos, () -> startOver(environment, new EnvironmentStart.Refused(NO_SANDBOX)));
        } else {
            hold(spec.codeDigest());
            environments.put(environment.id(), environment);
            world.later(dice.logNormal(INIT_MEDIAN_NANOS, 1), () -> initialized(environment));
        }
        return stage;
    }

    private void initialized(SimulatedEnvironment environment) {
        if (environment.dead()) {
            return;
        }
        if (dice.chance(faults.initFails())) {
            environment.initFailed();
        }
        if (dice.chance(faults.diesYoung())) {
            end(environment);
            news.tell(environment.id());
        }
        startOver(environment, new EnvironmentStart.Started(environment.id(), environment.healthy()));
    }

    private void startOver(SimulatedEnvironment environment, EnvironmentStart how) {
        if (!environment.start().isDone()) {
            ledger.startOver(environment.facts(), how);
            environment.start().complete(how);
        }
    }

    /** The host is away: whoever waits for a start there notices some time, or never. */
    private void startLost(SimulatedEnvironment environment) {
        if (dice.chance(0.5)) {
            world.later(
                    dice.exponential(START_LOST_MEAN_NANOS),
                    () -> startOver(environment, new EnvironmentStart.Refused(UNREACHABLE)));
        }
    }

    private long noticed() {
        return Math.min(NOTICED_AT_LATEST.toNanos(), dice.exponential(NOTICED_MEAN_NANOS));
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        Stage<InvocationResult> stage = new Stage<>(world.judge());
        SimulatedEnvironment environment = environments.get(environmentId);
        if (!alive || environment == null) {
            stage.complete(NOT_DELIVERED);
            return stage;
        }
        if (environment.running() != null) {
            throw world.judge().broken(Invariant.ONE_AT_A_TIME, environment.facts() + " was invoked while it was busy");
        }
        invocations.delivered(invocation, environment.facts());
        environment.run(stage);
        Conduct conduct = conduct(environment, invocation);
        long timeout = environment.facts().spec().timeout().toNanos();
        long run = Math.min(timeout, Conduct.runNanos(invocation.payload()));
        world.later(conduct == Conduct.HANGS ? timeout : run, () -> ran(environment, stage, conduct, invocation));
        return home(stage);
    }

    /** The answer goes to the process that asked, however that is by then. */
    private Stage<InvocationResult> home(Stage<InvocationResult> here) {
        ProcessLife caller = world.running();
        if (caller == null) {
            return here;
        }
        Stage<InvocationResult> there = new Stage<>(world.judge());
        here.whenComplete((result, _) -> world.hop(() -> caller.enter(() -> there.complete(result))));
        return there;
    }

    private void hold(String digest) {
        if (!code.contains(digest)) {
            Set<String> more = new HashSet<>(code);
            more.add(digest);
            code = Set.copyOf(more);
        }
    }

    private Conduct conduct(SimulatedEnvironment environment, Invocation invocation) {
        Conduct said = environment.healthy() ? Conduct.of(invocation.payload()) : Conduct.CRASHES;
        if (said != Conduct.FLAKY) {
            return said;
        }
        return dice.chance(0.5) ? Conduct.FAILS : Conduct.ANSWERS;
    }

    private void ran(
            SimulatedEnvironment environment, Stage<InvocationResult> stage, Conduct conduct, Invocation asked) {
        if (environment.running() != stage) {
            return;
        }
        switch (conduct) {
            case ANSWERS ->
                answer(environment, new InvocationResult.Answered(Conduct.response(asked.payload()), "", true, NO_LOG));
            case FLAKY, FAILS -> answer(environment, ERROR);
            case HANGS, CRASHES -> crash(environment);
        }
    }

    private static void answer(SimulatedEnvironment environment, InvocationResult result) {
        Stage<InvocationResult> stage = environment.running();
        environment.run(null);
        if (stage != null) {
            stage.complete(result);
        }
    }

    /** An environment ends by itself; the news of it and its invocation's answer come in any order. */
    void crash(SimulatedEnvironment environment) {
        if (environment.dead()) {
            return;
        }
        environments.remove(environment.id());
        environment.die();
        if (!environment.start().isDone()) {
            startOver(environment, new EnvironmentStart.Refused(NO_SANDBOX));
        } else if (dice.chance(0.5)) {
            news.spread(environment.id());
            answer(environment, BROKEN);
        } else {
            answer(environment, BROKEN);
            news.spread(environment.id());
        }
    }

    @Override
    public void destroy(String environmentId) {
        ledger.destroyed(environmentId);
        SimulatedEnvironment environment = environments.get(environmentId);
        if (!alive) {
            return;
        }
        if (environment == null) {
            news.asked(environmentId);
        } else {
            end(environment);
            world.hop(() -> news.tell(environmentId));
        }
    }

    private void end(SimulatedEnvironment environment) {
        environments.remove(environment.id());
        environment.die();
        answer(environment, BROKEN);
    }

    /** The machine is gone from one moment to the next. Who waits for it notices some time. */
    void die() {
        alive = false;
        for (SimulatedEnvironment environment : environments()) {
            environments.remove(environment.id());
            environment.die();
            if (environment.running() != null) {
                world.later(noticed(), () -> answer(environment, BROKEN));
            }
            if (!environment.start().isDone()) {
                startLost(environment);
            }
        }
    }

    void drain() {
        draining = true;
    }

    /** Nobody hears its reports for a while. */
    void silence(long nanos) {
        silentUntilNanos = world.nanos() + nanos;
    }

    @Override
    public List<EnvironmentReport> report() {
        return List.of();
    }

    /** Placement reads nothing of the single environments, so they are left out. */
    @Override
    public HostReport host() {
        HostReport before = last;
        boolean old = !alive || world.nanos() < silentUntilNanos || dice.chance(faults.reportLate());
        if (before != null && old) {
            return before;
        }
        reports++;
        int total = facts.capacity().memoryMb();
        int free = Math.max(0, total - facts.memoryMb() / MEMORY_USED_PART);
        if (draining) {
            facts.saidDraining();
        }
        HostReport now = new HostReport(
                facts.id(), reports, draining, total, facts.capacity().cpuMillis(), free, List.of(), code);
        last = now;
        return now;
    }

    /** It is shut down in good order, or finds out that it was taken for lost. */
    @Override
    public void close() {
        for (SimulatedEnvironment environment : new ArrayList<>(environments.values())) {
            if (environments.containsKey(environment.id())) {
                crash(environment);
            }
        }
    }
}
