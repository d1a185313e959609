package dev.hearth.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program's entry and its list of commands.
 *
 * <p>The parser is our own: with the usual library every command took 0.1 s longer, because the JVM's start-up cache
 * cannot hold classes as old as that library's.
 */
public final class Main {

    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    /** Words of the longest command's name. */
    private static final int MOST_WORDS = 3;

    private static final List<Command> COMMANDS = Stream.concat(
                    Stream.of(
                            UpCommand.COMMAND,
                            DownCommand.COMMAND,
                            EnvCommand.COMMAND,
                            StatusCommand.COMMAND,
                            DoctorCommand.COMMAND,
                            NetworkCommand.COMMAND,
                            InvokeFunctionCommand.COMMAND,
                            LogsCommand.COMMAND,
                            DeployCommand.DEPLOY,
                            DeployCommand.UNDEPLOY,
                            LocalInvokeCommand.COMMAND,
                            LauncherCommands.TEST,
                            LauncherCommands.BENCH),
                    Stream.of(
                                    StoreCommands.ALL,
                                    BackupCommands.ALL,
                                    BucketCommands.ALL,
                                    ClusterCommands.ALL,
                                    ImageCommands.ALL,
                                    SdkCommands.ALL)
                            .flatMap(List::stream))
            .toList();

    private Main() {}

    /** Exit status: 0 done, 1 could not, 2 asked wrongly. */
    public static void main(String[] arguments) {
        int status = run(arguments);
        System.out.flush();
        // Waits for no thread: whatever must be ended was ended by the command, or is by the shutdown hook.
        Runtime.getRuntime().exit(status);
    }

    static int run(String... words) {
        String name = words.length == 0 ? "" : words[0];
        switch (name) {
            case "-h", "--help", "help" -> {
                System.out.print(help());
                return 0;
            }
            case "-V", "--version" -> {
                System.out.println("hearth " + version());
                return 0;
            }
            default -> {
                return run(name, Arrays.asList(words));
            }
        }
    }

    /** The command with the longest name that was typed; a name may be of several words. */
    private static int run(String name, List<String> words) {
        for (int length = Math.min(MOST_WORDS, words.size()); length > 0; length--) {
            String typed = String.join(" ", words.subList(0, length));
            for (Command command : COMMANDS) {
                if (command.name().equals(typed)) {
                    return run(command, words.subList(length, words.size()));
                }
            }
        }
        System.err.println("hearth: " + (name.isEmpty() ? "say what to do." : "there is no command " + name + "."));
        System.err.print(help());
        return USAGE;
    }

    private static int run(Command command, List<String> typed) {
        try {
            Arguments arguments = Arguments.parse(command, new ArrayList<>(typed));
            if (arguments.help()) {
                System.out.print(command.help());
                return 0;
            }
            return command.action().run(arguments);
        } catch (Arguments.UsageException e) {
            System.err.println("hearth: " + e.getMessage());
            System.err.print(command.help());
            return USAGE;
        } catch (CommandException e) {
            System.err.println("hearth: " + e.getMessage());
            return FAILURE;
        }
    }

    private static String version() {
        return "0.1.0";
    }

    private static String help() {
        StringBuilder text = new StringBuilder("""
                Usage: hearth COMMAND [OPTION...]

                AWS Lambda's API and execution environments on your own machine.

                """);
        for (Command command : COMMANDS) {
            if (command.name().contains(" ")) {
                continue;
            }
            text.append(Command.line((command.name() + " " + command.parameter()).strip(), command.summary()));
        }
        return text.append("""

                        First steps:
                          ./hearth up --detach
                          eval "$(./hearth env)"
                          aws lambda list-functions

                        './hearth COMMAND --help' explains a command.
                        """).toString();
    }
}
