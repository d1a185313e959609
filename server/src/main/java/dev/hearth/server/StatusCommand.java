package dev.hearth.server;

import java.io.IOException;
import java.util.List;

/** {@code status}: what a running Hearth says of itself, as JSON. */
final class StatusCommand {

    static final Command COMMAND = new Command(
            "status",
            "",
            "Print what a running Hearth does, as JSON.",
            List.of(Target.PORT, Target.DATA),
            StatusCommand::run);

    private StatusCommand() {}

    private static int run(Arguments arguments) {
        Target target = Target.of(arguments);
        InstanceLock.Owner owner = target.required();
        try {
            System.out.println(StatusSocket.ask(target.folder().statusSocket()));
            return 0;
        } catch (IOException e) {
            throw new CommandException(
                    "process " + owner.pid() + " has " + target.folder().root() + " but does not answer ("
                            + e.getMessage() + "): it may be starting or ending; try again.");
        }
    }
}
