package dev.hearth.services.queuemanager;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** Which queues each function's events go to: its own when it has any, else its few of the shared ones. */
final class OwnedQueues {

    /** Functions whose shared queues are remembered; those of more are computed each time. */
    private static final int MOST_REMEMBERED = 10_000;

    /** Events in a queue from which on a function's next events stay together. */
    static final long DEEP_EVENTS = 128;

    /** How many of a function's events go to one queue in a row when they have to wait anyway. */
    static final int RUN_EVENTS = 64;

    /** Where a function's last events went, and how many more go there. */
    private record Run(int queue, AtomicInteger left) {}

    private final EventStore store;
    private final IntToLongFunction depth;
    private final ConcurrentMap<String, int[]> shared = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Run> runs = new ConcurrentHashMap<>();
    private volatile Map<String, int[]> own = Map.of();
    private final Map<Integer, String> owners;
    private final Set<Integer> retiring = new HashSet<>();

    OwnedQueues(EventStore store, IntToLongFunction depth) {
        this.store = store;
        this.depth = depth;
        this.owners = new TreeMap<>(store.owners());
        publish();
    }

    /**
     * The queue of a function's next event: the shorter of two that {@code random} chooses. Behind a backlog it stays
     * the same for a while, because events that lie beside each other cost the store less.
     */
    int choose(String function, long random) {
        int[] shard = shard(function);
        Run run = runs.get(function);
        if (run != null && run.left.getAndDecrement() > 0 && isIn(shard, run.queue) && isDeep(run.queue)) {
            return run.queue;
        }
        int queue = ShardDecisions.shorterOfTwo(shard, random, depth);
        if (isDeep(queue) && (run != null || runs.size() < MOST_REMEMBERED)) {
            runs.put(function, new Run(queue, new AtomicInteger(RUN_EVENTS - 1)));
        }
        return queue;
    }

    private boolean isDeep(int queue) {
        return depth.applyAsLong(queue) >= DEEP_EVENTS;
    }

    private static boolean isIn(int[] shard, int queue) {
        for (int each : shard) {
            if (each == queue) {
                return true;
            }
        }
        return false;
    }

    private int[] shard(String function) {
        int[] mine = own.get(function);
        if (mine != null) {
            return mine;
        }
        int[] known = shared.get(function);
        if (known == null) {
            known = ShardDecisions.shared(function, QueueManager.SHARED_QUEUES, QueueManager.SHARD);
            if (shared.size() < MOST_REMEMBERED) {
                shared.put(function, known);
            }
        }
        return known;
    }

    synchronized Map<Integer, String> owners() {
        return Map.copyOf(owners);
    }

    synchronized boolean isRetiring(int queue) {
        return retiring.contains(queue);
    }

    /** What is retiring comes back first; then free numbers are taken. */
    synchronized void dedicate(String function, int queues) {
        int wanted = queues;
        for (int queue : List.copyOf(retiring)) {
            if (wanted > 0 && function.equals(owners.get(queue))) {
                retiring.remove(queue);
                wanted--;
            }
        }
        int end = QueueManager.FIRST_OWNED + QueueManager.OWNED_QUEUES;
        for (int queue = QueueManager.FIRST_OWNED; queue < end && wanted > 0; queue++) {
            if (!owners.containsKey(queue) && depth.applyAsLong(queue) == 0) {
                store.putOwner(queue, function);
                owners.put(queue, function);
                wanted--;
            }
        }
        publish();
    }

    /** First nothing new comes in; once it is empty, its number is free for another function. */
    synchronized void retire(int queue) {
        @Nullable String owner = owners.get(queue);
        if (owner == null) {
            return;
        }
        boolean wasRetiring = !retiring.add(queue);
        publish();
        if (wasRetiring && depth.applyAsLong(queue) == 0) {
            store.putOwner(queue, null);
            owners.remove(queue);
            retiring.remove(queue);
        }
    }

    private void publish() {
        Map<String, Set<Integer>> all = new HashMap<>();
        owners.forEach((queue, function) -> {
            if (!retiring.contains(queue)) {
                all.computeIfAbsent(function, _ -> new HashSet<>()).add(queue);
            }
        });
        Map<String, int[]> published = new HashMap<>();
        all.forEach((function, queues) -> published.put(
                function, queues.stream().mapToInt(Integer::intValue).sorted().toArray()));
        own = Map.copyOf(published);
    }
}
