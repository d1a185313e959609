package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Calls to APIs whose integration is a function, beside direct Invokes of that function with the event that the API
 * makes of those calls: an HTTP API, a REST API, and a REST API whose callers sign.
 */
final class ApiGatewayBench {

    static final String NAME = "api-gateway";

    private static final int CONNECTIONS = 8;
    private static final String FUNCTION = "api-c";
    private static final String REST_FUNCTION = "rest";

    /** As long as what a REST API makes of the calls here. */
    private static final String REST_EVENT = "{\"resource\":\"/open/{proxy+}\",\"path\":\"/open/1\",\"httpMethod\":"
            + "\"GET\",\"requestContext\":{\"padding\":\"" + "x".repeat(1_200) + "\"},\"body\":null}";

    /** So short that API Gateway's limit of an account, 10,000 a second and 5,000 at once, throttles nothing. */
    private static final Load.Span SPAN = new Load.Span(0.3, 0.1);

    /** Rounds that do not count, before those that do: only then is what each row measures compiled to the end. */
    private static final int WARM_UP_ROUNDS = 12;

    private static final double GOAL_RATE = 0.85;
    private static final double GOAL_P99 = 1 / 1.3;

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

    private Report measure() {
        HearthProcess hearth = stage.hearth();
        hearth.create(FUNCTION, "provided.al2023", "bootstrap", stage.programs().cFunction());
        byte[] http = open(hearth.httpApi(FUNCTION) + "todos/1?page=2");
        hearth.create(
                REST_FUNCTION, "provided.al2023", "bootstrap", stage.programs().obedientFunction());
        String rest = hearth.restApi(REST_FUNCTION);
        byte[] open = open(rest + "open/1?page=2");
        List<Row> rows = new ArrayList<>();
        rows.addAll(beside("an HTTP API", FUNCTION, event(RawHttp.exchange(hearth.port(), http)), () -> http));
        rows.addAll(beside("a REST API", REST_FUNCTION, REST_EVENT, () -> open));
        rows.addAll(beside(
                "a REST API with signatures",
                REST_FUNCTION,
                REST_EVENT,
                () -> hearth.signedCall(rest + "signed/1?page=2")));
        return new Report(NAME, rows);
    }

    private byte[] open(String path) {
        int port = stage.hearth().port();
        return RawHttp.request("GET", path, Map.of("host", "127.0.0.1:" + port), new byte[0]);
    }

    private List<Row> beside(String what, String function, String event, Supplier<byte[]> call) {
        HearthProcess hearth = stage.hearth();
        Subject called = new Subject(hearth.port(), call);
        RawHttp.Response first = RawHttp.exchange(hearth.port(), call.get());
        if (first.status() != 200) {
            throw new BenchException("the API answered " + first.status() + " " + first.body());
        }
        Subject invoked = new Subject(hearth.port(), () -> hearth.invocation(function, event, Map.of()));
        stage.progress(what);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            Load.run(stage.programs(), invoked, CONNECTIONS, SPAN);
            Load.run(stage.programs(), called, CONNECTIONS, SPAN);
        }
        List<Load> direct = new ArrayList<>();
        List<Load> through = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            direct.add(Load.run(stage.programs(), invoked, CONNECTIONS, SPAN));
            through.add(Load.run(stage.programs(), called, CONNECTIONS, SPAN));
        }
        double rate = Medians.of(through, Load::rps);
        double limit = Medians.of(direct, Load::rps);
        double p99 = Medians.of(through, Load::p99);
        double limitP99 = Medians.of(direct, Load::p99);
        return List.of(
                Row.beside("C function behind " + what + ", rate", rate, "1/s", limit, rate / limit)
                        .withGoal(GOAL_RATE),
                Row.beside("C function behind " + what + ", p99", p99, "us", limitP99, limitP99 / p99)
                        .withGoal(GOAL_P99));
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
