package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * {@code kill -9} of a whole Hearth again and again, at random moments under load: events, SQS messages through a
 * mapping, SNS notifications to a function and a queue, and schedules, all to one function that reports the begin and
 * the end of each run. Everything that was acknowledged must run to its end.
 */
final class KillsBench {

    static final String NAME = "kills";

    private static final int KILLS = 100;
    private static final int QUICK_KILLS = 10;
    private static final int LEAST_LIFE_MILLIS = 200;
    private static final int MOST_LIFE_MILLIS = 5_000;
    private static final int POLL_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 90;
    private static final int SHOWN = 20;
    private static final double GOAL_DUPLICATES = 0.1;
    private static final double PERCENT = 100;
    private static final long SECOND = 1_000_000_000;

    private final int kills;
    private final SplittableRandom random;
    private final String launcher;
    private final Path folder;
    private final List<KillVerdict.Kill> moments = new ArrayList<>();

    private KillsBench(int kills, long seed, String launcher, Path folder) {
        this.kills = kills;
        this.random = new SplittableRandom(seed);
        this.launcher = launcher;
        this.folder = folder;
    }

    static Report run(Arguments arguments) {
        long kills = arguments.number(Arguments.KILLS, arguments.quick() ? QUICK_KILLS : KILLS);
        long seed = arguments.number(Arguments.SEED, System.nanoTime());
        System.err.println("bench kills: --seed " + seed);
        String launcher = InvokeBench.required("hearth.launcher");
        try (Scratch scratch = Scratch.create();
                RunLedger ledger = RunLedger.open()) {
            return new KillsBench(Math.toIntExact(kills), seed, launcher, scratch.folder()).measure(ledger);
        }
    }

    private Report measure(RunLedger ledger) {
        Signer keys;
        KillLoad load;
        try (HearthProcess hearth = HearthProcess.start(launcher, data(), "--function-network", "host")) {
            keys = hearth.signer();
            load = new KillLoad(keys.region());
            hearth.create(KillLoad.function(), "python3.11", "app.handler", function(ledger));
            load.prepare(keys);
        }
        for (int kill = 1; kill <= kills; kill++) {
            try (HearthProcess hearth = again(keys)) {
                List<Thread> senders = load.start(hearth.signer());
                pause(LEAST_LIFE_MILLIS + random.nextInt(MOST_LIFE_MILLIS - LEAST_LIFE_MILLIS));
                long from = System.nanoTime();
                hearth.kill();
                moments.add(new KillVerdict.Kill(from, System.nanoTime()));
                for (Thread sender : senders) {
                    join(sender);
                }
            }
            progress("kill " + kill + " of " + kills + ", " + load.expected().size() + " runs owed, "
                    + ledger.done().size() + " done");
        }
        try (HearthProcess _ = again(keys)) {
            settle(load, ledger);
        }
        return report(load, ledger);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private HearthProcess again(Signer keys) {
        return HearthProcess.startAgain(launcher, data(), keys, "--function-network", "host");
    }

    private Path function(RunLedger ledger) {
        try {
            Path made = Files.createDirectories(folder.resolve("function"));
            Files.writeString(made.resolve("app.py"), ledger.source());
            return made;
        } catch (IOException e) {
            throw new BenchException("cannot write the function", e);
        }
    }

    /** Waits until everything ran, or nothing ran for so long that the rest is lost. */
    private static void settle(KillLoad load, RunLedger ledger) {
        int before = -1;
        long since = System.nanoTime();
        while (!ledger.done().containsAll(load.expected())) {
            int now = ledger.done().size();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE_SECONDS * SECOND) {
                return;
            }
            pause(POLL_MILLIS);
        }
        // Whatever comes twice comes soon.
        pause(POLL_MILLIS * SHOWN);
    }

    private Report report(KillLoad load, RunLedger ledger) {
        List<String> lost = load.expected().stream()
                .filter(key -> !ledger.done().contains(key))
                .sorted()
                .toList();
        lost.stream().limit(SHOWN).forEach(key -> progress("lost: " + key));
        KillVerdict verdict = KillVerdict.of(ledger.runs(), moments);
        verdict.unexplained().stream().limit(SHOWN).forEach(each -> progress("twice: " + each));
        int runs = ledger.done().size();
        List<Row> rows = new ArrayList<>();
        rows.add(Row.plain("kill -9 under load", moments.size(), "kills"));
        for (KillLoad.Way way : KillLoad.Way.values()) {
            rows.add(Row.plain("acknowledged " + way.title(), load.acknowledged(way), ""));
        }
        rows.add(Row.plain("runs owed for them", load.expected().size(), "runs"));
        rows.add(new Row(
                "lost of all acknowledged",
                lost.size(),
                "runs",
                OptionalDouble.of(0),
                OptionalDouble.of(lost.isEmpty() ? 1 : 0),
                OptionalDouble.of(1)));
        rows.add(Row.plain("retries: a kill came into the run", verdict.interrupted(), "runs"));
        rows.add(Row.plain("retries: a kill came within 1 s after its end", verdict.overtaken(), "runs"));
        rows.add(Row.atMost(
                "duplicates beyond retries",
                PERCENT * verdict.unexplained().size() / Math.max(1, runs),
                "%",
                GOAL_DUPLICATES));
        return new Report(NAME, rows);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    private static void progress(String what) {
        System.err.println("bench kills: " + what);
    }
}
