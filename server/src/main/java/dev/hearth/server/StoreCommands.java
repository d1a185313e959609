package dev.hearth.server;

import dev.hearth.storage.StorageException;
import dev.hearth.storage.StorePlace;
import dev.hearth.storage.StoreTransfer;
import dev.hearth.storage.StoreTransfer.TableSum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code store ...}: moves what a data folder's database holds into PostgreSQL, or into a file and back. */
final class StoreCommands {

    private static final int SHOWN_DIGITS = 16;

    private static final List<Command.Option> OPTIONS = List.of(
            new Command.Option("--data", "DIR", "Data folder. Default: ~/.hearth"),
            new Command.Option(
                    "--store",
                    "URL",
                    "postgres://user:password@host:port/database. Default: $HEARTH_STORE; the folder's file without."));

    /** All, the overview first. */
    static final List<Command> ALL = List.of(
            new Command(
                    "store",
                    "[COMMAND]",
                    "Copy a store to PostgreSQL, to a file and back, while no Hearth uses it.",
                    List.of(),
                    StoreCommands::overview),
            new Command(
                    "store migrate",
                    "",
                    "Copy a data folder's store into an empty PostgreSQL database; run again, it goes on where it was.",
                    OPTIONS,
                    arguments -> run(arguments, StoreCommands::migrate)),
            new Command(
                    "store export",
                    "FILE",
                    "Write a store to a file.",
                    OPTIONS,
                    arguments -> run(
                            arguments,
                            (file, chosen, progress) ->
                                    StoreTransfer.exportTo(chosen, Path.of(arguments.parameter()), progress))),
            new Command(
                    "store import",
                    "FILE",
                    "Fill an empty store from a file that export wrote.",
                    OPTIONS,
                    arguments -> run(
                            arguments,
                            (file, chosen, progress) ->
                                    StoreTransfer.importFrom(Path.of(arguments.parameter()), chosen, progress))));

    /** What a command does between the folder's own file and the place that was chosen. */
    private interface Transfer {

        List<TableSum> run(StorePlace file, StorePlace chosen, StoreTransfer.Progress progress);
    }

    private StoreCommands() {}

    private static int overview(Arguments arguments) {
        if (!arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("there is no command store " + arguments.parameter());
        }
        System.out.print("Usage: hearth store COMMAND [OPTION...]\n\n");
        ALL.stream()
                .skip(1)
                .forEach(command -> System.out.print(
                        Command.line((command.name() + " " + command.parameter()).strip(), command.summary())));
        return 0;
    }

    private static List<TableSum> migrate(StorePlace file, StorePlace chosen, StoreTransfer.Progress progress) {
        if (chosen.equals(file)) {
            throw new Arguments.UsageException("store migrate needs --store URL");
        }
        return StoreTransfer.migrate(file, chosen, progress);
    }

    private static int run(Arguments arguments, Transfer transfer) {
        Logging.configure();
        DataFolder folder =
                new DataFolder(arguments.value("--data").map(Path::of).orElseGet(DataFolder::defaultRoot));
        String address = StoreParts.address(arguments);
        StorePlace file = new StorePlace.InFile(folder.database());
        StorePlace chosen = address.isEmpty() ? file : new StorePlace.InPostgres(address);
        List<TableSum> sums;
        try (InstanceLock lock = lock(folder);
                ProgressBar bar = ProgressBar.open()) {
            lock.write(new InstanceLock.Owner(ProcessHandle.current().pid(), ""));
            sums = transfer.run(file, chosen, new Shown(bar));
        } catch (StorageException | IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        tell(sums);
        return 0;
    }

    private static InstanceLock lock(DataFolder folder) throws IOException {
        folder.create();
        return InstanceLock.take(folder.lock())
                .orElseThrow(() -> new CommandException("a Hearth runs on " + folder.root()
                        + ": stop it first with './hearth down --data " + folder.root() + "'"));
    }

    private static void tell(List<TableSum> sums) {
        System.out.printf("%-28s %12s  %s%n", "table", "rows", "digest, the same on both sides");
        for (TableSum sum : sums) {
            System.out.printf(
                    "%-28s %12d  %s%n", sum.table(), sum.rows(), sum.digest().substring(0, SHOWN_DIGITS));
        }
    }

    /** A stage begins when its name changes. */
    private static final class Shown implements StoreTransfer.Progress {

        private final ProgressBar bar;
        private String stage = "";

        Shown(ProgressBar bar) {
            this.bar = bar;
        }

        @Override
        public void at(String now, double done) {
            if (!now.equals(stage)) {
                stage = now;
                bar.stage(now);
            }
            bar.fraction(done);
        }
    }
}
