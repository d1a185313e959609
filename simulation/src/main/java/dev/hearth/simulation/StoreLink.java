package dev.hearth.simulation;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process's way to the shared store: a call may fail before the store hears of it, or after it was committed, and
 * then its caller cannot know which; the store may be slow, or not there at all for a while. All that is over when
 * other things go wrong no more: a process that stands still at every thirtieth call gets nothing done, and does not
 * hang.
 */
final class StoreLink implements EventStore, LeaseStore {

    private static final long LATENCY_MEAN_NANOS = 1_500_000;
    private static final long PATIENCE_NANOS = 2_000_000_000;

    private final World world;
    private final Scenario.Asynchrony faults;
    private final SharedStore store;
    private final BooleanSupplier calm;
    private final ProcessLife life;
    private final Dice dice;

    StoreLink(World world, SharedStore store, BooleanSupplier calm, ProcessLife life, Dice dice) {
        this.world = world;
        this.faults = world.scenario().asynchrony();
        this.store = store;
        this.calm = calm;
        this.life = life;
        this.dice = dice;
    }

    /** A call that was not answered. */
    static final class NotAnswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAnswered(String message) {
            super(message, null, false, false);
        }
    }

    private boolean trouble(double chance) {
        return dice.chance(chance) && !calm.getAsBoolean();
    }

    private <T> T call(Supplier<T> work) {
        if (life.jumped() || store.down() || trouble(faults.requestLost())) {
            throw new NotAnswered("the store is not reached");
        }
        T answer = work.get();
        if (trouble(faults.answerLost())) {
            throw new NotAnswered("the store's answer is lost");
        }
        if (trouble(faults.answerLost())) {
            life.pauseInCall(dice.exponential(faults.pauseNanos()));
        }
        return answer;
    }

    private void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** What is sent arrives, whether or not the process lives to hear the answer. */
    private <T extends @Nullable Object> CompletionStage<T> send(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (trouble(faults.requestLost())) {
            fail(answer, PATIENCE_NANOS);
            return answer;
        }
        life.send(dice.exponential(LATENCY_MEAN_NANOS), () -> {
            if (store.down()) {
                fail(answer, 0);
                return;
            }
            CompletionStage<T> done = work.get();
            if (trouble(faults.answerLost())) {
                fail(answer, PATIENCE_NANOS);
                return;
            }
            done.whenComplete((value, _) ->
                    world.later(dice.exponential(LATENCY_MEAN_NANOS), () -> life.enter(() -> answer.complete(value))));
        });
        return answer;
    }

    private <T extends @Nullable Object> void fail(CompletableFuture<T> answer, long nanos) {
        world.later(
                nanos,
                () -> life.enter(() -> answer.completeExceptionally(new NotAnswered("the store does not answer"))));
    }

    @Override
    public CompletionStage<Void> append(int queue, Event event) {
        return send(() -> store.events().append(queue, event));
    }

    @Override
    public List<QueuedEvent> read(int queue, Position after, Instant now, int most, long mostBytes) {
        return call(() -> store.events().read(queue, after, now, most, mostBytes));
    }

    @Override
    public Optional<Instant> nextDue(int queue, Position after) {
        return call(() -> store.events().nextDue(queue, after));
    }

    @Override
    public List<Integer> dueQueues(Instant now) {
        return call(() -> store.events().dueQueues(now));
    }

    @Override
    public CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
        List<Settlement> all = List.copyOf(settlements);
        return send(() -> store.events().settle(queue, token, all));
    }

    @Override
    public List<Tally> tally() {
        return call(() -> store.events().tally());
    }

    @Override
    public Optional<Instant> oldest() {
        return call(() -> store.events().oldest());
    }

    @Override
    public Map<Integer, String> owners() {
        return call(() -> store.events().owners());
    }

    @Override
    public void putOwner(int queue, @Nullable String function) {
        run(() -> store.events().putOwner(queue, function));
    }

    @Override
    public Optional<Lease> grant(String resource, String holder, Duration term) {
        return call(() -> store.leases().grant(resource, holder, term));
    }

    @Override
    public List<Lease> renew(Collection<Lease> leases, Duration term) {
        return call(() -> store.leases().renew(leases, term));
    }

    @Override
    public void release(Lease lease) {
        run(() -> store.leases().release(lease));
    }

    @Override
    public boolean isCurrent(Lease lease) {
        return call(() -> store.leases().isCurrent(lease));
    }

    @Override
    public List<Granted> granted() {
        return call(() -> store.leases().granted());
    }

    @Override
    public void endOthers(String holder) {
        run(() -> store.leases().endOthers(holder));
    }
}
