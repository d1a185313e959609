package dev.hearth.server;

import java.util.List;
import java.util.Optional;

/**
 * One command of the command line, as help shows it and as arguments are checked against it.
 *
 * @param name what is typed
 * @param parameter its positional parameter for help, in brackets when it may be left out; empty for none. Several are
 *     separated by a space
 * @param summary one sentence
 * @param options what it takes beside {@code --help}
 * @param action what it does; returns the exit status
 */
record Command(String name, String parameter, String summary, List<Option> options, Action action) {

    private static final int COLUMN = 28;

    /** What a command does. */
    @FunctionalInterface
    interface Action {

        int run(Arguments arguments);
    }

    /**
     * An option.
     *
     * @param name with its dashes
     * @param value placeholder of its value; empty when it takes none
     * @param summary one sentence
     * @param many whether it may be given several times
     */
    record Option(String name, String value, String summary, boolean many) {

        Option(String name, String value, String summary) {
            this(name, value, summary, false);
        }

        boolean takesValue() {
            return !value.isEmpty();
        }
    }

    Command {
        options = List.copyOf(options);
    }

    Optional<Option> option(String wanted) {
        return options.stream().filter(option -> option.name().equals(wanted)).findFirst();
    }

    int parameterCount() {
        return parameter.isEmpty() ? 0 : parameter.split(" ").length;
    }

    boolean parameterRequired() {
        return !parameter.isEmpty() && !parameter.startsWith("[");
    }

    /** The text of {@code --help}. */
    String help() {
        StringBuilder text = new StringBuilder("Usage: hearth ").append(name);
        if (!parameter.isEmpty()) {
            text.append(' ').append(parameter);
        }
        text.append(" [OPTION...]\n\n").append(summary).append("\n\n");
        for (Option option : options) {
            text.append(
                    line(option.takesValue() ? option.name() + " " + option.value() : option.name(), option.summary()));
        }
        return text.append(line("--help", "Print this.")).toString();
    }

    /** One line of a two-column list. */
    static String line(String left, String right) {
        String gap = " ".repeat(Math.max(1, COLUMN - left.length()));
        return "  " + left + gap + right + "\n";
    }
}
