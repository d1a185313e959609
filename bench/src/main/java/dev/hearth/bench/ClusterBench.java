package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a warm invocation costs at the endpoint of a host that does not decide, against the one that does. */
final class ClusterBench {

    static final String NAME = "cluster";

    private static final String FUNCTION = "warm";
    private static final String SMALL = "{\"n\":1}";
    /** A payload that takes time to cross from host to host, and its function little to read. */
    private static final String LARGE = "\"" + "x".repeat(4 << 20) + "\"";

    private static final int LARGE_CALLS = 30;
    private static final int ROUNDS = 5;
    private static final int CALLS = 2_000;
    private static final int QUICK_CALLS = 300;
    private static final double GOAL_MILLIS = 0.4;
    private static final double NANOS_IN_MILLI = 1e6;

    private ClusterBench() {}

    static Report run(boolean quick) {
        String launcher = InvokeBench.required("hearth.launcher");
        try (Scratch scratch = Scratch.create();
                ClusterHosts cluster = ClusterHosts.start(launcher, scratch.folder(), 2)) {
            cluster.host(0).create(FUNCTION, "python3.11", "app.handler", function(scratch.folder()));
            int calls = quick ? QUICK_CALLS : CALLS;
            try (ApiClient right = new ApiClient(cluster.host(0).signer());
                    ApiClient wrong = new ApiClient(cluster.host(1).signer())) {
                median(right, calls, SMALL);
                median(wrong, calls, SMALL);
                double[] rightLarge = new double[ROUNDS];
                double[] wrongLarge = new double[ROUNDS];
                double[] rights = new double[ROUNDS];
                double[] wrongs = new double[ROUNDS];
                for (int i = 0; i < ROUNDS; i++) {
                    rights[i] = median(right, calls, SMALL);
                    wrongs[i] = median(wrong, calls, SMALL);
                    rightLarge[i] = median(right, LARGE_CALLS, LARGE);
                    wrongLarge[i] = median(wrong, LARGE_CALLS, LARGE);
                }
                double here = middle(rights);
                double there = middle(wrongs);
                return new Report(
                        NAME,
                        List.of(
                                Row.plain("warm invoke at the host that decides, p50", here, "ms"),
                                Row.plain("warm invoke at another host, p50", there, "ms"),
                                Row.atMost("what the hop costs, p50", there - here, "ms", GOAL_MILLIS),
                                Row.plain(
                                        "4 MiB there and back at the host that decides, p50", middle(rightLarge), "ms"),
                                Row.plain("4 MiB there and back at another host, p50", middle(wrongLarge), "ms")));
            }
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

    private static double median(ApiClient client, int calls, String payload) {
        double[] millis = new double[calls];
        for (int i = 0; i < calls; i++) {
            long begin = System.nanoTime();
            client.must("lambda", "POST", "/2015-03-31/functions/" + FUNCTION + "/invocations", Map.of(), payload);
            millis[i] = (System.nanoTime() - begin) / NANOS_IN_MILLI;
        }
        return middle(millis);
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
