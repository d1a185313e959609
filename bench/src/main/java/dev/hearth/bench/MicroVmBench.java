package dev.hearth.bench;

import dev.hearth.core.Ports;
import dev.hearth.drivers.image.Drives;
import dev.hearth.drivers.image.Kernels;
import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.GuestTimes;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.NetworkOptions;
import dev.hearth.drivers.qemu.QemuDriver;
import dev.hearth.drivers.qemu.QemuOptions;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A static function in a QEMU guest, at the driver itself: the guest's own work until the first request, the way of an
 * invocation over the serial line, and the start from a snapshot beside a cold boot of the same run.
 */
final class MicroVmBench {

    static final String NAME = "microvm";

    private static final int BOOTS = 5;
    private static final int QUICK_BOOTS = 2;
    private static final int RESTORES_PER_BOOT = 2;
    private static final int WARM_UP = 200;
    private static final int INVOCATIONS = 2000;
    private static final int QUICK_INVOCATIONS = 500;
    private static final double GOAL_GUEST_CPU_MILLIS = 40;
    private static final double GOAL_ROUND_TRIP_MILLIS = 0.4;
    private static final double GOAL_RESTORE_SHARE = 0.1;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String EVENT = "{\"name\":\"a small event of 40 bytes!!\"}";

    private final QemuDriver driver;
    private final SandboxSnapshots snapshots;
    private final Path function;
    private int made;

    private record Boot(double firstResponse, GuestTimes times) {}

    private MicroVmBench(QemuDriver driver, Path function) {
        this.driver = driver;
        this.snapshots = driver.snapshots().orElseThrow();
        this.function = function;
    }

    static Report run(boolean quick) {
        String home = System.getenv().getOrDefault("HEARTH_IMAGES", System.getProperty("user.home") + "/.hearth");
        try (Scratch scratch = Scratch.create();
                BenchPorts ports = new BenchPorts()) {
            Programs programs = Programs.build(Stage.root(), scratch.folder().resolve("programs"));
            Ports four = ports.ports();
            QemuOptions options = QemuOptions.ofThisProcess(scratch.folder().resolve("qemu"));
            Boot counted;
            try (QemuDriver driver = driver(options, Path.of(home), scratch, four)) {
                Verdict verdict = driver.probe();
                if (!verdict.usable()) {
                    throw new BenchException(verdict.why() + " (images are looked for in " + home + ")");
                }
            }
            System.err.println("bench microvm: counting instructions");
            try (QemuDriver driver = driver(options.countInstructions(), Path.of(home), scratch, four)) {
                counted = new MicroVmBench(driver, programs.cFunction()).boot();
            }
            try (QemuDriver driver = driver(options, Path.of(home), scratch, four)) {
                return new MicroVmBench(driver, programs.cFunction()).measure(quick, counted);
            }
        }
    }

    private static QemuDriver driver(QemuOptions options, Path home, Scratch scratch, Ports four) {
        return QemuDriver.create(
                options,
                Kernels.forGuests(home),
                Drives.in(scratch.folder().resolve("drives"), Drives.DEFAULT_LIMIT_BYTES, four.time()),
                GuestNetworks.create(new NetworkOptions(scratch.folder().resolve("network"), ""), four),
                four);
    }

    private Report measure(boolean quick, Boot counted) {
        List<Boot> boots = new ArrayList<>();
        List<Double> restores = new ArrayList<>();
        takeSnapshot();
        int rounds = quick ? QUICK_BOOTS : BOOTS;
        for (int i = 1; i <= rounds; i++) {
            System.err.println("bench microvm: round " + i + " of " + rounds);
            boots.add(boot());
            for (int j = 0; j < RESTORES_PER_BOOT; j++) {
                restores.add(restore());
            }
        }
        return report(counted, boots, restores, roundTrips(quick ? QUICK_INVOCATIONS : INVOCATIONS));
    }

    private SandboxSpec spec() {
        made++;
        return new SandboxSpec(
                "bench-" + made,
                "provided.al2023",
                function,
                List.of(),
                Map.of("AWS_LAMBDA_RUNTIME_API", SandboxSpec.RUNTIME_API, "_HANDLER", "any"),
                128,
                512,
                new SandboxSpec.Network.EndpointOnly(1));
    }

