package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Some clients that send, receive and delete over and over on one queue. */
final class QueueLoad {

    /**
     * What was seen.
     *
     * @param cycles a second
     * @param p50 of a cycle, milliseconds
     * @param p99 of a cycle, milliseconds
     */
    record Seen(double cycles, double p50, double p99) {}

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private QueueLoad() {}

    static Seen run(Signer signer, String queue, String body, int clients, Load.Span span) {
        long start = System.nanoTime();
        long from = start + (long) (span.warmUp() * NANOS_PER_SECOND);
        long to = from + (long) (span.seconds() * NANOS_PER_SECOND);
        AtomicLong count = new AtomicLong();
        List<Future<List<Long>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> client(signer, queue, body, from, to, count)));
            }
        }
        List<Long> nanos = new ArrayList<>();
        for (Future<List<Long>> each : all) {
            try {
                nanos.addAll(each.get());
            } catch (ExecutionException e) {
                throw new BenchException("a client failed", e);
            } catch (InterruptedException e) {
                throw new BenchException("interrupted", e);
            }
        }
        nanos.sort(null);
        return new Seen(count.get() / span.seconds(), at(nanos, 50), at(nanos, 99));
    }

    /** Sends {@code messages} in batches. */
    static void fill(Signer signer, String queue, String body, int clients, int messages) {
        AtomicLong left = new AtomicLong(messages);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> {
                    try (QueueClient client = new QueueClient(signer)) {
                        while (left.addAndGet(-QueueClient.BATCH) >= 0) {
                            client.sendBatch(queue, body);
                        }
                    }
                }));
            }
        }
        for (Future<?> each : all) {
            if (each.state() == Future.State.FAILED) {
                throw new BenchException("a client failed", each.exceptionNow());
            }
        }
    }

    private static double at(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() * percent / 100) / NANOS_PER_MILLI;
    }

    private static List<Long> client(Signer signer, String queue, String body, long from, long to, AtomicLong count) {
        List<Long> nanos = new ArrayList<>();
        try (QueueClient client = new QueueClient(signer)) {
            for (long begun = System.nanoTime(); begun < to; ) {
                client.cycle(queue, body);
                long now = System.nanoTime();
                if (begun >= from && now <= to) {
                    count.incrementAndGet();
                    nanos.add(now - begun);
                }
                begun = now;
            }
        }
        return nanos;
    }
}
