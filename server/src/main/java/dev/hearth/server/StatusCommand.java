package dev.hearth.server;

import java.io.IOException;
import java.util.List;

/** {@code status}: what a running Hearth says of itself. */
final class StatusCommand {

    static final Command COMMAND = new Command(
            "status",
            "",
            "Print what a running Hearth does: functions, environments, concurrency, throttles.",
            List.of(new Command.Option("--json", "", "Print it as JSON."), Target.PORT, Target.DATA),
            StatusCommand::run);

    private StatusCommand() {}

    private static int run(Arguments arguments) {
        Target target = Target.of(arguments);
        InstanceLock.Owner owner = target.required();
        try {
            String status = StatusSocket.ask(target.folder().statusSocket());
            System.out.println(
                    arguments.has("--json") ? status : StatusPage.of(status).stripTrailing());
            return 0;
        } catch (IOException e) {
            throw new CommandException(
                    "process " + owner.pid() + " has " + target.folder().root() + " but does not answer ("
                            + e.getMessage() + "): it may be starting or ending; try again.");
        }
    }
}
