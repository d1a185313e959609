package dev.hearth.services.counting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.counting.NaiveCounting.FunctionModel;
import dev.hearth.services.counting.NaiveCounting.Unit;
import dev.hearth.services.counting.Reservation.Granted;
import dev.hearth.services.counting.Reservation.Lapsed;
import dev.hearth.services.counting.Reservation.Throttled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on counting and on {@link NaiveCounting}: the same answers and the same counts after every step.
 */
class CountingRandomTest {

    private static final int STEPS = 4_000;
    private static final int PHASE = 400; // Steps in which most wishes are for more, then for less.
    private static final int ACCOUNT = 130; // Small, so that every limit is met often.
    private static final String[] FUNCTIONS = {"a", "b", "c", "d"};
    private static final String[] QUALIFIERS = {"$LATEST", "1", "live"};
    private static final String[] HOLDERS = {"x", "y", "z"};

    private record Pair(Granted granted, Unit unit) {}

    private record Life(Holder holder, long deadline) {}

    private VirtualPorts virtual = new VirtualPorts(Instant.EPOCH, 0);
    private SplittableRandom random = new SplittableRandom(0);
    private final CountingLimits limits = CountingLimits.DEFAULTS.withConcurrentExecutions(ACCOUNT);
    private final long lease = limits.holderLease().toNanos();
    private final NaiveCounting model = new NaiveCounting(ACCOUNT);
    private Counting counting = Counting.create(limits, virtual.ports());
    private final Map<String, Life> lives = new HashMap<>();
    private final List<Holder> ended = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private long lastToken;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void agreesWithTheNaiveModel(long seed) {
        random = new SplittableRandom(seed);
        virtual = new VirtualPorts(Instant.EPOCH, seed);
        counting = Counting.create(limits, virtual.ports());
        for (int step = 0; step < STEPS; step++) {
            String what = "seed " + seed + ", step " + step + ": ";
            try {
                what += step(step / PHASE % 2 == 0);
                check(what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
        end("seed " + seed + ", the end");
    }

    private String step(boolean busy) {
        int dice = random.nextInt(100);
        String function = pick(FUNCTIONS);
        String qualifier = pick(QUALIFIERS);
        String holder = pick(HOLDERS);
        if (dice < (busy ? 70 : 30)) {
            return reserve(function, qualifier, holder);
        } else if (dice < 80) {
            return release();
        } else if (dice < 85) {
            return heartbeatOrEnter(holder);
        } else if (dice < 88) {
            return advance(random.nextLong(lease / 8));
        } else if (dice < 89) {
            return random.nextInt(4) == 0 ? leave(holder) : "nothing";
        } else {
            return configure(function, qualifier);
        }
    }

    private String reserve(String function, String qualifier, String name) {
        Holder dead = ended.isEmpty() ? null : ended.get(random.nextInt(ended.size()));
        if (dead != null && random.nextInt(10) == 0) {
            assertThat(counting.reserve(function, qualifier, dead)).isEqualTo(new Lapsed());
            return "reserve for the dead " + dead;
        }
        Life life = lives.computeIfAbsent(name, this::enter);
        Reservation answer = counting.reserve(function, qualifier, life.holder());
        Unit unit = model.reserve(function, qualifier, name);
        String what = "reserve " + function + ":" + qualifier + " for " + name + " -> " + answer;
        switch (answer) {
            case Granted granted -> {
                assertThat(unit).as(what).isNotNull();
                assertThat(granted.token()).as(what).isGreaterThan(lastToken);
                lastToken = granted.token();
                keep(granted, unit, what);
            }
            case Throttled throttled -> assertThat(unit).as(what).isNull();
            case Lapsed lapsed -> throw new AssertionError(what);
        }
        return what;
    }

    private void keep(Granted granted, @Nullable Unit unit, String what) {
        if (unit != null) {
            boolean onDemand = granted.kind() == Reservation.Kind.ON_DEMAND;
            assertThat(unit.qualifier == null).as(what).isEqualTo(onDemand);
            pairs.add(new Pair(granted, unit));
        }
    }

    private Life enter(String name) {
        Holder holder = counting.enter(name);
        assertThat(holder.token()).isGreaterThan(lastToken);
        lastToken = holder.token();
        return new Life(holder, virtual.nanos() + lease);
    }

    /** Also of what was released before, or was its holder's and went with it. */
    private String release() {
        if (pairs.isEmpty()) {
            return "nothing to release";
        }
        int index = random.nextInt(pairs.size());
        Pair pair = random.nextInt(4) == 0 ? pairs.get(index) : pairs.remove(index);
        String what = "release " + pair.granted();
        assertThat(counting.release(pair.granted())).as(what).isEqualTo(model.release(pair.unit()));
        return what;
    }

    private String heartbeatOrEnter(String name) {
        Life life = lives.get(name);
        if (life != null && random.nextInt(20) > 0) {
            assertThat(counting.renew(life.holder())).isTrue();
            lives.put(name, new Life(life.holder(), virtual.nanos() + lease));
            return "renew " + name;
        }
        lives.put(name, enter(name));
        if (life != null) {
            over(name, life);
        }
        return "enter " + name;
    }

    private String leave(String name) {
        Life life = lives.remove(name);
        if (life != null) {
            counting.leave(life.holder());
            over(name, life);
        }
        return "leave " + name;
    }

    private String advance(long nanos) {
        virtual.advance(Duration.ofNanos(nanos));
        for (String name : HOLDERS) {
            Life life = lives.get(name);
            if (life != null && life.deadline() <= virtual.nanos()) {
                lives.remove(name);
                over(name, life);
            }
        }
        return "advance " + nanos + " ns";
    }

    private void over(String name, Life life) {
        assertThat(life.holder().alive()).isFalse();
        assertThat(counting.renew(life.holder())).isFalse();
        model.end(name);
        ended.add(life.holder());
    }

    private String configure(String function, String qualifier) {
        int units = random.nextInt(20);
        return switch (random.nextInt(10)) {
            case 0, 1 -> {
                boolean done = NaiveCounting.succeeds(() -> counting.putFunctionConcurrency(function, units));
                assertThat(done).isEqualTo(model.putReserved(function, units));
                yield "reserve " + units + " for " + function + ": " + done;
            }
            case 2 -> {
                counting.deleteFunctionConcurrency(function);
                model.deleteReserved(function);
                yield "unreserve " + function;
            }
            case 3, 4 -> provision(function, qualifier, units + 1);
            case 5, 6, 7 -> {
                counting.provisionedAvailable(function, qualifier, units);
                model.available(function, qualifier, units);
                yield units + " ready of " + function + ":" + qualifier;
            }
            case 8 -> {
                counting.deleteProvisionedConcurrency(function, qualifier);
                model.deleteProvisioned(function, qualifier);
                yield "unprovision " + function + ":" + qualifier;
            }
            default -> {
                counting.forget(function);
                model.forget(function);
                yield "forget " + function;
            }
        };
    }

    private String provision(String function, String qualifier, int requested) {
        boolean done = NaiveCounting.succeeds(() -> counting.putProvisionedConcurrency(function, qualifier, requested));
        boolean expected = !qualifier.equals("$LATEST") && model.putProvisioned(function, qualifier, requested);
        assertThat(done).isEqualTo(expected);
        return "provision " + requested + " for " + function + ":" + qualifier + ": " + done;
    }

    private void check(String what) {
        CountingUsage usage = counting.usage();
        assertThat(usage.inUse()).as(what).isEqualTo(model.out.size());
        assertThat(usage.unreservedInUse()).as(what).isEqualTo(model.unreservedInUse());
        assertThat(usage.unreservedConcurrentExecutions())
                .as(what)
                .isEqualTo(model.unreserved())
                .isGreaterThanOrEqualTo(CountingLimits.UNRESERVED_MINIMUM);
        assertThat(sum(usage.throttles())).as(what).isEqualTo(model.throttles);
        assertThat(usage.holders()).as(what).isEqualTo(lives.size());
        assertThat(lives.values().stream()
                        .mapToInt(l -> l.holder().outstanding())
                        .sum())
                .as(what)
                .isEqualTo(model.out.size());
        for (FunctionUsage function : usage.functions()) {
            check(what, function, model.function(function.functionArn()));
        }
    }

    private void check(String what, FunctionUsage usage, FunctionModel expected) {
        assertThat(usage.onDemandInUse()).as(what).isEqualTo(model.onDemandInUse(expected));
        assertThat(usage.reserved().isPresent()).as(what).isEqualTo(expected.reserved != null);
        assertThat(sum(usage.throttles())).as(what).isEqualTo(expected.throttles);
        assertThat(usage.provisioned().keySet()).as(what).isEqualTo(expected.requested.keySet());
        usage.provisioned().forEach((qualifier, provisioned) -> {
            assertThat(provisioned.requested()).as(what).isEqualTo(expected.requested.get(qualifier));
            assertThat(provisioned.available()).as(what).isEqualTo(expected.available.get(qualifier));
            assertThat(provisioned.inUse()).as(what).isEqualTo(model.provisionedInUse(expected, qualifier));
        });
    }

    private static long sum(Map<ThrottleReason, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void end(String what) {
        assertThat(counting.usage().throttles())
                .as("%s: every limit was met", what)
                .hasEntrySatisfying(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED, CountingRandomTest::some)
                .hasEntrySatisfying(
                        ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED,
                        CountingRandomTest::some);
        lives.values().forEach(life -> counting.leave(life.holder()));
        CountingUsage idle = counting.usage();
        assertThat(idle.inUse()).as(what).isZero();
        assertThat(idle.functions()).as(what).allMatch(function -> function.inUse() == 0);
        for (String function : FUNCTIONS) {
            counting.forget(function);
        }
        assertThat(counting.usage().unreservedConcurrentExecutions()).as(what).isEqualTo(ACCOUNT);
        assertThat(counting.usage().inUse()).as(what).isZero();
    }

    private static void some(Long count) {
        assertThat(count).isPositive();
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