    private void takeSnapshot() {
        GuestFunction function = new GuestFunction();
        try {
            SandboxSnapshots.Template template = snapshots.startTemplate(spec(), function);
            function.awaitNext();
            template.take();
            function.awaitEnd();
        } catch (SandboxException e) {
            throw new BenchException("no snapshot", e);
        }
    }

    private Boot boot() {
        GuestFunction function = new GuestFunction();
        long start = System.nanoTime();
        try {
            GuestSandbox sandbox = (GuestSandbox) driver.start(spec(), function);
            function.awaitNext();
            function.invoke(EVENT);
            double took = millisSince(start);
            sandbox.drainOutput().toCompletableFuture().join(); // the guest's own times came before
            end(sandbox, function);
            return new Boot(took, sandbox.times());
        } catch (SandboxException e) {
            throw new BenchException("no machine", e);
        }
    }

    private double restore() {
        GuestFunction function = new GuestFunction();
        long start = System.nanoTime();
        try {
            Sandbox sandbox = snapshots.restore(spec(), function);
            function.awaitNext();
            function.invoke(EVENT);
            double took = millisSince(start);
            end(sandbox, function);
            return took;
        } catch (SandboxException e) {
            throw new BenchException("the snapshot did not wake", e);
        }
    }

    /**
     * Sorted, nanoseconds.
     *
     * @param invocations event to response
     * @param echoes a word to the init and its answer, on the same line: what no invocation can be faster than
     */
    private record Trips(List<Long> invocations, List<Long> echoes) {}

    private Trips roundTrips(int count) {
        GuestFunction function = new GuestFunction();
        try {
            Sandbox sandbox = driver.start(spec(), function);
            function.awaitNext();
            List<Long> all = new ArrayList<>();
            List<Long> echoes = new ArrayList<>();
            for (int i = 0; i < WARM_UP + count; i++) {
                long took = function.invoke(EVENT);
                long start = System.nanoTime();
                sandbox.drainOutput().toCompletableFuture().join();
                if (i >= WARM_UP) {
                    all.add(took);
                    echoes.add(System.nanoTime() - start);
                }
            }
            end(sandbox, function);
            return new Trips(
                    all.stream().sorted().toList(), echoes.stream().sorted().toList());
        } catch (SandboxException e) {
            throw new BenchException("no machine", e);
        }
    }

    private static void end(Sandbox sandbox, GuestFunction function) {
        sandbox.kill();
        function.awaitEnd();
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    /** Processor time of the init and the bootstrap, without what the kernel's modules took. */
    private static double guestCpu(Boot boot) {
        return (boot.times().initCpu()
                        - boot.times().modulesCpu()
                        + boot.times().bootstrapCpu())
                / NANOS_PER_MILLI;
    }

    private static Report report(Boot counted, List<Boot> boots, List<Double> restores, Trips trips) {
        double cold = Medians.of(boots, Boot::firstResponse);
        double work = guestCpu(counted);
        return new Report(
                NAME,
                List.of(
                        Row.atMost(
                                "guest, init to first request, at an instruction a nanosecond",
                                work,
                                "ms",
                                GOAL_GUEST_CPU_MILLIS),
                        Row.plain(
                                "the same under the translator's clock",
                                Medians.of(boots, MicroVmBench::guestCpu),
                                "ms"),
                        Row.plain(
                                "the kernel's modules before",
                                Medians.of(boots, boot -> boot.times().modulesCpu() / NANOS_PER_MILLI),
                                "ms"),
                        Row.plain(
                                "the kernel's own boot before",
                                Medians.of(boots, boot -> boot.times().init() / NANOS_PER_MILLI),
                                "ms"),
                        Row.atMost(
                                "event to response, p50",
                                percentile(trips.invocations(), 0.5),
                                "ms",
                                GOAL_ROUND_TRIP_MILLIS),
                        Row.plain("event to response, p99", percentile(trips.invocations(), 0.99), "ms"),
                        Row.plain("a word to the init and back, p50", percentile(trips.echoes(), 0.5), "ms"),
                        Row.plain("cold boot to first response", cold, "ms"),
                        Row.atMost(
                                "snapshot to first response",
                                Medians.of(restores, each -> each),
                                "ms",
                                cold * GOAL_RESTORE_SHARE)));
    }

    private static double percentile(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)) / NANOS_PER_MILLI;
    }
}
