package dev.hearth.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How long a streamed response's first bytes are on their way, from the function's first write to the client, beside a
 * plain chunked response of an HTTP server in C. The writer sends the time with what it writes.
 */
final class StreamBench {

    static final String NAME = "stream";

    private static final int PAUSE_MILLIS = 20; // from the first write to the end
    private static final String EVENT = "{\"stream\":" + PAUSE_MILLIS + "}";
    private static final double GOAL_MICROS = 2_000; // beyond the plain chunk
    private static final int WARM_UP = 300; // responses
    private static final double MOST_LATE = 0.1; // of all: a busy machine may let the client sleep until the end
    private static final Pattern SERVER = Pattern.compile("port=(\\d+)");

    /** What was seen of one subject in one round; microseconds. */
    private record Gap(double p50, double p99) {}

    private final Stage stage;

    private StreamBench(Stage stage) {
        this.stage = stage;
    }

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME);
                Child chunks = Child.start(
                        List.of(stage.programs().program("chunks"), Integer.toString(PAUSE_MILLIS)), Map.of())) {
            int port = Integer.parseInt(chunks.find(SERVER).group(1));
            return new StreamBench(stage).measure(port, quick);
        }
    }

    private Report measure(int chunksPort, boolean quick) {
        HearthProcess hearth = stage.hearth();
        Programs programs = stage.programs();
        hearth.create("stream-c", "provided.al2023", "bootstrap", programs.obedientFunction());
        hearth.create("stream-node", programs.nodeRuntimeName(), "app.streaming", programs.nodeFunction());
        Subject plain = new Subject(chunksPort, () -> get("/", chunksPort));
        Map<String, Subject> subjects = new LinkedHashMap<>();
        subjects.put("C function, InvokeWithResponseStream", streamed("stream-c"));
        subjects.put("C function, function URL", url("stream-c", "?stream=" + PAUSE_MILLIS));
        subjects.put("Node.js function, InvokeWithResponseStream", streamed("stream-node"));
        for (Map.Entry<String, Subject> each : subjects.entrySet()) {
            stage.progress("warming up: " + each.getKey());
            gap(each.getValue(), WARM_UP, 0);
        }
        int rounds = quick ? 2 : 5;
        int count = quick ? 100 : 200;
        Map<String, List<Gap>> seen = new LinkedHashMap<>();
        List<Gap> plains = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            stage.progress("round " + round + " of " + rounds);
            plains.add(gap(plain, count, count / 10));
            subjects.forEach((title, subject) ->
                    seen.computeIfAbsent(title, _ -> new ArrayList<>()).add(gap(subject, count, count / 10)));
        }
        List<Row> rows = new ArrayList<>();
        rows.add(Row.plain("plain chunk, first byte, p50", Medians.of(plains, Gap::p50), "us"));
        rows.add(Row.plain("plain chunk, first byte, p99", Medians.of(plains, Gap::p99), "us"));
        seen.forEach((title, gaps) -> rows.addAll(rows(title, gaps, plains)));
        return new Report(NAME, rows);
    }

    private static List<Row> rows(String title, List<Gap> gaps, List<Gap> plains) {
        double beyond = Medians.of(gaps, Gap::p50) - Medians.of(plains, Gap::p50);
        double beyondMostly = Medians.of(gaps, Gap::p99) - Medians.of(plains, Gap::p99);
        return List.of(
                Row.atMost(title + ": first byte beyond a plain chunk's, p50", beyond, "us", GOAL_MICROS),
                Row.atMost(title + ": first byte beyond a plain chunk's, p99", beyondMostly, "us", GOAL_MICROS));
    }

    private Subject streamed(String name) {
        HearthProcess hearth = stage.hearth();
        return new Subject(hearth.port(), () -> hearth.streamingInvocation(name, EVENT));
    }

    private Subject url(String name, String query) {
        HearthProcess hearth = stage.hearth();
        String path = hearth.streamingUrl(name) + query;
        return new Subject(hearth.port(), () -> get(path, hearth.port()));
    }

    private static byte[] get(String path, int port) {
        return RawHttp.request("GET", path, Map.of("host", "127.0.0.1:" + port), new byte[0]);
    }

    private Gap gap(Subject subject, int count, int warmUp) {
        Programs programs = stage.programs();
        List<String> command = List.of(
                programs.program("firstbyte"),
                Integer.toString(subject.port()),
                Load.written(programs, subject).toString(),
                Integer.toString(count),
                Integer.toString(warmUp));
        try (Child client = Child.start(command, Map.of())) {
            Map<String, Double> seen = Load.numbers(client.result());
            if (seen.get("late") > count * MOST_LATE) {
                throw new BenchException(seen.get("late") + " of " + count + " responses came only with their end");
            }
            return new Gap(seen.get("p50"), seen.get("p99"));
        }
    }
}
