package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a warm invocation costs at the endpoints of three hosts: the one that decides, the one that runs the function,
 * and one that does neither.
 */
final class ClusterBench {

    static final String NAME = "cluster";

    private static final String FUNCTION = "warm";
    private static final String SMALL = "{\"n\":1}";
    /** A payload that takes time to cross from host to host, and its function little to read. */
    private static final String LARGE = "\"" + "x".repeat(4 << 20) + "\"";

    private static final int LARGE_CALLS = 30;
    private static final int QUICK_LARGE_CALLS = 8;
    private static final int ROUNDS = 5;
    private static final int CALLS = 2_000;
    private static final int QUICK_CALLS = 300;
    private static final double GOAL_MILLIS = 0.4;
    private static final double NANOS_IN_MILLI = 1e6;
    private static final double OF_HUNDRED = 0.99;
    private static final int SETTLE_MILLIS = 4_000; // everybody knows everybody, and nothing happens

    /** Only the last host has environments. */
    private static final List<String> ROLES =
            List.of("frontend,control", "frontend,control", "frontend,control,worker");

    private static final List<String> WHERE =
            List.of("at the host that decides", "at a third host", "at the host that runs it");
    private static final int THIRD = 1;
    private static final int RUNS = 2;

    private ClusterBench() {}

    /** Each round's calls at one endpoint, in ms. */
    private record Seen(List<double[]> small, List<double[]> large) {

        double p50() {
            return middle(small);
        }

        double p99() {
            double[] all =
                    small.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
            return all[(int) (all.length * OF_HUNDRED)];
        }

        double large50() {
            return middle(large);
        }

        private static double middle(List<double[]> rounds) {
            return ClusterBench.middle(
                    rounds.stream().mapToDouble(ClusterBench::middle).toArray());
        }
    }

    static Report run(boolean quick) {
        String launcher = InvokeBench.required("hearth.launcher");
        try (Scratch scratch = Scratch.create();
                ClusterHosts cluster = ClusterHosts.start(launcher, scratch.folder(), ROLES)) {
            pause();
            double idle = cluster.host(THIRD).residentMb();
            cluster.host(0).create(FUNCTION, "python3.11", "app.handler", function(scratch.folder()));
            List<ApiClient> clients = new ArrayList<>();
            List<Seen> seen = new ArrayList<>();
            for (int host = 0; host < ROLES.size(); host++) {
                clients.add(new ApiClient(cluster.host(host).signer()));
                seen.add(new Seen(new ArrayList<>(), new ArrayList<>()));
            }
            try {
                clients.forEach(each -> calls(each, quick ? QUICK_CALLS : CALLS, SMALL));
                for (int i = 0; i < ROUNDS; i++) {
                    for (int host = 0; host < ROLES.size(); host++) {
                        seen.get(host).small.add(calls(clients.get(host), quick ? QUICK_CALLS : CALLS, SMALL));
                        seen.get(host)
                                .large
                                .add(calls(clients.get(host), quick ? QUICK_LARGE_CALLS : LARGE_CALLS, LARGE));
                    }
                }
            } finally {
                clients.forEach(ApiClient::close);
            }
            return new Report(NAME, rows(seen, idle));
        }
    }

    private static List<Row> rows(List<Seen> seen, double idle) {
        List<Row> rows = new ArrayList<>();
        for (int host = 0; host < seen.size(); host++) {
            String where = WHERE.get(host);
            rows.add(Row.plain("warm invoke " + where + ", p50", seen.get(host).p50(), "ms"));
            rows.add(Row.plain("warm invoke " + where + ", p99", seen.get(host).p99(), "ms"));
            rows.add(Row.plain(
                    "4 MiB there and back " + where + ", p50", seen.get(host).large50(), "ms"));
        }
        double wrong = seen.get(THIRD).p50();
        rows.add(Row.atMost(
                "a third host against the one that decides, p50",
                wrong - seen.getFirst().p50(),
                "ms",
                GOAL_MILLIS));
        rows.add(Row.atMost(
                "a third host against the one that runs it, p50",
                wrong - seen.get(RUNS).p50(),
                "ms",
                GOAL_MILLIS));
        rows.add(Row.plain("a host that follows, idle, resident", idle, "MB"));
        return rows;
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLE_MILLIS);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    private static Path function(Path folder) {
        try {
            Path made = Files.createDirectories(folder.resolve("function"));
            Files.writeString(made.resolve("app.py"), "def handler(event, context):\n    return event\n");
            return made;
        } catch (IOException e) {
            throw new BenchException("cannot write the function", e);
        }
    }

    private static double[] calls(ApiClient client, int calls, String payload) {
        double[] millis = new double[calls];
        for (int i = 0; i < calls; i++) {
            long begin = System.nanoTime();
            client.must("lambda", "POST", "/2015-03-31/functions/" + FUNCTION + "/invocations", Map.of(), payload);
            millis[i] = (System.nanoTime() - begin) / NANOS_IN_MILLI;
        }
        return millis;
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
