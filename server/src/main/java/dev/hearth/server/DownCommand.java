package dev.hearth.server;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code down}: stops a running Hearth and waits until nothing of it is left. */
final class DownCommand {

    static final Command COMMAND =
            new Command("down", "", "Stop a running Hearth.", List.of(Target.PORT, Target.DATA), DownCommand::run);

    /** Longer than a server's own bounded shutdown. */
    private static final int PATIENCE_SECONDS = 30;

    private DownCommand() {}

    private static int run(Arguments arguments) {
        InstanceLock.Owner owner = Target.of(arguments).required();
        ProcessHandle process = ProcessHandle.of(owner.pid())
                .orElseThrow(() -> new CommandException("process " + owner.pid()
                        + " is not visible from here: stop it on the machine or in the container where it runs."));
        if (!process.destroy()) {
            throw new CommandException(
                    "not allowed to stop process " + owner.pid() + ": use the account that started it.");
        }
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandException("process " + owner.pid() + " still ends after " + PATIENCE_SECONDS
                    + " s: look at its output, and kill it with 'kill -9 " + owner.pid() + "' if it must be.");
        } catch (ExecutionException | InterruptedException e) {
            throw new CommandException("interrupted while process " + owner.pid() + " was ending.");
        }
        System.out.println("stopped (process " + owner.pid() + ")");
        return 0;
    }
}
