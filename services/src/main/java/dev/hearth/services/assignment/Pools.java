package dev.hearth.services.assignment;

import dev.hearth.services.worker.EnvironmentSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has which environment: the facts of assignment and the rules over them, without clock, thread or worker. Each
 * method says what is to be done about the change. The caller serialises.
 *
 * <pre>
 * starting  started, somebody waits   -> busy
 * starting  started, nobody waits     -> idle, or destroyed when it is unhealthy, retired or one too many
 * starting  refused                   -> forgotten; the longest waiting caller is refused
 * idle      acquire                   -> busy (the most recently used first)
 * idle      too old, retired, room is needed for another function -> destroyed
 * busy      released, somebody waits  -> busy
 * busy      released, nobody waits    -> idle, or destroyed when it is not reusable, retired or one too many
 * any       gone                      -> forgotten
 * </pre>
 *
 * @param <C> how a waiting caller is told; opaque here
 */
final class Pools<C> {

    /** Environments of this host together, starting ones included: Lambda's default account concurrency. */
    static final int MAX_ENVIRONMENTS = 1000;

    /** Idle environments kept for one revision of one function version. */
    static final int IDLE_ENVIRONMENTS = 200;

    /** How long an environment stays idle before it is destroyed. */
    static final Duration IDLE_AGE = Duration.ofMinutes(10);

    /** What environments are pooled by. */
    record Key(String functionArn, String version, String revision) {

        static Key of(EnvironmentSpec spec) {
            return new Key(spec.functionArn(), spec.version(), spec.revision());
        }
    }

    /** What a caller gets. */
    sealed interface Grant {

        /** An idle environment, now the caller's. */
        record Idle(String environmentId) implements Grant {}

        /** The caller waits: start an environment, after destroying {@code evicted} to make room if it is not null. */
        record Start(@Nullable String evicted) implements Grant {}

        /** The caller waits; environments enough are on their way. */
        record Wait() implements Grant {}

        /** There are too many environments and none is idle. */
        record Full() implements Grant {}
    }

    /**
     * Where an environment went that became free.
     *
     * @param caller who gets it, or null
     * @param destroyed whether it is to be destroyed instead
     */
    record Placed<C>(@Nullable C caller, boolean destroyed) {}

    /** One environment; its id is empty while it starts. */
    private static final class Entry {
        private final Key key;
        private String id = "";
        private boolean retired;
        private long idleSinceNanos;

        Entry(Key key) {
            this.key = key;
        }
    }

    /** The environments and callers of one key. */
    private static final class Pool<C> {
        private final ArrayDeque<Entry> idle = new ArrayDeque<>();
        private final ArrayDeque<Entry> starting = new ArrayDeque<>();
        private final ArrayDeque<C> waiting = new ArrayDeque<>();

        boolean isEmpty() {
            return idle.isEmpty() && starting.isEmpty() && waiting.isEmpty();
        }
    }

    private final int capacity;
    private final Map<Key, Pool<C>> pools = new HashMap<>();
    private final Map<String, Entry> known = new HashMap<>();
    private int starting;

    Pools(int capacity) {
        this.capacity = capacity;
    }

    /**
     * {@code caller} wants an environment of {@code key}; it is asked to wait unless one is idle or there is no room.
     */
    Grant acquire(Key key, C caller) {
        Pool<C> pool = pools.get(key);
        if (pool != null && !pool.idle.isEmpty()) {
            return new Grant.Idle(pool.idle.pop().id);
        }
        if (pool != null && pool.starting.size() > pool.waiting.size()) {
            pool.waiting.add(caller);
            return new Grant.Wait();
        }
        String evicted = null;
        if (known.size() + starting >= capacity) {
            evicted = evictOldest();
            if (evicted == null) {
                return new Grant.Full();
            }
        }
        Pool<C> target = pools.computeIfAbsent(key, _ -> new Pool<>());
        target.waiting.add(caller);
        target.starting.add(new Entry(key));
        starting++;
        return new Grant.Start(evicted);
    }

