package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Three hosts under load, of which any is killed, stands still, is cut off or has a wrong clock, and whose store stands
 * still, at random moments: what was acknowledged is not lost, others answer soon, and one decides. A round of one kind
 * takes some 20 s; {@code --faults} and {@code --kills} choose kinds and rounds.
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
    private static final double RECOVERY_SECONDS = 10;
    private static final int SKEW_MILLIS = 60_000;

    /** What is done to the cluster. */
    private enum Fault {
        KILL("kill -9 of the host that decides"),
        KILL_OTHER("kill -9 of another host"),
        FREEZE("the host that decides stands still for 10 s"),
        FREEZE_OTHER("another host stands still for 10 s"),
        STORE("PostgreSQL stands still for 10 s"),
        CUT("the host that decides is cut off from all for 10 s"),
        CUT_OTHER("another host is cut off from all for 10 s"),
        CUT_STORE("the host that decides is cut off from PostgreSQL for 10 s"),
        CUT_STORE_OTHER("another host is cut off from PostgreSQL for 10 s"),
        CUT_PAIR("the link from the host that decides to another is cut for 10 s"),
        AHEAD("the clock of the host that decides is put forward by a minute"),
        BEHIND("the clock of the host that decides is put back by a minute"),
        SKEW_OTHER("the clock of another host is put forward by a minute, and back");

        private final String title;

        Fault(String title) {
            this.title = title;
        }

        /** As it is typed. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean isCut() {
            return name().startsWith("CUT");
        }

        boolean isDeciding() {
            return switch (this) {
                case KILL, FREEZE, CUT, CUT_STORE, AHEAD, BEHIND -> true;
                case KILL_OTHER, FREEZE_OTHER, STORE, CUT_OTHER, CUT_STORE_OTHER, CUT_PAIR, SKEW_OTHER -> false;
            };
        }

        /** Whether a host that is not the victim cannot but wait, or the victim is as well as others. */
        boolean hasVictim() {
            return switch (this) {
                case STORE, CUT_STORE_OTHER, CUT_PAIR, AHEAD, BEHIND, SKEW_OTHER -> false;
                case KILL, KILL_OTHER, FREEZE, FREEZE_OTHER, CUT, CUT_OTHER, CUT_STORE -> true;
            };
        }
    }

    private final ClusterHosts cluster;
    private final SplittableRandom random;
    private final Map<Fault, List<ClusterVerdict>> verdicts = new EnumMap<>(Fault.class);
    private int moments;
    private int notOne;

    private ClusterKillsBench(ClusterHosts cluster, long seed) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
    }

    static Report run(Arguments arguments) {
        long rounds = arguments.number(Arguments.KILLS, arguments.quick() ? QUICK_ROUNDS : ROUNDS);
        long seed = arguments.number(Arguments.SEED, System.nanoTime());
        List<Fault> typed = faults(arguments.words(Arguments.FAULTS));
        System.err.println("bench cluster-kills: --seed " + seed);
        String launcher = InvokeBench.required("hearth.launcher");
        try (Scratch scratch = Scratch.create();
                RunLedger ledger = RunLedger.open();
                ClusterHosts cluster = ClusterHosts.startApart(launcher, scratch.folder(), HOSTS)) {
            Path function = Files.createDirectories(scratch.folder().resolve("function"));
            Files.writeString(function.resolve("app.py"), ledger.source());
            cluster.lend(ledger.port());
            cluster.host(0).create(FUNCTION, "python3.11", "app.handler", function);
            return new ClusterKillsBench(cluster, seed).measure(rounds, typed, ledger);
        } catch (IOException e) {
            throw new BenchException("cannot write the function", e);
        }
    }

    /** All when none is typed. */
    private static List<Fault> faults(List<String> typed) {
        List<Fault> all = List.of(Fault.values());
        List<String> known = all.stream().map(Fault::word).toList();
        for (String each : typed) {
            if (!known.contains(each)) {
                throw new BenchException(Arguments.FAULTS + " are of " + String.join(",", known) + ", not " + each);
            }
        }
        return typed.isEmpty()
                ? all
                : all.stream().filter(each -> typed.contains(each.word())).toList();
    }

    private Report measure(long rounds, List<Fault> typed, RunLedger ledger) {
        List<Fault> kinds =
                typed.stream().filter(each -> cluster.canCut() || !each.isCut()).toList();
        if (kinds.isEmpty()) {
            throw new BenchException("this machine can do none of these");
        }
        ClusterLoad load = ClusterLoad.start(cluster, FUNCTION);
        for (long i = 0; i < rounds; i++) {
            for (Fault fault : kinds) {
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
        int victim = fault.isDeciding() ? first : other;
        long begin = System.nanoTime();
        strike(fault, victim, first);
        long struck = System.nanoTime();
        pause(FAULT_MILLIS);
        heal(fault, victim);
        long end = begin + (long) (FAULT_MILLIS / 1e3 * SECOND);
        ClusterVerdict verdict = ClusterVerdict.of(
                load.calls(),
                load.events(),
                HOSTS,
                begin,
                end,
                fault.hasVictim() ? victim : -1,
                fault == Fault.CUT ? struck : end);
        verdicts.computeIfAbsent(fault, _ -> new ArrayList<>()).add(verdict);
        System.err.printf(
                "bench cluster-kills: %s: others without an answer for %.2f s, at 90 %% after %.1f s, two deciding for"
                        + " %.2f s%n",
                fault.title, verdict.silentSeconds(), verdict.recoveredSeconds(), verdict.overlapSeconds());
        one();
    }

    private void strike(Fault fault, int victim, int first) {
        List<Integer> hosts =
                IntStream.range(0, HOSTS).filter(each -> each != victim).boxed().toList();
        switch (fault) {
            case KILL, KILL_OTHER -> cluster.kill(victim);
            case FREEZE, FREEZE_OTHER -> cluster.freeze(victim, true);
            case STORE -> cluster.freezeStore(true);
            case CUT, CUT_OTHER -> {
                List<Integer> all = new ArrayList<>(hosts);
                all.add(ClusterHosts.STORE);
                cluster.cut(victim, all);
            }
            case CUT_STORE, CUT_STORE_OTHER -> cluster.cut(victim, List.of(ClusterHosts.STORE));
            case CUT_PAIR -> cluster.cut(victim, List.of(first));
            case AHEAD, SKEW_OTHER -> cluster.skew(victim, SKEW_MILLIS);
            case BEHIND -> cluster.skew(victim, -SKEW_MILLIS);
        }
    }

    private void heal(Fault fault, int victim) {
        switch (fault) {
            case KILL, KILL_OTHER -> cluster.again(victim);
            case FREEZE, FREEZE_OTHER -> cluster.freeze(victim, false);
            case STORE -> cluster.freezeStore(false);
            case CUT, CUT_OTHER, CUT_STORE, CUT_STORE_OTHER, CUT_PAIR -> cluster.mend(victim);
            case AHEAD, BEHIND, SKEW_OTHER -> cluster.skew(victim, 0);
        }
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
        rows.add(Row.atMost("lost of them", lost, "events", 1).withGoal(lost == 0 ? 1 : Double.MAX_VALUE));
        rows.add(Row.plain("looks at who decides", moments, ""));
        rows.add(Row.plain("of them with more than one that says so", notOne, ""));
        verdicts.forEach((fault, seen) -> {
            String what = fault.title + ", " + seen.size() + " times: longest ";
            rows.add(Row.atMost(
                    what + "without an answer", worst(seen, ClusterVerdict::silentSeconds), "s", GOAL_SECONDS));
            rows.add(Row.atMost(
                    what + "until 90 % of the calls of before",
                    worst(seen, ClusterVerdict::recoveredSeconds),
                    "s",
                    RECOVERY_SECONDS));
        });
        double both = verdicts.values().stream()
                .mapToDouble(seen -> worst(seen, ClusterVerdict::overlapSeconds))
                .max()
                .orElse(0);
        rows.add(Row.atMost("a host that is cut off answered after the next did", both, "s", 1)
                .withGoal(both == 0 ? 1 : Double.MAX_VALUE));
        return new Report(NAME, rows);
    }

    private static double worst(List<ClusterVerdict> seen, ToDoubleFunction<ClusterVerdict> of) {
        return seen.stream().mapToDouble(of).max().orElse(0);
    }

    private static void pause(int millis) {
        Stage.rest(millis);
    }
}
