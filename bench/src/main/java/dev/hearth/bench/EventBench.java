package dev.hearth.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asynchronous invocation: accepting beside raw commits of the same rows, the way from there to the function, draining
 * beside synchronous invocations, a million events that wait, and a noisy neighbour.
 */
final class EventBench {

    static final String NAME = "events";

    private static final int CLIENTS = 8;
    private static final int FILLERS = 64;
    private static final double GOAL_HALF = 0.5;
    private static final double GOAL_FULL_QUEUE = 0.8;
    private static final double GOAL_P50_MILLIS = 20;
    private static final double GOAL_P99_MILLIS = 100;
    private static final double GOAL_NOISY_MILLIS = 1_000;
    private static final double GOAL_GROWTH_MB = 64;
    private static final double GOAL_HEAP_MB = 16;
    private static final double KIB = 1024;
    private static final int PAYLOAD = 1_024;
    private static final Map<String, String> EVENT = Map.of("x-amz-invocation-type", "Event");
    private static final int IDLE_PAUSE_MILLIS = 25;
    private static final int POLL_MILLIS = 50;
    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.99;
    private static final double NANOS = 1e9;
    private static final String HELD = "bench-held";
    private static final String HELD_SOURCE = """
            // Holds its one environment, so that its events wait.
            export const handler = () => new Promise((done) => setTimeout(done, 25000));
            """;

    /**
     * How thorough to be.
     *
     * @param rounds of accepting
     * @param span of one of them
     * @param idle events sent one by one
     * @param drained events that are drained
     * @param million events that wait
     * @param flood events of the noisy neighbour
     */
    private record Plan(int rounds, Load.Span span, int idle, int drained, int million, int flood) {

        static Plan of(boolean quick) {
            return quick
                    ? new Plan(2, new Load.Span(1, 0.3), 100, 60_000, 100_000, 10_000)
                    : new Plan(5, new Load.Span(2, 0.5), 400, 160_000, 1_000_000, 100_000);
        }
    }

    private final Plan plan;
    private final String launcher;
    private final Path folder;
    private final Programs programs;
    private final byte[] payload = ("\"" + "x".repeat(PAYLOAD - 2) + "\"").getBytes(StandardCharsets.UTF_8);
    private final List<Row> rows = new ArrayList<>();

    private EventBench(Plan plan, String launcher, Path folder, Programs programs) {
        this.plan = plan;
        this.launcher = launcher;
        this.folder = folder;
        this.programs = programs;
    }

    static Report run(boolean quick) {
        String launcher = InvokeBench.required("hearth.launcher");
        Path root = Path.of(InvokeBench.required("hearth.root"));
        try (Scratch scratch = Scratch.create()) {
            System.setProperty("org.sqlite.tmpdir", scratch.folder().toString());
            Programs programs = Programs.build(root, scratch.folder());
            return new EventBench(Plan.of(quick), launcher, scratch.folder(), programs).measure();
        }
    }

    private HearthProcess hearth(String data) {
        return HearthProcess.start(launcher, folder.resolve(data));
    }

    private Report measure() {
        try (HearthProcess hearth = hearth("data")) {
            hearth.create("bench-c", "provided.al2023", "bootstrap", programs.cFunction());
            hearth.create("bench-noisy", "provided.al2023", "bootstrap", programs.cFunction());
            hearth.create(HELD, programs.nodeRuntimeName(), "app.handler", heldFunction(folder));
            hearth.reserve(HELD, 1);
            idle(hearth);
            noisy(hearth);
            million(hearth, accepting(hearth));
        }
        restart();
        drain();
        return new Report(NAME, rows);
    }

    /** Written into {@code folder}. */
    static Path heldFunction(Path folder) {
        try {
            Path made = Files.createDirectories(folder.resolve("held"));
            Files.writeString(made.resolve("app.mjs"), HELD_SOURCE);
            return made;
        } catch (IOException e) {
            throw new BenchException("cannot write the function", e);
        }
    }

    private Subject events(HearthProcess hearth, String function) {
        return new Subject(
                hearth.port(), () -> hearth.invocation(function, new String(payload, StandardCharsets.UTF_8), EVENT));
    }

