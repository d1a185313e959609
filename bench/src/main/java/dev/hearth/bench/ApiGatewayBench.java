package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls to an HTTP API whose integration is a function, beside direct Invokes of that function with the event that the
 * API makes of those calls.
 */
final class ApiGatewayBench {

    static final String NAME = "api-gateway";

    private static final int CONNECTIONS = 8;
    private static final String FUNCTION = "api-c";
    private static final double GOAL_RATE = 0.85;
    private static final double GOAL_P99 = 1 / 1.3;

    private ApiGatewayBench() {}

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME)) {
            return measure(stage, quick);
        }
    }

    private static Report measure(Stage stage, boolean quick) {
        HearthProcess hearth = stage.hearth();
        hearth.create(FUNCTION, "provided.al2023", "bootstrap", stage.programs().cFunction());
        String path = hearth.httpApi(FUNCTION);
        byte[] request = RawHttp.request(
                "GET", path + "todos/1?page=2", Map.of("host", "127.0.0.1:" + hearth.port()), new byte[0]);
        Subject called = new Subject(hearth.port(), () -> request);
        String event = event(RawHttp.exchange(hearth.port(), request));
        Subject invoked = new Subject(hearth.port(), () -> hearth.invocation(FUNCTION, event, Map.of()));
        Load.Span span = quick ? new Load.Span(0.5, 0.2) : new Load.Span(1.5, 0.5);
        stage.progress("warming up");
        for (Subject subject : List.of(invoked, called, invoked, called)) {
            Load.run(stage.programs(), subject, CONNECTIONS, span);
        }
        List<Load> direct = new ArrayList<>();
        List<Load> through = new ArrayList<>();
        for (int round = 0; round < (quick ? 3 : 7); round++) {
            direct.add(Load.run(stage.programs(), invoked, CONNECTIONS, span));
            through.add(Load.run(stage.programs(), called, CONNECTIONS, span));
        }
        double rate = Medians.of(through, Load::rps);
        double limit = Medians.of(direct, Load::rps);
        double p99 = Medians.of(through, Load::p99);
        double limitP99 = Medians.of(direct, Load::p99);
        return new Report(
                NAME,
                List.of(
                        Row.beside("C function behind an HTTP API, rate", rate, "1/s", limit, rate / limit)
                                .withGoal(GOAL_RATE),
                        Row.beside("C function behind an HTTP API, p99", p99, "us", limitP99, limitP99 / p99)
                                .withGoal(GOAL_P99)));
    }

    /** The event that the function got: it says it back. */
    private static String event(RawHttp.Response response) {
        String body = response.body();
        int start = body.indexOf("\"event\":");
        if (response.status() != 200 || start < 0) {
            throw new BenchException("the API answered " + response.status() + " " + body);
        }
        return body.substring(start + 8, body.length() - 1);
    }
}
