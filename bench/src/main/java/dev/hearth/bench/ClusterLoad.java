package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Invokes a function and sends it events by every host's endpoint, until it is told to stop; remembers each call. */
final class ClusterLoad implements AutoCloseable {

    private static final int PAUSE_MILLIS = 10;
    private static final int AGAIN_MILLIS = 50;

    /**
     * A call, by {@code System.nanoTime()}.
     *
     * @param host whose endpoint it went to
     * @param key what its function was told
     */
    record Call(int host, String key, long begin, long end, boolean ok) {}

    private final ClusterHosts cluster;
    private final String path;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Call> events = new ConcurrentLinkedQueue<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger called = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private ClusterLoad(ClusterHosts cluster, String function) {
        this.cluster = cluster;
        this.path = "/2015-03-31/functions/" + function + "/invocations";
    }

    static ClusterLoad start(ClusterHosts cluster, String function) {
        ClusterLoad load = new ClusterLoad(cluster, function);
        for (int i = 0; i < cluster.count(); i++) {
            int host = i;
            load.threads.add(Thread.ofVirtual().start(() -> load.run(host, true)));
            load.threads.add(Thread.ofVirtual().start(() -> load.run(host, false)));
        }
        return load;
    }

    private void run(int host, boolean waits) {
        while (!over) {
            try (ApiClient client = new ApiClient(cluster.host(host).signer())) {
                while (!over) {
                    call(client, host, waits);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (BenchException refused) {
                if (waits) {
                    called(new Call(host, "", System.nanoTime(), System.nanoTime(), false));
                }
                rest();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(ApiClient client, int host, boolean waits) {
        String key = (waits ? "i" : "e") + next.getAndIncrement();
        Map<String, String> headers = waits ? Map.of() : Map.of("x-amz-invocation-type", "Event");
        long begin = System.nanoTime();
        ApiClient.Answer answer = client.call("lambda", "POST", path, headers, "{\"k\":\"" + key + "\"}");
        if (waits) {
            boolean ok = answer.ok() && answer.body().contains("done");
            called(new Call(host, key, begin, System.nanoTime(), ok));
        } else if (answer.ok()) {
            acknowledged.add(key);
            events.add(new Call(host, key, begin, System.nanoTime(), true));
        }
    }

    private void called(Call call) {
        called.incrementAndGet();
        if (!call.ok()) {
            failed.incrementAndGet();
        }
        calls.add(call);
    }

    /** How many synchronous calls there were. */
    int called() {
        return called.get();
    }

    /** How many of them failed. */
    int failed() {
        return failed.get();
    }

    /** Drops what ended before; it is counted still. */
    void forget(long before) {
        calls.removeIf(call -> call.end() - before < 0);
        events.removeIf(call -> call.end() - before < 0);
    }

    /** The synchronous ones. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The calls that an event was accepted by: only whoever decides does that. */
    List<Call> events() {
        return List.copyOf(events);
    }

    /** Events that were accepted. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
