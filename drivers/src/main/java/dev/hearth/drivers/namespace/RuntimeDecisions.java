package dev.hearth.drivers.namespace;

import dev.hearth.drivers.namespace.Interpreter.Family;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which interpreter serves a runtime identifier, and with which command line. */
final class RuntimeDecisions {

    /** Identifiers that Lambda has or had; others of the same form are served as well. */
    static final List<String> KNOWN = List.of(
            "python3.8",
            "python3.9",
            "python3.10",
            "python3.11",
            "python3.12",
            "python3.13",
            "python3.14",
            "python3.15",
            "nodejs16.x",
            "nodejs18.x",
            "nodejs20.x",
            "nodejs22.x",
            "nodejs24.x",
            "nodejs26.x");

    private static final Pattern PYTHON = Pattern.compile("python3\\.(\\d{1,3})");
    private static final Pattern NODEJS = Pattern.compile("nodejs(\\d{1,3})\\.x");
    /** Shares of the function's memory that the two parts of Node's heap get, percent, as in Lambda's own bootstrap. */
    private static final int OLD_SPACE_PERCENT = 90;

    private static final int YOUNG_SPACE_PERCENT = 5;

    private RuntimeDecisions() {}

    /** A managed runtime that was asked for. */
    record Wanted(Family family, int version) {}

    static Optional<Wanted> parse(String identifier) {
        Matcher python = PYTHON.matcher(identifier);
        if (python.matches()) {
            return Optional.of(new Wanted(Family.PYTHON, Integer.parseInt(python.group(1))));
        }
        Matcher nodejs = NODEJS.matcher(identifier);
        return nodejs.matches()
                ? Optional.of(new Wanted(Family.NODEJS, Integer.parseInt(nodejs.group(1))))
                : Optional.empty();
    }

    /** The version itself, or the nearest newer one of the family; of equals the first found. */
    static Optional<Interpreter> choose(Wanted wanted, List<Interpreter> found) {
        return found.stream()
                .filter(each -> each.family() == wanted.family() && each.version() >= wanted.version())
                .min(Comparator.comparingInt(Interpreter::version));
    }

    static BootstrapCommand command(Interpreter interpreter, Path runtimes, int memoryMb) {
        List<String> arguments = new ArrayList<>();
        String folder;
        switch (interpreter.family()) {
            case PYTHON -> {
                folder = "python";
                arguments.add("/var/runtime/bootstrap.py");
            }
            case NODEJS -> {
                folder = "nodejs";
                arguments.add("--max-old-space-size=" + memoryMb * OLD_SPACE_PERCENT / 100);
                arguments.add("--max-semi-space-size=" + Math.max(1, memoryMb * YOUNG_SPACE_PERCENT / 100));
                arguments.add("/var/runtime/index.cjs");
            }
            default -> throw new IllegalArgumentException();
        }
        return new BootstrapCommand(
                List.of(interpreter.inside()), arguments, Optional.of(runtimes.resolve(folder)), interpreter.prefix());
    }
}