    /** Accepting events whose function is held: nothing but accepting goes on. */
    private double accepting(HearthProcess hearth) {
        warmUp(hearth);
        List<double[]> rounds = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            progress("accepting, round " + round + " of " + plan.rounds());
            double raw;
            try (EventRowsFile file = EventRowsFile.create(folder.resolve("raw-" + round + ".db"))) {
                raw = file.rate(CLIENTS, plan.span().seconds(), payload);
            }
            double accepted = Load.run(programs, events(hearth, HELD), CLIENTS, plan.span())
                    .rps();
            rounds.add(new double[] {accepted, raw});
        }
        double accepted = Medians.of(rounds, round -> round[0]);
        rows.add(Row.beside(
                        "accepted events of 1 KB, " + CLIENTS + " clients, beside raw commits of " + CLIENTS + " rows",
                        accepted,
                        "events/s",
                        Medians.of(rounds, round -> round[1]),
                        Medians.of(rounds, round -> round[0] / round[1]))
                .withGoal(GOAL_HALF));
        return accepted;
    }

    /** A fresh process is as slow as its just-in-time compiler lets it. */
    private void warmUp(HearthProcess hearth) {
        progress("warming up");
        for (int round = 0; round < plan.rounds() + 1; round++) {
            Load.run(programs, events(hearth, HELD), CLIENTS, plan.span());
        }
    }

    private void idle(HearthProcess hearth) {
        progress("one event at a time");
        send(hearth, "bench-c", plan.idle() / 2);
        Scrape before = Scrape.of(hearth.port());
        send(hearth, "bench-c", plan.idle());
        Scrape after = settled(hearth, "bench-c", plan.idle() + plan.idle() / 2);
        rows.add(Row.atMost(
                "idle: from accepting to starting, p50 at most",
                after.age("bench-c", MEDIAN, before),
                "ms",
                GOAL_P50_MILLIS));
        rows.add(Row.atMost(
                "idle: from accepting to starting, p99 at most",
                after.age("bench-c", MOST, before),
                "ms",
                GOAL_P99_MILLIS));
    }

    private void send(HearthProcess hearth, String function, int count) {
        for (int i = 0; i < count; i++) {
            hearth.accept(function, "{}");
            pause(IDLE_PAUSE_MILLIS);
        }
    }

    /** The metrics once all of {@code count} events succeeded. */
    private static Scrape settled(HearthProcess hearth, String function, double count) {
        while (true) {
            Scrape now = Scrape.of(hearth.port());
            if (now.count("hearth_async_events_succeeded_total", function) >= count) {
                return now;
            }
            pause(POLL_MILLIS);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    private double synchronous(HearthProcess hearth) {
        progress("synchronous invocations");
        Subject subject = new Subject(
                hearth.port(),
                () -> hearth.invocation("bench-c", new String(payload, StandardCharsets.UTF_8), Map.of()));
        for (int round = 0; round < plan.rounds(); round++) {
            Load.run(programs, subject, CLIENTS, plan.span());
        }
        return Load.run(programs, subject, CLIENTS, plan.span()).rps();
    }

    /** Queues that are full when Hearth starts. */
    private void drain() {
        double sync;
        try (HearthProcess hearth = hearth("drained")) {
            hearth.create("bench-c", "provided.al2023", "bootstrap", programs.cFunction());
            sync = synchronous(hearth);
        }
        progress("draining " + plan.drained() + " events");
        try (EventRowsFile file = EventRowsFile.of(folder.resolve("drained/hearth.db"))) {
            file.fill("bench-c", plan.drained(), payload);
        }
        try (HearthProcess hearth = hearth("drained")) {
            // The first half warms up the process.
            double first = settled(hearth, "bench-c", plan.drained() / 2.0)
                    .count("hearth_async_events_succeeded_total", "bench-c");
            long start = System.nanoTime();
            settled(hearth, "bench-c", plan.drained());
            double rate = (plan.drained() - first) / ((System.nanoTime() - start) / NANOS);
            rows.add(Row.beside(
                            "drained events beside synchronous invocations, concurrency " + CLIENTS,
                            rate,
                            "events/s",
                            sync,
                            rate / sync)
                    .withGoal(GOAL_HALF));
        }
    }

    /** The same process before and after: its queues are filled as clients fill them. */
    private void million(HearthProcess hearth, double empty) {
        double heapBefore = hearth.meter().heapKb() / KIB;
        double before = hearth.residentMb();
        while (waiting(hearth) < plan.million()) {
            progress("filling the queues: " + (long) waiting(hearth) + " of " + plan.million() + " events");
            Load.run(programs, events(hearth, HELD), FILLERS, new Load.Span(plan.rounds(), 0));
        }
        List<Double> rates = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            progress("accepting with full queues, round " + round + " of " + plan.rounds());
            rates.add(Load.run(programs, events(hearth, HELD), CLIENTS, plan.span())
                    .rps());
        }
        double full = Medians.of(rates, Double::doubleValue);
        rows.add(Row.beside(
                        "accepted events with " + plan.million() + " waiting, beside empty queues",
                        full,
                        "events/s",
                        empty,
                        full / empty)
                .withGoal(GOAL_FULL_QUEUE));
        beside(hearth);
        double heap = hearth.meter().heapKb() / KIB;
        rows.add(Row.atMost(
                "resident memory more than with empty queues", hearth.residentMb() - before, "MB", GOAL_GROWTH_MB));
        rows.add(Row.atMost("living heap more than with empty queues", heap - heapBefore, "MB", GOAL_HEAP_MB));
    }

    /** Another function's events while all those wait. */
    private void beside(HearthProcess hearth) {
        progress("another function's events beside them");
        Scrape before = Scrape.of(hearth.port());
        send(hearth, "bench-c", plan.idle());
        double expected = before.count("hearth_async_events_succeeded_total", "bench-c") + plan.idle();
        Scrape after = settled(hearth, "bench-c", expected);
        rows.add(Row.atMost(
                plan.million() + " of a neighbour's events wait: another's start, p99 at most",
                after.age("bench-c", MOST, before),
                "ms",
                GOAL_NOISY_MILLIS));
    }

    /** A start on queues that are full. */
    private void restart() {
        progress("starting with full queues");
        long start = System.nanoTime();
        try (HearthProcess hearth = hearth("data")) {
            rows.add(Row.plain("start with full queues, until ready", (System.nanoTime() - start) / NANOS, "s"));
            warmUp(hearth);
            double rate = Load.run(programs, events(hearth, HELD), CLIENTS, plan.span())
                    .rps();
            rows.add(Row.plain("accepted events after that start", rate, "events/s"));
        }
    }

    /** One function is flooded while another's events come one at a time. */
    private void noisy(HearthProcess hearth) {
        progress("a noisy neighbour with " + plan.flood() + " events");
        send(hearth, "bench-c", 1);
        Scrape before = Scrape.of(hearth.port());
        Thread flood = Thread.ofPlatform().start(() -> {
            Subject subject = events(hearth, "bench-noisy");
            double sent = 0;
            while (sent < plan.flood()) {
                Load.run(programs, subject, CLIENTS, new Load.Span(1, 0));
                sent = Scrape.of(hearth.port()).count("hearth_async_events_received_total", "bench-noisy");
            }
        });
        int quiet = 0;
        double deepest = 0;
        while (flood.isAlive() || deepest > 0 && waiting(hearth) > 0) {
            hearth.accept("bench-c", "{}");
            quiet++;
            deepest = Math.max(deepest, quiet % 20 == 0 ? waiting(hearth) : deepest);
            pause(IDLE_PAUSE_MILLIS);
        }
        double expected = before.count("hearth_async_events_succeeded_total", "bench-c") + quiet;
        Scrape after = settled(hearth, "bench-c", expected);
        rows.add(Row.plain("flood: events that waited at most", deepest, "events"));
        rows.add(Row.atMost(
                "flood: another's events start, p99 at most",
                after.age("bench-c", MOST, before),
                "ms",
                GOAL_NOISY_MILLIS));
    }

    private static double waiting(HearthProcess hearth) {
        return Scrape.of(hearth.port()).sum("hearth_async_queue_depth");
    }

    private static void progress(String what) {
        System.err.println("bench events: " + what);
    }
}
