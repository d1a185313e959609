package dev.hearth.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Warm and cold synchronous invocations beside two limits of the same run: a minimal forwarder in C in front of the
 * same functions outside any sandbox, and the bare HTTP server of the language.
 */
final class InvokeBench {

    static final String NAME = "invoke";

    private static final List<Integer> CONCURRENCIES = List.of(1, 8, 32);
    private static final int MOST = 32; // environments, and workers of the forwarder
    private static final String EVENT = "{\"name\":\"the benchmark\"}";
    private static final Load.Span SETTLING = new Load.Span(0.5, 0.5);
    private static final int MOST_SETTLING = 10; // spans of it
    private static final double SETTLED =
            1.1; // times as many requests as in the span before is no longer an improvement
    private static final double GOAL_C_ALONE_RATE = 0.75;
    private static final double GOAL_C_ALONE_P50 = 1 / 1.4;
    private static final double GOAL_C_RATE = 0.6;
    private static final double GOAL_C_P99 = 1 / 2.0;
    private static final double GOAL_NODE_RATE = 0.7;
    private static final int NODE_CONCURRENCY = 8;
    private static final double GOAL_IDLE_MB = 160;
    private static final double GOAL_COLD_MILLIS = 15;

    /**
     * How thorough to be.
     *
     * @param rounds in which everything is measured once
     * @param span of one measurement
     * @param colds cold invocations of each language
     */
    private record Plan(int rounds, Load.Span span, int colds) {

        static Plan of(boolean quick) {
            return quick ? new Plan(2, new Load.Span(0.4, 0.1), 3) : new Plan(5, new Load.Span(0.8, 0.2), 9);
        }
    }

    /** A function in one language, as Hearth and as the limits run it. */
    private record Function(
            String language, String name, String runtime, String handler, Path folder, List<String> worker) {}

    private final Plan plan;
    private final Programs programs;
    private final HearthProcess hearth;
    private final List<Row> rows = new ArrayList<>();

    private InvokeBench(Plan plan, Programs programs, HearthProcess hearth) {
        this.plan = plan;
        this.programs = programs;
        this.hearth = hearth;
    }

    static Report run(boolean quick) {
        String launcher = required("hearth.launcher");
        Path root = Path.of(required("hearth.root"));
        try (Scratch scratch = Scratch.create()) {
            progress("building the programs to compare with");
            Programs programs = Programs.build(root, scratch.folder());
            progress("starting a Hearth of its own");
            try (HearthProcess hearth =
                            HearthProcess.start(launcher, scratch.folder().resolve("data"));
                    Limits limits = new Limits()) {
                return new InvokeBench(Plan.of(quick), programs, hearth).measure(limits);
            }
        }
    }

    private Report measure(Limits limits) {
        double idle = hearth.residentMb();
        Function c =
                new Function("C", "bench-c", "provided.al2023", "bootstrap", programs.cFunction(), programs.cWorker());
        Function node = new Function(
                "Node.js",
                "bench-node",
                programs.nodeRuntimeName(),
                "app.handler",
                programs.nodeFunction(),
                programs.nodeWorker());
        List<Row> cold = new ArrayList<>(cold(c));
        cold.addAll(cold(node));
        List<Contest> contests = new ArrayList<>(contests(c, limits, List.of(programs.program("server"))));
        contests.addAll(
                contests(node, limits, List.of("node", programs.nodeServer().toString())));
        play(contests);
        for (Contest contest : contests) {
            rows.addAll(withGoals(contest));
        }
        rows.addAll(cold);
        rows.add(Row.atMost("resident memory before the first invocation", idle, "MB", GOAL_IDLE_MB));
        rows.add(Row.plain(
                "resident memory with " + 2 * MOST + " environments, without theirs", hearth.residentMb(), "MB"));
        return new Report(NAME, rows);
    }

