package dev.hearth.server;

import dev.hearth.drivers.runtimes.HostPlaces;
import dev.hearth.drivers.runtimes.HostRuntimes;
import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.drivers.runtimes.Interpreter.Family;
import dev.hearth.drivers.runtimes.Sdks;
import dev.hearth.sandbox.RuntimeChoice;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** {@code sdk ...}: the AWS SDKs that functions find beside their runtimes. Works whether a Hearth runs or not. */
final class SdkCommands {

    private static final Command.Option PYTHON_PACKAGES =
            new Command.Option("--python", "LIST", "Python packages, with commas between. Default: boto3");
    private static final Command.Option NODEJS_PACKAGES = new Command.Option(
            "--nodejs", "LIST", "npm packages, with commas between. Default: clients of what Hearth serves");

    /** All, the overview first. */
    static final List<Command> ALL = List.of(
            new Command(
                    "sdk",
                    "[COMMAND]",
                    "Give functions the AWS SDKs that Lambda's runtimes bring: boto3, @aws-sdk/client-...",
                    List.of(),
                    SdkCommands::overview),
            new Command(
                    "sdk install",
                    "[FAMILY]",
                    "Fetch them by pip and npm: python, nodejs, or both. Functions find them from the next up on.",
                    List.of(PYTHON_PACKAGES, NODEJS_PACKAGES, Target.PORT, Target.DATA),
                    SdkCommands::install),
            new Command("sdk list", "", "List what was fetched.", List.of(Target.PORT, Target.DATA), SdkCommands::list),
            new Command(
                    "sdk remove",
                    "[FAMILY]",
                    "Take them away again, from the next up on.",
                    List.of(Target.PORT, Target.DATA),
                    SdkCommands::remove));

    private SdkCommands() {}

    private static int overview(Arguments arguments) {
        if (!arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("there is no command sdk " + arguments.parameter());
        }
        System.out.print("Usage: hearth sdk COMMAND [OPTION...]\n\n");
        ALL.stream()
                .skip(1)
                .forEach(command -> System.out.print(
                        Command.line((command.name() + " " + command.parameter()).strip(), command.summary())));
        return 0;
    }

    private static int install(Arguments arguments) {
        List<Family> families = families(arguments);
        try {
            Sdks sdks = sdks(arguments);
            if (families.contains(Family.PYTHON)) {
                sdks.installPython(
                        pythons(), ImageCommands.words(arguments, PYTHON_PACKAGES.name()), SdkCommands::perform);
            }
            if (families.contains(Family.NODEJS)) {
                sdks.installNodejs(ImageCommands.words(arguments, NODEJS_PACKAGES.name()), SdkCommands::perform);
            }
        } catch (IOException failed) {
            throw new CommandException(String.valueOf(failed.getMessage()));
        }
        Target target = Target.of(arguments);
        if (target.running().isPresent()) {
            System.err.println("the Hearth that runs shows them after its next start");
        }
        return list(arguments);
    }

    /** The newest first: only its boto3 is still kept up, and fits the versions that Lambda has. */
    private static List<Path> pythons() {
        HostRuntimes runtimes = new HostRuntimes(HostPlaces.ofThisProcess());
        return runtimes.choices().stream()
                .map(RuntimeChoice::requested)
                .flatMap(identifier -> runtimes.interpreter(identifier).stream())
                .filter(each -> each.family() == Family.PYTHON)
                .distinct()
                .sorted(Comparator.comparingInt(Interpreter::version).reversed())
                .map(Interpreter::executable)
                .toList();
    }

    /** The program's own lines are the progress. */
    private static void perform(List<String> command, Path folder) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            throw new IOException(command.getFirst() + " cannot be run: is it installed?", absent);
        }
        try (BufferedReader said = process.inputReader()) {
            said.lines().forEach(System.err::println);
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " failed, see above; nothing was changed");
            }
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; nothing was changed", interrupted);
        }
    }

    private static int list(Arguments arguments) {
        try {
            Sdks sdks = sdks(arguments);
            sdks.installed(Family.PYTHON).forEach(each -> System.out.println("python  " + each));
            sdks.installed(Family.NODEJS).forEach(each -> System.out.println("nodejs  " + each));
            return 0;
        } catch (IOException unreadable) {
            throw new CommandException(String.valueOf(unreadable.getMessage()));
        }
    }

    private static int remove(Arguments arguments) {
        List<Family> families = families(arguments);
        try {
            Sdks sdks = sdks(arguments);
            for (Family family : families) {
                sdks.remove(family);
            }
            return 0;
        } catch (IOException failed) {
            throw new CommandException(String.valueOf(failed.getMessage()));
        }
    }

    private static List<Family> families(Arguments arguments) {
        return switch (arguments.parameter()) {
            case "" -> List.of(Family.PYTHON, Family.NODEJS);
            case "python" -> List.of(Family.PYTHON);
            case "nodejs" -> List.of(Family.NODEJS);
            default ->
                throw new Arguments.UsageException("FAMILY is python or nodejs, not '" + arguments.parameter() + "'");
        };
    }

    private static Sdks sdks(Arguments arguments) throws IOException {
        DataFolder folder = Target.of(arguments).folder();
        folder.create();
        return Sdks.in(folder.cache());
    }
}
