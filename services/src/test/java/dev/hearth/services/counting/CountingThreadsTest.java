package dev.hearth.services.counting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.counting.Reservation.Granted;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Many threads at once. Whatever their order, the counts are right in the end, and a limit is never passed on the way.
 */
class CountingThreadsTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;
    private static final int ACCOUNT = 120;

    private final Counting counting = Counting.create(
            CountingLimits.DEFAULTS.withConcurrentExecutions(ACCOUNT), new VirtualPorts(Instant.EPOCH, 1).ports());

    @Test
    void callersAndConfigurationAndEndingHoldersTogether() throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            String name = "caller-" + i % 2; // Two share a name and so end one another now and then.
            work.add(() -> call(random, name));
        }
        work.add(() -> configure(new SplittableRandom(99)));
        run(work);
        for (String name : List.of("caller-0", "caller-1")) {
            counting.leave(counting.enterResident(name));
        }
        CountingUsage usage = counting.usage();
        assertThat(usage.inUse()).isZero();
        assertThat(usage.unreservedInUse()).isZero();
        assertThat(usage.holders()).isZero();
        assertThat(usage.functions()).allMatch(function -> function.inUse() == 0);
        usage.functions().forEach(function -> counting.forget(function.functionArn()));
        assertThat(counting.usage().unreservedConcurrentExecutions()).isEqualTo(ACCOUNT);
        assertThat(counting.usage().unreservedInUse()).isZero();
    }

    @Test
    void noMoreThanTheLimitIsEverOut() throws Exception {
        counting.putFunctionConcurrency("f", 3);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Holder holder = counting.enterResident("caller-" + i);
            work.add(() -> mostInUse(holder));
        }
        List<Integer> seen = run(work);
        assertThat(seen).allMatch(most -> most <= 3).anyMatch(most -> most > 0);
        assertThat(counting.usage().inUse()).isZero();
    }

    private int mostInUse(Holder holder) {
        int most = 0;
        for (int i = 0; i < ROUNDS; i++) {
            if (counting.reserve("f", "1", holder) instanceof Granted granted) {
                most = Math.max(most, counting.usage("f").inUse());
                counting.release(granted);
            }
        }
        return most;
    }

    private int call(SplittableRandom random, String name) {
        Deque<Granted> held = new ArrayDeque<>();
        Holder holder = counting.enterResident(name);
        for (int i = 0; i < ROUNDS; i++) {
            if (!holder.alive() || random.nextInt(500) == 0) {
                holder = counting.enterResident(name);
            }
            String qualifier = random.nextBoolean() ? "1" : "$LATEST";
            if (counting.reserve("f" + random.nextInt(3), qualifier, holder) instanceof Granted granted) {
                held.add(granted);
            }
            while (held.size() > random.nextInt(40)) {
                counting.release(held.poll());
            }
        }
        held.forEach(counting::release);
        return held.size();
    }

    private int configure(SplittableRandom random) {
        int refused = 0;
        for (int i = 0; i < ROUNDS / 4; i++) {
            String function = "f" + random.nextInt(3);
            int units = random.nextInt(10);
            Runnable change = switch (random.nextInt(7)) {
                case 0, 1 -> () -> counting.putFunctionConcurrency(function, units);
                case 2 -> () -> counting.deleteFunctionConcurrency(function);
                case 3 -> () -> counting.putProvisionedConcurrency(function, "1", units + 1);
                case 4 -> () -> counting.provisionedAvailable(function, "1", units);
                case 5 -> () -> counting.deleteProvisionedConcurrency(function, "1");
                case 6 -> () -> counting.forget(function);
                default -> throw new IllegalStateException();
            };
            refused += NaiveCounting.succeeds(change) ? 0 : 1;
        }
        return refused;
    }

    private static List<Integer> run(List<Callable<Integer>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(work.size())) {
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> result : threads.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
