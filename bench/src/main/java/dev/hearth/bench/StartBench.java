package dev.hearth.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a user waits for before the first request: {@code up} to ready, the short commands, and what an idle server
 * weighs. Beside them stands, from the same rounds, the start of a bare JVM: what no program in Java can go below.
 */
final class StartBench {

    static final String NAME = "start";

    private static final Pattern READY = Pattern.compile("^ready ");
    private static final int ROUNDS = 9;
    private static final int QUICK_ROUNDS = 3;
    private static final double GOAL_READY_MILLIS = 1500;
    private static final double GOAL_COMMAND_MILLIS = 250;
    private static final double GOAL_IDLE_MB = 160;
    private static final double NANOS_PER_MILLI = 1e6;

    /** One round's numbers: milliseconds, and megabytes of 1,048,576 bytes. */
    private record Round(double ready, double idle, double env, double help, double jvm) {}

    private StartBench() {}

    static Report run(boolean quick) {
        String launcher = System.getProperty("hearth.launcher", "");
        if (launcher.isEmpty()) {
            throw new BenchException("start it by ./hearth bench " + NAME);
        }
        int rounds = quick ? QUICK_ROUNDS : ROUNDS;
        List<Round> all = new ArrayList<>();
        try (Scratch data = Scratch.create()) {
            for (int i = 1; i <= rounds; i++) {
                System.err.println("bench start: round " + i + " of " + rounds);
                all.add(round(launcher, data.folder()));
            }
        }
        return report(all);
    }

    private static Round round(String launcher, Path data) {
        long start = System.nanoTime();
        List<String> up = List.of(launcher, "up", "--port", "0", "--data", data.toString());
        try (Child server = Child.start(up, Map.of())) {
            server.find(READY);
            double ready = millisSince(start);
            double env = command(launcher, "env", "--data", data.toString());
            double help = command(launcher, "--help");
            double jvm = command(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--version");
            return new Round(ready, server.residentMb(), env, help, jvm);
        }
    }

    private static double command(String... words) {
        long start = System.nanoTime();
        try (Child command = Child.start(List.of(words), Map.of())) {
            command.result();
        }
        return millisSince(start);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private static Report report(List<Round> rounds) {
        return new Report(
                NAME,
                List.of(
                        Row.atMost("up to ready", Medians.of(rounds, Round::ready), "ms", GOAL_READY_MILLIS),
                        Row.atMost("env", Medians.of(rounds, Round::env), "ms", GOAL_COMMAND_MILLIS),
                        Row.atMost("--help", Medians.of(rounds, Round::help), "ms", GOAL_COMMAND_MILLIS),
                        Row.atMost("resident memory, idle", Medians.of(rounds, Round::idle), "MB", GOAL_IDLE_MB),
                        beside("up to ready beside a bare JVM's start", rounds, Medians.of(rounds, Round::ready)),
                        beside("env beside a bare JVM's start", rounds, Medians.of(rounds, Round::env))));
    }

    private static Row beside(String what, List<Round> rounds, double value) {
        double jvm = Medians.of(rounds, Round::jvm);
        return Row.beside(what, value, "ms", jvm, jvm / value);
    }
}
