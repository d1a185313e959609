package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Calls to APIs whose integration is a function, beside direct Invokes of that function with an event as long as the
 * one that the API makes of those calls: an HTTP API, a REST API, and a REST API whose callers sign.
 *
 * <p>What is compared runs one after the other in every round, in either order, and the median of the rounds' ratios
 * counts: whatever else the machine does meets both. The processor time that Hearth needs for a call is told beside
 * it, which other programs hardly move.
 */
final class ApiGatewayBench {

    static final String NAME = "api-gateway";

    private static final int CONNECTIONS = 8;
    private static final String ECHO = "api-c";
    private static final String FUNCTION = "api-status";
    private static final Load.Span SPAN = new Load.Span(0.3, 0.1);

    /** Rounds that do not count, before those that do: only then is what each row measures compiled to the end. */
    private static final int WARM_UP_ROUNDS = 12;

    private static final double GOAL_RATE = 0.85;
    private static final double GOAL_P99 = 1 / 1.3;
    private static final double MICROS = 1e6;
    private static final double PERCENT = 100;

    private final Stage stage;
    private final int rounds;

    private ApiGatewayBench(Stage stage, boolean quick) {
        this.stage = stage;
        this.rounds = quick ? 5 : 15;
    }

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME)) {
            return new ApiGatewayBench(stage, quick).measure();
        }
    }

    /**
     * What a run saw.
     *
     * @param rps requests per second
     * @param p99 latency, microseconds
     * @param micros Hearth's processor time for a request, warm-up included
     */
    private record Run(double rps, double p99, double micros) {}

    /** A function's two ways, and what was seen of each, round by round. */
    private record Ways(String what, Subject direct, Subject through, List<Run> invoked, List<Run> called) {

        double ratio(java.util.function.ToDoubleFunction<Run> part) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < invoked.size(); i++) {
                ratios.add(part.applyAsDouble(called.get(i)) / part.applyAsDouble(invoked.get(i)));
            }
            return Medians.of(ratios, ratio -> ratio);
        }

        List<Row> rows() {
            String name = "C function behind " + what;
            double rate = Medians.of(called, Run::rps);
            double p99 = Medians.of(called, Run::p99);
            double micros = Medians.of(called, Run::micros);
            return List.of(
                    Row.beside(name + ", rate", rate, "1/s", Medians.of(invoked, Run::rps), ratio(Run::rps))
                            .withGoal(GOAL_RATE),
                    Row.beside(name + ", p99", p99, "us", Medians.of(invoked, Run::p99), 1 / ratio(Run::p99))
                            .withGoal(GOAL_P99),
                    Row.beside(
                            name + ", Hearth's processor time",
                            micros,
                            "us",
                            Medians.of(invoked, Run::micros),
                            1 / ratio(Run::micros)));
        }

        /** How far the direct rates of the middle half of the rounds are apart, in hundredths of their median. */
        double spread() {
            double[] rates = invoked.stream().mapToDouble(Run::rps).sorted().toArray();
            double middle = rates[rates.length - 1 - rates.length / 4] - rates[rates.length / 4];
            return PERCENT * middle / Medians.of(invoked, Run::rps);
        }
    }

    private Report measure() {
        HearthProcess hearth = stage.hearth();
        hearth.create(ECHO, "provided.al2023", "bootstrap", stage.programs().cFunction());
        hearth.create(FUNCTION, "provided.al2023", "bootstrap", stage.programs().obedientFunction());
        byte[] http = open(hearth.httpApi(ECHO) + "todos/1?page=2");
        String rest = hearth.restApi(FUNCTION);
        byte[] open = open(rest + "open/1?page=2");
        Supplier<byte[]> signed = () -> hearth.signedCall(rest + "signed/1?page=2");
        List<Ways> all = List.of(
                ways("an HTTP API", ECHO, event(answer(http)), () -> http),
                ways("a REST API", FUNCTION, padded(answer(open)), () -> open),
                ways("a REST API with signatures", FUNCTION, padded(answer(signed.get())), signed));
        stage.progress("warming up");
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            all.forEach(each -> {
                run(each.direct);
                run(each.through);
            });
        }
        for (int round = 0; round < rounds; round++) {
            stage.progress("round " + (round + 1) + " of " + rounds);
            boolean directFirst = round % 2 == 0;
            all.forEach(each -> measure(each, directFirst));
        }
        List<Row> rows = new ArrayList<>();
        all.forEach(each -> rows.addAll(each.rows()));
        double spread = Medians.of(all, Ways::spread);
        rows.add(Row.plain("middle half of the rounds of direct Invokes, spread of their rates", spread, "%"));
        return new Report(NAME, rows);
    }

    private void measure(Ways ways, boolean directFirst) {
        if (directFirst) {
            ways.invoked.add(run(ways.direct));
            ways.called.add(run(ways.through));
        } else {
            ways.called.add(run(ways.through));
            ways.invoked.add(run(ways.direct));
        }
    }

    private Run run(Subject subject) {
        ServerMeter meter = stage.hearth().meter();
        double before = meter.cpuSeconds();
        Map<String, Double> seen = Load.measured(stage.programs(), subject, CONNECTIONS, SPAN);
        double used = meter.cpuSeconds() - before;
        return new Run(seen.get("rps"), seen.get("p99"), used * MICROS / seen.get("sent"));
    }

    private byte[] open(String path) {
        int port = stage.hearth().port();
        return RawHttp.request("GET", path, Map.of("host", "127.0.0.1:" + port), new byte[0]);
    }

    private Ways ways(String what, String function, String event, Supplier<byte[]> call) {
        HearthProcess hearth = stage.hearth();
        Subject invoked = new Subject(hearth.port(), () -> hearth.invocation(function, event, Map.of()));
        return new Ways(what, invoked, new Subject(hearth.port(), call), new ArrayList<>(), new ArrayList<>());
    }

    private String answer(byte[] request) {
        RawHttp.Response response = RawHttp.exchange(stage.hearth().port(), request);
        if (response.status() != 200) {
            throw new BenchException("the API answered " + response.status() + " " + response.body());
        }
        return response.body();
    }

    /** The event that the function got: it says it back. */
    private static String event(String body) {
        int start = body.indexOf("\"event\":");
        if (start < 0) {
            throw new BenchException("the API answered " + body);
        }
        return body.substring(start + 8, body.length() - 1);
    }

    /** An event as long as the one that the function got: it says how long that was. */
    private static String padded(String bytes) {
        String start = "{\"resource\":\"/{proxy+}\",\"requestContext\":{\"padding\":\"";
        String end = "\"},\"body\":null}";
        return start + "x".repeat(Integer.parseInt(bytes) - start.length() - end.length()) + end;
    }
}
