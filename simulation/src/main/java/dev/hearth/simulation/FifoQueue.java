package dev.hearth.simulation;

import dev.hearth.core.Time;
import dev.hearth.services.frontend.InvokeOutcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose messages have groups, as SQS keeps one: while a message of a group is in flight, nothing behind it is
 * offered; what is not deleted in time is offered again, and after too many times it is a dead letter.
 */
final class FifoQueue {

    private static final long VISIBILITY_NANOS = 60_000_000_000L;
    private static final int MOST_RECEIVES = 8;

    private final World world;
    private final Time time;
    private final SimulatedFunction function;
    private final String resource;
    private final boolean partial;
    private final Map<String, ArrayDeque<Message>> groups = new LinkedHashMap<>();
    /** When a group got its first message, or one of it ended. */
    private final Map<String, Long> moved = new HashMap<>();

    private final Map<String, Message> byId = new HashMap<>();
    private final Map<Long, Batch> batches = new HashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private long sent;
    private long deleted;
    private long deadLetters;
    private long numbers;

    /** A message that is not over. */
    static final class Message {
        private final String id;
        private final String group;
        private final Instant arrived;
        private long invisibleUntilNanos;
        private int receives;
        private boolean processed;

        Message(String id, String group, Instant arrived) {
            this.id = id;
            this.group = group;
            this.arrived = arrived;
        }

        String id() {
            return id;
        }

        Instant arrived() {
            return arrived;
        }

        String group() {
            return group;
        }

        @Override
        public String toString() {
            return id + "/" + group + (processed ? " processed" : "");
        }
    }

    /** Messages that a function is to be invoked with, and those of them that it will say have failed. */
    record Batch(List<Message> messages, Set<String> failures) {}

    FifoQueue(World world, SimulatedFunction function, int number, boolean partial) {
        this.world = world;
        this.time = world.ports().time();
        this.function = function;
        this.resource = "fifo/" + number;
        this.partial = partial;
    }

    SimulatedFunction function() {
        return function;
    }

    String resource() {
        return resource;
    }

    /** Whether its function says which messages failed. */
    boolean partial() {
        return partial;
    }

    long open() {
        return byId.size();
    }

    long over() {
        return deleted + deadLetters;
    }

    /** A message that is the first of its group for longer than {@code nanos}, of them after {@code since}; or none. */
    @Nullable
    String stuck(long since, long nanos) {
        for (ArrayDeque<Message> group : groups.values()) {
            Message first = group.peek();
            if (first != null && world.nanos() - Math.max(since, moved.getOrDefault(first.group, 0L)) > nanos) {
                return first + " of " + resource + ", received " + first.receives + " times";
            }
        }
        return null;
    }

    void send(String group) {
        Message message = new Message(resource + "#" + ++sent, group, time.instant());
        byId.put(message.id, message);
        ArrayDeque<Message> behind = groups.computeIfAbsent(group, _ -> new ArrayDeque<>());
        if (behind.isEmpty()) {
            moved.put(group, world.nanos());
        }
        behind.add(message);
        List<Runnable> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(Runnable::run);
    }

    /** {@code look} is run once, when the next message comes. */
    void await(Runnable look) {
        waiting.add(look);
    }

    void forget(Runnable look) {
        waiting.remove(look);
    }

    List<Message> receive(int most) {
        List<Message> found = new ArrayList<>();
        for (Iterator<ArrayDeque<Message>> each = groups.values().iterator(); each.hasNext(); ) {
            ArrayDeque<Message> group = each.next();
            bury(group);
            if (group.isEmpty()) {
                each.remove();
            } else if (group.peek().invisibleUntilNanos <= world.nanos()) {
                take(group, most, found);
            }
        }
        return found;
    }

    private void bury(ArrayDeque<Message> group) {
        while (!group.isEmpty()
                && group.peek().receives >= MOST_RECEIVES
                && group.peek().invisibleUntilNanos <= world.nanos()) {
            Message dead = group.poll();
            byId.remove(dead.id);
            deadLetters++;
            moved.put(dead.group, world.nanos());
            world.note("dead letter", dead);
        }
    }

    private void take(ArrayDeque<Message> group, int most, List<Message> found) {
        for (Message message : group) {
            if (found.size() == most || message.invisibleUntilNanos > world.nanos()) {
                return;
            }
            message.invisibleUntilNanos = world.nanos() + VISIBILITY_NANOS;
            message.receives++;
            found.add(message);
        }
    }

    void giveBack(List<String> ids) {
        for (String id : ids) {
            Message message = byId.get(id);
            if (message != null) {
                message.invisibleUntilNanos = world.nanos();
            }
        }
    }

    /** Deletes messages, which must have been processed before. */
    void delete(List<String> ids) {
        for (String id : ids) {
            Message message = byId.remove(id);
            if (message == null) {
                continue;
            }
            deleted++;
            moved.put(message.group, world.nanos());
            groups.getOrDefault(message.group, new ArrayDeque<>()).remove(message);
            if (!message.processed) {
                throw world.judge().broken(Invariant.NOTHING_LOST, message + " was deleted before it was processed");
            }
        }
    }

    /** A batch that is to be invoked with; answers its number. */
    long batch(List<String> ids, Set<String> failures) {
        List<Message> messages = new ArrayList<>();
        for (String id : ids) {
            Message message = byId.get(id);
            if (message != null) {
                messages.add(message);
            } else {
                throw world.judge().broken(Invariant.SETTLED_ONCE, id + " runs again after it was over");
            }
        }
        batches.put(++numbers, new Batch(messages, failures));
        return numbers;
    }

    /** A poller is about to invoke with the batch. */
    void invoking(ProcessLife life, long number, CheckedLeases leases) {
        if (!leases.owns(resource, life.name())) {
            throw world.judge()
                    .broken(Invariant.ONE_HOLDER, life + " polls " + resource + ", which is " + leases.lease(resource));
        }
        Batch batch = batches.get(number);
        if (batch == null) {
            throw world.judge().broken(Invariant.FIFO, "batch " + number + " of " + resource + " runs again");
        }
        Map<String, Iterator<Message>> order = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Message message : batch.messages) {
            Iterator<Message> group = order.computeIfAbsent(
                    message.group,
                    name -> groups.getOrDefault(name, new ArrayDeque<>()).iterator());
            @Nullable Message next = group.hasNext() ? group.next() : null;
            if (next != message || !seen.add(message.id)) {
                throw world.judge()
                        .broken(Invariant.FIFO, message + " runs where " + next + " stands, in " + batch.messages);
            }
        }
        world.note("batch of " + resource, number);
    }

    void ran(long number, InvokeOutcome outcome) {
        Batch batch = batches.remove(number);
        if (batch != null
                && outcome instanceof InvokeOutcome.Answered answered
                && answered.functionError().isEmpty()) {
            batch.messages.stream()
                    .filter(message -> !batch.failures.contains(message.id))
                    .forEach(message -> message.processed = true);
        }
    }
}
