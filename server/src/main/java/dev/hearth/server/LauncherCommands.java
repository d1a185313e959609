package dev.hearth.server;

import java.util.List;

/** The commands that the launcher script runs itself, before any of this starts; here only so that help knows them. */
final class LauncherCommands {

    static final Command TEST = new Command(
            "test",
            "",
            "Run the test suite of this checkout.",
            List.of(new Command.Option("--quick", "", "Leave out the slow tests: under three minutes.")),
            arguments -> notHere("test"));

    static final Command BENCH = new Command(
            "bench",
            "[NAME]",
            "Run a benchmark, or all, each beside its own limit.",
            List.of(
                    new Command.Option("--json", "", "Print JSON instead of a table."),
                    new Command.Option("--quick", "", "Measure less."),
                    new Command.Option("--seconds", "N", "For 'simulation': how long, in real time."),
                    new Command.Option("--invocations", "N", "For 'simulation': until so many were simulated."),
                    new Command.Option("--seed", "S", "For 'simulation': the first seed."),
                    new Command.Option("--hosts", "N", "For 'simulation': how many worker hosts.")),
            arguments -> notHere("bench"));

    private LauncherCommands() {}

    private static int notHere(String name) {
        throw new CommandException(
                "'" + name + "' is run by the launcher script: call ./hearth " + name + " in a checkout.");
    }
}
