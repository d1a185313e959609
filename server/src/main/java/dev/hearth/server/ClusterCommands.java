package dev.hearth.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code cluster ...}: lets other hosts in, and says which are there. */
final class ClusterCommands {

    /** All, the overview first. */
    static final List<Command> ALL = List.of(
            new Command(
                    "cluster",
                    "[COMMAND]",
                    "Let other hosts join this Hearth, and see which are there.",
                    List.of(),
                    ClusterCommands::overview),
            new Command(
                    "cluster token",
                    "",
                    "Print a token with which hosts may join for an hour: hearth up --join HOST --token TOKEN",
                    List.of(Target.PORT, Target.DATA),
                    ClusterCommands::token),
            new Command(
                    "cluster status",
                    "",
                    "Print the hosts of the cluster, as JSON.",
                    List.of(new Command.Option("--json", "", "As it is."), Target.PORT, Target.DATA),
                    ClusterCommands::status));

    private ClusterCommands() {}

    private static int overview(Arguments arguments) {
        if (!arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("there is no command cluster " + arguments.parameter());
        }
        System.out.print("Usage: hearth cluster COMMAND [OPTION...]\n\n");
        ALL.stream().skip(1).forEach(command -> System.out.print(Command.line(command.name(), command.summary())));
        return 0;
    }

    private static int token(Arguments arguments) {
        Target target = Target.of(arguments);
        target.required();
        String token = ask(target.folder().tokenSocket());
        if (token.isEmpty()) {
            throw new CommandException("this Hearth lets nobody in: ask the first host of the cluster, or see its log");
        }
        System.out.println(token);
        return 0;
    }

    private static int status(Arguments arguments) {
        Target target = Target.of(arguments);
        target.required();
        System.out.println(ask(target.folder().clusterSocket()));
        return 0;
    }

    private static String ask(Path socket) {
        try {
            return StatusSocket.ask(socket);
        } catch (IOException e) {
            throw new CommandException("it does not answer (" + e.getMessage()
                    + "): it may be starting or ending, or it is not the first host of its cluster.");
        }
    }
}
