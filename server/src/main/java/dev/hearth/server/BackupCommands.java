package dev.hearth.server;

import dev.hearth.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code backup} and {@code restore}: a data folder in another place, and back. */
final class BackupCommands {

    static final List<Command> ALL = List.of(
            new Command(
                    "backup",
                    "DIR",
                    "Copy a data folder into a new folder DIR, while Hearth runs or not.",
                    List.of(Target.PORT, Target.DATA),
                    BackupCommands::backup),
            new Command(
                    "restore",
                    "DIR",
                    "Make a new data folder of what backup wrote.",
                    List.of(new Command.Option("--data", "DIR", "The new data folder. Default: ~/.hearth")),
                    BackupCommands::restore));

    private BackupCommands() {}

    private static int backup(Arguments arguments) {
        Path target = parameter(arguments);
        DataFolder from = Target.of(arguments).folder();
        if (!Files.exists(from.credentials())) {
            throw new CommandException(from.root() + " is no data folder: name one with --data");
        }
        try {
            Backup.Content content = Backup.take(from, target, new SystemTime().instant());
            tell("backed up to", target, content);
            if (!content.store()) {
                System.out.println("store        is in PostgreSQL and not in this: back it up before, with pg_dump");
                System.out.println("             (docs/operations.md)");
            }
        } catch (IOException | StorageException e) {
            throw new CommandException("no backup: " + e.getMessage());
        }
        return 0;
    }

    private static int restore(Arguments arguments) {
        Path backup = parameter(arguments);
        DataFolder to = new DataFolder(arguments.value("--data").map(Path::of).orElseGet(DataFolder::defaultRoot));
        try {
            Backup.Content content = Backup.restore(backup, to);
            tell("restored to", to.root(), content);
            System.out.println("try next     ./hearth up --data " + to.root());
        } catch (IOException e) {
            throw new CommandException("not restored: " + e.getMessage());
        }
        return 0;
    }

    private static Path parameter(Arguments arguments) {
        if (arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("which folder?");
        }
        return Path.of(arguments.parameter()).toAbsolutePath();
    }

    private static void tell(String what, Path where, Backup.Content content) {
        System.out.printf("%-12s %s%n", what, where);
        System.out.printf(
                "with         %s%d packages and %d files of objects, %d bytes, and the keys%n",
                content.store() ? "the store, " : "", content.packages(), content.objects(), content.bytes());
    }
}
