package dev.hearth.drivers.runtimes;

import dev.hearth.drivers.runtimes.Interpreter.Family;
import dev.hearth.sandbox.SandboxSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which interpreter serves a runtime identifier, and with which command line. */
public final class RuntimeDecisions {

    private static final Pattern PYTHON = Pattern.compile("python3\\.(\\d{1,3})");
    private static final Pattern NODEJS = Pattern.compile("nodejs(\\d{1,3})\\.x");
    private static final Pattern JAVA = Pattern.compile("java(\\d{1,3})(\\.al\\d{1,4})?");
    /** Shares of the function's memory that the two parts of Node's heap get, percent, as in Lambda's own bootstrap. */
    private static final int OLD_SPACE_PERCENT = 90;

    private static final int YOUNG_SPACE_PERCENT = 5;

    private RuntimeDecisions() {}

    /** A managed runtime that was asked for. */
    public record Wanted(Family family, int version) {}

    public static Optional<Wanted> parse(String identifier) {
        Matcher python = PYTHON.matcher(identifier);
        if (python.matches()) {
            return Optional.of(new Wanted(Family.PYTHON, Integer.parseInt(python.group(1))));
        }
        Matcher nodejs = NODEJS.matcher(identifier);
        if (nodejs.matches()) {
            return Optional.of(new Wanted(Family.NODEJS, Integer.parseInt(nodejs.group(1))));
        }
        Matcher java = JAVA.matcher(identifier);
        return java.matches()
                ? Optional.of(new Wanted(Family.JAVA, Integer.parseInt(java.group(1))))
                : Optional.empty();
    }

    /** The version itself, or the nearest newer one of the family; of equals the first found. */
    public static Optional<Interpreter> choose(Wanted wanted, List<Interpreter> found) {
        return found.stream()
                .filter(each -> each.family() == wanted.family() && each.version() >= wanted.version())
                .min(Comparator.comparingInt(Interpreter::version));
    }

    /**
     * The identifier that {@code interpreter} really serves; the wanted one when only the operating system of its
     * name differs.
     */
    public static String actual(String identifier, Interpreter interpreter) {
        boolean same = parse(identifier)
                .filter(wanted -> wanted.version() == interpreter.version())
                .isPresent();
        return same ? identifier : interpreter.identifier();
    }

    /** How {@code interpreter} is started for {@code spec}, Java with an archive of classes when there is one. */
    public static BootstrapCommand command(
            Interpreter interpreter, Resources.Unpacked guest, Optional<String> archive, SandboxSpec spec) {
        return switch (interpreter.family()) {
            case PYTHON -> command(interpreter, guest, "python", List.of("/var/runtime/bootstrap.py"));
            case NODEJS -> command(interpreter, guest, "nodejs", nodeArguments(spec.memoryMb()));
            case JAVA ->
                command(
                        interpreter,
                        guest,
                        "java",
                        JavaDecisions.arguments(interpreter, guest.javaLibraries(), archive, spec));
        };
    }

    private static BootstrapCommand command(
            Interpreter interpreter, Resources.Unpacked guest, String folder, List<String> arguments) {
        return new BootstrapCommand(
                List.of(interpreter.inside()),
                arguments,
                Optional.of(guest.runtimes().resolve(folder)),
                interpreter.prefix());
    }

    private static List<String> nodeArguments(int memoryMb) {
        return List.of(
                "--max-old-space-size=" + memoryMb * OLD_SPACE_PERCENT / 100,
                "--max-semi-space-size=" + Math.max(1, memoryMb * YOUNG_SPACE_PERCENT / 100),
                "/var/runtime/index.cjs");
    }
}
