package dev.hearth.simulation;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.pollerfleet.EventSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A process's way to a {@link FifoQueue}. */
final class FifoLink implements EventSource {

    private static final double LATENCY_MEAN_NANOS = 2e6;
    private static final double RUN_MEDIAN_NANOS = 20e6;
    private static final double FAILS_CHANCE = 0.05;
    private static final double PARTLY_CHANCE = 0.2;
    private static final ByteBuffer BODY = ByteBuffer.allocate(1).asReadOnlyBuffer();

    private final World world;
    private final FifoQueue queue;
    private final CheckedLeases leases;
    private final BooleanSupplier calm;
    private final ProcessLife life;
    private final Dice dice;

    FifoLink(World world, FifoQueue queue, CheckedLeases leases, BooleanSupplier calm, ProcessLife life, Dice dice) {
        this.world = world;
        this.queue = queue;
        this.leases = leases;
        this.calm = calm;
        this.life = life;
        this.dice = dice;
    }

    /** An answer that is lost at times while there is trouble: then its caller hears of a failure. */
    private <T extends @Nullable Object> void answer(Stage<T> stage, T value) {
        boolean lost = dice.chance(world.scenario().asynchrony().answerLost()) && !calm.getAsBoolean();
        world.later(
                dice.exponential(LATENCY_MEAN_NANOS),
                () -> life.enter(() -> {
                    if (lost) {
                        stage.completeExceptionally(new IllegalStateException("the source's answer is lost"));
                    } else {
                        stage.complete(value);
                    }
                }));
    }

    @Override
    public CompletionStage<List<Item>> read(int most, Duration wait) {
        Stage<List<Item>> answer = new Stage<>(world.judge());
        life.send(dice.exponential(LATENCY_MEAN_NANOS), () -> look(answer, most, world.nanos() + wait.toNanos()));
        return answer;
    }

    private void look(Stage<List<Item>> answer, int most, long endNanos) {
        if (life.dead()) {
            return;
        }
        List<Item> found = queue.receive(most).stream()
                .map(message -> new Item(message.id(), BODY, BODY, message.arrived()))
                .toList();
        if (!found.isEmpty() || world.nanos() >= endNanos) {
            answer(answer, found);
            return;
        }
        new Wait(answer, most, endNanos).begin();
    }

    /** A long poll that found nothing yet: it looks again when a message comes, and when its time is over. */
    private final class Wait implements Runnable {
        private final Stage<List<Item>> answer;
        private final int most;
        private final long endNanos;
        private boolean over;

        Wait(Stage<List<Item>> answer, int most, long endNanos) {
            this.answer = answer;
            this.most = most;
            this.endNanos = endNanos;
        }

        void begin() {
            queue.await(this);
            world.later(endNanos - world.nanos(), this);
        }

        @Override
        public void run() {
            if (!over) {
                over = true;
                queue.forget(this);
                look(answer, most, endNanos);
            }
        }
    }

    /** The payload says how the function fares, and which messages it will say have failed: of each group the last. */
    @Override
    public ByteBuffer event(List<Item> batch) {
        List<String> ids = batch.stream().map(Item::id).toList();
        Set<String> failures = new HashSet<>();
        if (queue.partial() && dice.chance(PARTLY_CHANCE)) {
            failures.addAll(ids.subList(dice.between(0, ids.size() - 1), ids.size()));
        }
        String response = failures.stream()
                .sorted()
                .map(id -> "{\"itemIdentifier\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
        Conduct conduct = dice.chance(FAILS_CHANCE) ? Conduct.FAILS : Conduct.ANSWERS;
        long run = Math.max(1, dice.logNormal(RUN_MEDIAN_NANOS, Conduct.SIGMA));
        return conduct.payload(run, queue.batch(ids, failures), response.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items) {
        Stage<Boolean> answer = new Stage<>(world.judge());
        life.send(dice.exponential(LATENCY_MEAN_NANOS), () -> {
            boolean mine = leases.isToken(lease.resource(), lease.token());
            if (mine) {
                queue.delete(items.stream().map(Item::id).toList());
            }
            answer(answer, mine);
        });
        return answer;
    }

    @Override
    public CompletionStage<Void> giveBack(List<Item> items) {
        Stage<Void> answer = new Stage<>(world.judge());
        life.send(dice.exponential(LATENCY_MEAN_NANOS), () -> {
            queue.giveBack(items.stream().map(Item::id).toList());
            answer(answer, null);
        });
        return answer;
    }
}
