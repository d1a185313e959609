package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Three hosts under load, of which any is killed, stands still, is cut off or has a wrong clock, and whose store stands
 * still, at random moments: what was acknowledged is not lost, others answer soon, and one decides. A round takes some
 * 16 s; {@code --faults} and {@code --kills} choose the kinds and how many rounds of each.
 */
final class ClusterKillsBench {

    static final String NAME = "cluster-kills";

    private static final int HOSTS = 3;
    private static final int ROUNDS = 20;
    private static final int QUICK_ROUNDS = 3;
    private static final String FUNCTION = "kept";
    private static final int CALM_MILLIS = 3_500;
    private static final int MOST_MORE_MILLIS = 1_500;
    private static final int FAULT_MILLIS = 10_000;
    private static final int HEALED_MILLIS = 30_000;
    private static final int SETTLED_MILLIS = 90_000;
    private static final int POLL_MILLIS = 100;

    /** A round that is not judged yet: what comes in the calm after it belongs to it. */
    private record Begun(ClusterFault fault, ClusterStrike strike, int first, long begin, long struck, long healed) {}

    private final ClusterHosts cluster;
    private final ClusterLoad load;
    private final RunLedger ledger;
    private final ClusterClaims claims;
    private final SplittableRandom random;
    private final Map<ClusterFault, List<ClusterSummary.Seen>> seen = new EnumMap<>(ClusterFault.class);
    private final long asked;
    private @Nullable Begun begun;
    private long done;

    private ClusterKillsBench(
            ClusterHosts cluster, ClusterLoad load, RunLedger ledger, ClusterClaims claims, long seed, long asked) {
        this.cluster = cluster;
        this.load = load;
        this.ledger = ledger;
        this.claims = claims;
        this.random = new SplittableRandom(seed);
        this.asked = asked;
    }

    static Report run(Arguments arguments) {
        long rounds = arguments.number(Arguments.KILLS, arguments.quick() ? QUICK_ROUNDS : ROUNDS);
        long seed = arguments.number(Arguments.SEED, System.nanoTime());
        List<ClusterFault> named = ClusterFault.named(arguments.words(Arguments.FAULTS));
        progress("--seed " + seed);
        String launcher = InvokeBench.required("hearth.launcher");
        try (Scratch scratch = Scratch.create();
                RunLedger ledger = RunLedger.open();
                ClusterHosts cluster = ClusterHosts.startApart(launcher, scratch.folder(), HOSTS)) {
            List<ClusterFault> kinds = named.stream()
                    .filter(each -> cluster.canCut() || !each.isCut())
                    .toList();
            if (kinds.isEmpty()) {
                throw new BenchException("this machine can do none of these");
            }
            Path function = Files.createDirectories(scratch.folder().resolve("function"));
            Files.writeString(function.resolve("app.py"), ledger.source());
            cluster.lend(ledger.port());
            cluster.host(0).create(FUNCTION, "python3.11", "app.handler", function);
            try (ClusterClaims claims = ClusterClaims.watch(cluster);
                    ClusterLoad load = ClusterLoad.start(cluster, FUNCTION)) {
                long asked = rounds * kinds.size();
                return new ClusterKillsBench(cluster, load, ledger, claims, seed, asked).measure(rounds, kinds);
            }
        } catch (IOException e) {
            throw new BenchException("cannot write the function", e);
        }
    }

    private static void progress(String text) {
        Stage.progress(NAME, text);
    }

    private Report measure(long rounds, List<ClusterFault> kinds) {
        try {
            for (long i = 0; i < rounds; i++) {
                for (ClusterFault fault : kinds) {
                    round(fault);
                }
            }
            calm();
            judge();
            load.close();
            settle();
            return report();
        } catch (BenchException e) {
            load.close();
            throw new CutShort(report(), e);
        }
    }

    /** Until one host decides, and for some time after that; returns which. */
    private int calm() {
        one();
        Stage.rest(CALM_MILLIS + random.nextInt(MOST_MORE_MILLIS));
        return one();
    }

    private void round(ClusterFault fault) {
        int first = calm();
        judge();
        ClusterStrike strike = fault.draw(random, first, HOSTS);
        done++;
        progress("round " + done + " of " + asked + ": " + strike.text(first));
        long begin = System.nanoTime();
        try {
            strike.begin(cluster);
            long struck = System.nanoTime();
            Stage.rest(FAULT_MILLIS);
            begun = new Begun(fault, strike, first, begin, struck, System.nanoTime());
        } finally {
            if (begun != null || strike.kind() != ClusterStrike.Kind.KILL) {
                strike.end(cluster);
            }
        }
    }

    /** The round before, now that it is over. */
    private void judge() {
        Begun over = begun;
        begun = null;
        if (over != null) {
            ClusterVerdict.Round round = new ClusterVerdict.Round(over.begin, over.healed, System.nanoTime());
            load.forget(round.since());
            List<ClusterLoad.Call> events = load.events();
            long cut = over.strike.parts(over.first, HOSTS) ? over.struck : over.healed;
            ClusterVerdict verdict =
                    ClusterVerdict.of(load.calls(), events, HOSTS, round, over.strike.away(HOSTS), cut);
            double both = ClusterClaims.overlapSeconds(claims.since(over.begin));
            verdict = verdict.orTwoDecidedFor(both);
            seen.computeIfAbsent(over.fault, _ -> new ArrayList<>())
                    .add(new ClusterSummary.Seen(
                            verdict,
                            events.stream()
                                    .filter(each -> each.end() - over.begin > 0)
                                    .map(ClusterLoad.Call::key)
                                    .collect(Collectors.toSet())));
            progress(verdict.text());
        }
    }

    /** Waits until one host decides, and says which. */
    private int one() {
        long since = System.nanoTime();
        long end = since + TimeUnit.MILLISECONDS.toNanos(HEALED_MILLIS);
        List<Integer> deciding = List.of();
        while (System.nanoTime() - end < 0) {
            Stage.rest(POLL_MILLIS);
            deciding = claims.deciding(since);
            if (deciding.size() == 1) {
                return deciding.getFirst();
            }
        }
        throw new BenchException("nobody decides for " + HEALED_MILLIS + " ms, or more than one: " + deciding);
    }

    private void settle() {
        progress("waiting for events that are not run yet");
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLED_MILLIS);
        while (!ledger.done().containsAll(load.acknowledged()) && System.nanoTime() - end < 0) {
            Stage.rest(POLL_MILLIS);
        }
    }

    private Report report() {
        ClusterSummary summary = new ClusterSummary(seen, ledger.done());
        System.err.println(summary.table());
        long lost = load.acknowledged().stream()
                .filter(key -> !ledger.done().contains(key))
                .count();
        List<Row> rows = new ArrayList<>();
        rows.add(Row.plain("rounds", seen.values().stream().mapToInt(List::size).sum(), ""));
        rows.add(Row.plain("synchronous calls", load.called(), ""));
        rows.add(Row.plain("of them failed, dead hosts' endpoints too", load.failed(), ""));
        rows.add(Row.plain("acknowledged events", load.acknowledged().size(), ""));
        rows.add(ClusterSummary.none("lost of them (when it ended early: not run yet)", lost, "events"));
        rows.addAll(summary.rows());
        return new Report(NAME, rows);
    }
}
