package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Three hosts under load, of which any is killed or stands still, and whose store stands still, at random moments: what
 * was acknowledged is not lost, others answer soon, and one decides.
 */
final class ClusterKillsBench {

    static final String NAME = "cluster-kills";

    private static final int HOSTS = 3;
    private static final int ROUNDS = 20;
    private static final int QUICK_ROUNDS = 3;
    private static final String FUNCTION = "kept";
    private static final int CALM_MILLIS = 4_000;
    private static final int MOST_MORE_MILLIS = 2_000;
    private static final int FAULT_MILLIS = 10_000;
    private static final int STORE_MILLIS = 10_000;
    private static final int HEALED_MILLIS = 30_000;
    private static final int POLL_MILLIS = 250;
    private static final double GOAL_SECONDS = 5;
    private static final double SECOND = 1e9;

    /** What is done to the cluster. */
    private enum Fault {
        KILL("kill -9 of the host that decides"),
        KILL_OTHER("kill -9 of another host"),
        FREEZE("the host that decides stands still for 10 s"),
        FREEZE_OTHER("another host stands still for 10 s"),
        STORE("PostgreSQL stands still for 10 s");

        private final String title;

        Fault(String title) {
            this.title = title;
        }
    }

    private final ClusterHosts cluster;
    private final SplittableRandom random;
    private final double[] worst = new double[Fault.values().length];
    private final int[] done = new int[Fault.values().length];
    private int moments;
    private int notOne;

    private ClusterKillsBench(ClusterHosts cluster, long seed) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
    }

    static Report run(Arguments arguments) {
        long rounds = arguments.number(Arguments.KILLS, arguments.quick() ? QUICK_ROUNDS : ROUNDS);
        long seed = arguments.number(Arguments.SEED, System.nanoTime());
        System.err.println("bench cluster-kills: --seed " + seed);
        String launcher = InvokeBench.required("hearth.launcher");
        try (Scratch scratch = Scratch.create();
                RunLedger ledger = RunLedger.open();
                ClusterHosts cluster = ClusterHosts.start(launcher, scratch.folder(), HOSTS)) {
            Path function = Files.createDirectories(scratch.folder().resolve("function"));
            Files.writeString(function.resolve("app.py"), ledger.source());
            cluster.host(0).create(FUNCTION, "python3.11", "app.handler", function);
            return new ClusterKillsBench(cluster, seed).measure(rounds, ledger);
        } catch (IOException e) {
            throw new BenchException("cannot write the function", e);
        }
    }

    private Report measure(long rounds, RunLedger ledger) {
        ClusterLoad load = ClusterLoad.start(cluster, FUNCTION);
        for (long i = 0; i < rounds; i++) {
            for (Fault fault : Fault.values()) {
                round(fault, load);
            }
        }
        load.close();
        settle(load, ledger);
        return report(load, ledger);
    }

    private void round(Fault fault, ClusterLoad load) {
        pause(CALM_MILLIS + random.nextInt(MOST_MORE_MILLIS));
        int first = one();
        int other = (first + 1 + random.nextInt(HOSTS - 1)) % HOSTS;
        int victim = switch (fault) {
            case KILL, FREEZE -> first;
            case KILL_OTHER, FREEZE_OTHER -> other;
            case STORE -> -1;
        };
        long begin = System.nanoTime();
        switch (fault) {
            case KILL, KILL_OTHER -> cluster.kill(victim);
            case FREEZE, FREEZE_OTHER -> cluster.freeze(victim, true);
            case STORE -> cluster.freezeStore(true);
        }
        pause(FAULT_MILLIS);
        switch (fault) {
            case KILL, KILL_OTHER -> cluster.again(victim);
            case FREEZE, FREEZE_OTHER -> cluster.freeze(victim, false);
            case STORE -> cluster.freezeStore(false);
        }
        double silent = silence(load, begin, begin + (long) (FAULT_MILLIS / 1e3 * SECOND), victim);
        worst[fault.ordinal()] = Math.max(worst[fault.ordinal()], silent);
        done[fault.ordinal()]++;
        System.err.printf("bench cluster-kills: %s: others without an answer for %.2f s%n", fault.title, silent);
        one();
    }

    /** Waits until one host decides, and says which; more than one is counted. */
    private int one() {
        long end = System.nanoTime() + (long) (HEALED_MILLIS / 1e3 * SECOND);
        List<Integer> deciding = List.of();
        while (System.nanoTime() < end) {
            deciding = cluster.deciding();
            moments++;
            if (deciding.size() > 1) {
                notOne++;
            } else if (deciding.size() == 1) {
                return deciding.getFirst();
            }
            pause(POLL_MILLIS);
        }
        throw new BenchException("nobody decides for " + HEALED_MILLIS + " ms, or more than one: " + deciding);
    }

    /** The longest time in which an endpoint that lives had no answer, within the fault; seconds. */
    private double silence(ClusterLoad load, long begin, long end, int victim) {
        double longest = 0;
        for (int host = 0; host < HOSTS; host++) {
            if (host != victim) {
                long last = begin;
                for (ClusterLoad.Call call : load.calls()) {
                    if (call.host() == host && call.ok() && call.end() > begin && call.end() <= end) {
                        longest = Math.max(longest, (call.end() - last) / SECOND);
                        last = call.end();
                    }
                }
                longest = Math.max(longest, (end - last) / SECOND);
            }
        }
        return longest;
    }

    private static void settle(ClusterLoad load, RunLedger ledger) {
        long end = System.nanoTime() + (long) (3 * HEALED_MILLIS / 1e3 * SECOND);
        while (!ledger.done().containsAll(load.acknowledged()) && System.nanoTime() < end) {
            pause(POLL_MILLIS);
        }
    }

    private Report report(ClusterLoad load, RunLedger ledger) {
        long lost = load.acknowledged().stream()
                .filter(key -> !ledger.done().contains(key))
                .count();
        List<Row> rows = new ArrayList<>();
        rows.add(Row.plain("synchronous calls", load.calls().size(), ""));
        rows.add(Row.plain(
                "of them failed, dead hosts' endpoints too",
                load.calls().stream().filter(call -> !call.ok()).count(),
                ""));
        rows.add(Row.plain("acknowledged events", load.acknowledged().size(), ""));
        rows.add(Row.atMost("lost of them", lost, "events", 1).withGoal(lost == 0 ? 1 : 2));
        rows.add(Row.plain("looks at who decides", moments, ""));
        rows.add(Row.plain("of them with more than one that says so", notOne, ""));
        for (Fault fault : Fault.values()) {
            String what = fault.title + ", " + done[fault.ordinal()] + " times: longest without an answer";
            rows.add(Row.atMost(what, worst[fault.ordinal()], "s", GOAL_SECONDS));
        }
        return new Report(NAME, rows);
    }

    private static void pause(int millis) {
        Stage.rest(millis);
    }
}