    private @Nullable String evictOldest() {
        Entry oldest = null;
        for (Pool<C> pool : pools.values()) {
            Entry last = pool.idle.peekLast();
            if (last != null && (oldest == null || last.idleSinceNanos - oldest.idleSinceNanos < 0)) {
                oldest = last;
            }
        }
        if (oldest == null) {
            return null;
        }
        pools.get(oldest.key).idle.removeLast();
        known.remove(oldest.id);
        return oldest.id;
    }

    /** An environment of {@code key} is ready. */
    Placed<C> started(Key key, String environmentId, boolean healthy, long nowNanos) {
        Entry entry = popStarting(key);
        entry.id = environmentId;
        known.put(environmentId, entry);
        C caller = pools.get(key).waiting.poll();
        if (caller != null) {
            tidy(key);
            return new Placed<>(caller, false);
        }
        return healthy ? rest(entry, nowNanos) : drop(entry);
    }

    /**
     * An environment of {@code key} could not be started; answers who is to be told, null when nobody waits any more.
     */
    @Nullable
    C refused(Key key) {
        popStarting(key);
        C caller = pools.get(key).waiting.poll();
        tidy(key);
        return caller;
    }

    private Entry popStarting(Key key) {
        starting--;
        return pools.get(key).starting.remove();
    }

    /** The holder of an environment gives it back. */
    Placed<C> released(String environmentId, boolean reusable, long nowNanos) {
        Entry entry = known.get(environmentId);
        if (entry == null) {
            return new Placed<>(null, !reusable);
        }
        if (!reusable || entry.retired) {
            return drop(entry);
        }
        Pool<C> pool = pools.get(entry.key);
        C caller = pool == null ? null : pool.waiting.poll();
        return caller != null ? new Placed<>(caller, false) : rest(entry, nowNanos);
    }

    private Placed<C> rest(Entry entry, long nowNanos) {
        if (entry.retired) {
            return drop(entry);
        }
        Pool<C> pool = pools.computeIfAbsent(entry.key, _ -> new Pool<>());
        if (pool.idle.size() >= IDLE_ENVIRONMENTS) {
            return drop(entry);
        }
        entry.idleSinceNanos = nowNanos;
        pool.idle.push(entry);
        return new Placed<>(null, false);
    }

    private Placed<C> drop(Entry entry) {
        known.remove(entry.id);
        tidy(entry.key);
        return new Placed<>(null, true);
    }

    /** The worker says that an environment can serve no more. */
    void gone(String environmentId) {
        Entry entry = known.remove(environmentId);
        Pool<C> pool = entry == null ? null : pools.get(entry.key);
        if (pool != null && pool.idle.remove(entry)) {
            tidy(entry.key);
        }
    }

    /** A function changed; answers the idle environments to destroy. Its others are destroyed when they come back. */
    List<String> retire(String functionArn) {
        List<String> destroyed = new ArrayList<>();
        for (Entry entry : known.values()) {
            entry.retired |= entry.key.functionArn.equals(functionArn);
        }
        for (Iterator<Map.Entry<Key, Pool<C>>> all = pools.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Pool<C>> one = all.next();
            if (one.getKey().functionArn.equals(functionArn)) {
                one.getValue().starting.forEach(entry -> entry.retired = true);
                one.getValue().idle.forEach(entry -> destroyed.add(entry.id));
                one.getValue().idle.clear();
                if (one.getValue().isEmpty()) {
                    all.remove();
                }
            }
        }
        destroyed.forEach(known::remove);
        return destroyed;
    }

    /** Answers the environments that were idle for too long and are to be destroyed. */
    List<String> sweep(long nowNanos) {
        List<String> destroyed = new ArrayList<>();
        for (Iterator<Pool<C>> all = pools.values().iterator(); all.hasNext(); ) {
            Pool<C> pool = all.next();
            while (!pool.idle.isEmpty() && nowNanos - pool.idle.peekLast().idleSinceNanos >= IDLE_AGE.toNanos()) {
                destroyed.add(pool.idle.removeLast().id);
            }
            if (pool.isEmpty()) {
                all.remove();
            }
        }
        destroyed.forEach(known::remove);
        return destroyed;
    }

    private void tidy(Key key) {
        Pool<C> pool = pools.get(key);
        if (pool != null && pool.isEmpty()) {
            pools.remove(key);
        }
    }

    /** Environments that exist or start. */
    int size() {
        return known.size() + starting;
    }
}
