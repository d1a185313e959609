package dev.hearth.bench;

import dev.hearth.drivers.firecracker.StartRehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What the Firecracker driver itself takes from a start to its last request, against the fake: without KVM, a guest, or
 * the network's system commands, and with its folders in memory, because an ext4 without a journal looks at every inode
 * that was freed in the last minute before it gives out a new one. One start at a time, and 50 that begin at once; then
 * what is left of them.
 */
final class FirecrackerBench {

    static final String NAME = "firecracker";

    private static final int WARM_UP = 300;
    private static final int STARTS = 400;
    private static final int PARALLEL = 50;
    private static final int ROUNDS = 20;
    private static final int QUICK_ROUNDS = 5;
    private static final double GOAL_MILLIS = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double P99 = 0.99;
    private static final double SPARE_DESCRIPTORS = 4;
    private static final int LOOKS = 200;
    private static final long LOOK_NANOS = 10_000_000;

    private FirecrackerBench() {}

    static Report run(boolean quick) {
        try (Scratch scratch = Scratch.inMemory();
                BenchPorts ports = new BenchPorts();
                StartRehearsal rehearsal = StartRehearsal.in(scratch.folder(), ports.ports())) {
            for (int i = 0; i < WARM_UP; i++) {
                alone(rehearsal);
            }
            long descriptors = descriptors();
            List<Long> single = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) {
                single.add(alone(rehearsal));
            }
            List<Long> parallel = new ArrayList<>();
            for (int i = 0; i < (quick ? QUICK_ROUNDS : ROUNDS); i++) {
                parallel.addAll(atOnce(rehearsal));
            }
            double left = rehearsal.left().size() + Math.max(0, settled(descriptors) - descriptors);
            return new Report(
                    NAME,
                    List.of(
                            Row.atMost("start to last request, p50", quantile(single, 0.5), "ms", GOAL_MILLIS),
                            Row.atMost("start to last request, p99", quantile(single, P99), "ms", GOAL_MILLIS),
                            Row.atMost(PARALLEL + " at once: p50", quantile(parallel, 0.5), "ms", GOAL_MILLIS),
                            Row.plain(PARALLEL + " at once: p99", quantile(parallel, P99), "ms"),
                            Row.atMost("descriptors and folders left", left, "", SPARE_DESCRIPTORS)));
        } catch (IOException failed) {
            throw new BenchException("a start failed: " + failed.getMessage(), failed);
        }
    }

    private static long alone(StartRehearsal rehearsal) throws IOException {
        StartRehearsal.Started started = rehearsal.start();
        started.end().run();
        return started.nanos();
    }

    /** They all run before the first of them is ended. */
    private static List<Long> atOnce(StartRehearsal rehearsal) {
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StartRehearsal.Started>> all = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                all.add(tasks.submit(rehearsal::start));
            }
            List<StartRehearsal.Started> started = new ArrayList<>();
            for (Future<StartRehearsal.Started> each : all) {
                started.add(each.get());
            }
            started.forEach(each -> each.end().run());
            return started.stream().map(StartRehearsal.Started::nanos).toList();
        } catch (ExecutionException failed) {
            throw new BenchException("a start failed: " + failed.getCause().getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", interrupted);
        }
    }

    /** The fake's own connections are closed by tasks of its own, a moment later. */
    private static long settled(long least) throws IOException {
        long now = descriptors();
        for (int look = 0; look < LOOKS && now > least; look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            now = descriptors();
        }
        return now;
    }

    private static double quantile(List<Long> nanos, double part) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))] / NANOS_PER_MILLI;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