    private static List<Row> withGoals(Contest contest) {
        List<Row> rows = new ArrayList<>(contest.rows());
        boolean alone = contest.connections() == 1;
        switch (contest.language()) {
            case "C" -> {
                goal(rows, Contest.RATE, alone ? GOAL_C_ALONE_RATE : GOAL_C_RATE);
                goal(rows, alone ? Contest.P50 : Contest.P99, alone ? GOAL_C_ALONE_P50 : GOAL_C_P99);
            }
            case "Node.js" -> {
                if (contest.connections() == NODE_CONCURRENCY) {
                    goal(rows, Contest.RATE, GOAL_NODE_RATE);
                }
            }
            default -> throw new BenchException("no goals for " + contest.language());
        }
        return rows;
    }

    private static void goal(List<Row> rows, int row, double goal) {
        rows.set(row, rows.get(row).withGoal(goal));
    }

    private void play(List<Contest> contests) {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Contest contest : contests) {
                progress("round " + round + " of " + plan.rounds() + ": " + contest.title());
                if (!contest.play(programs, plan.span())) {
                    progress("nothing was answered: this turn does not count");
                }
            }
        }
    }

    private List<Contest> contests(Function function, Limits limits, List<String> bareServer) {
        hearth.create(function.name(), function.runtime(), function.handler(), function.folder());
        Subject invoked = new Subject(hearth.port(), () -> hearth.invocation(function.name(), EVENT, Map.of()));
        Subject forwarder =
                limits.forwarder(programs, function.worker(), function.folder(), function.handler(), MOST, EVENT);
        Subject bare = limits.server(bareServer, EVENT);
        progress("warming up: " + function.language());
        for (Subject subject : List.of(invoked, forwarder, bare)) {
            agree(function, subject);
            settle(subject);
        }
        return CONCURRENCIES.stream()
                .map(connections -> new Contest(function.language(), connections, invoked, forwarder, bare))
                .toList();
    }

    /** Loads until every environment or worker has started and the just-in-time compilers are through. */
    private void settle(Subject subject) {
        double before = 0;
        for (int i = 0; i < MOST_SETTLING; i++) {
            double now = Load.run(programs, subject, MOST, SETTLING).rps();
            if (before > 0 && now < before * SETTLED) {
                return;
            }
            before = now;
        }
    }

    /** Whatever is compared must give the same answer. */
    private static void agree(Function function, Subject subject) {
        RawHttp.Response response =
                RawHttp.exchange(subject.port(), subject.request().get());
        String expected = "{\"message\":\"Hello from " + function.language() + "!\",\"event\":" + EVENT + "}";
        if (!response.body().equals(expected)) {
            throw new BenchException("expected " + expected + " but got " + response.status() + " " + response.body());
        }
    }

    private List<Row> cold(Function function) {
        List<ColdStart> starts = new ArrayList<>();
        for (int i = 0; i < plan.colds(); i++) {
            String name = function.name() + "-cold-" + i;
            progress("cold start " + (i + 1) + " of " + plan.colds() + ": " + function.language());
            double bare = ColdStart.bareStart(function.worker(), function.folder(), function.handler());
            hearth.create(name, function.runtime(), function.handler(), function.folder());
            starts.add(ColdStart.measure(hearth, name, EVENT, bare));
        }
        String title = function.language() + " function, cold: ";
        return List.of(
                Row.plain(title + "total", Medians.of(starts, ColdStart::total), "ms"),
                Row.plain(title + "sandbox and delivery", Medians.of(starts, ColdStart::sandbox), "ms"),
                Row.plain(title + "init", Medians.of(starts, ColdStart::init), "ms"),
                Row.plain(title + "handler", Medians.of(starts, ColdStart::duration), "ms"),
                Row.plain(title + "the runtime's own start, bare", Medians.of(starts, ColdStart::bare), "ms"),
                Row.atMost(
                        title + "beyond the runtime's own start",
                        Medians.of(starts, ColdStart::beyond),
                        "ms",
                        GOAL_COLD_MILLIS));
    }

    private static void progress(String what) {
        System.err.println("bench invoke: " + what);
    }

    static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new BenchException("start it with './hearth bench'");
        }
        return value;
    }
}
