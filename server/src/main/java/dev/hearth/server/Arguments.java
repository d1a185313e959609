package dev.hearth.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed after a command's name, checked against the command.
 *
 * @param values by option name; the empty string for an option without a value
 * @param parameter the positional parameter, or empty; several with a space between
 * @param help whether {@code --help} was among them; nothing else was checked then
 */
record Arguments(Map<String, String> values, String parameter, boolean help) {

    private static final String SEPARATOR = "\0";

    /** The arguments do not fit the command; the message says how. */
    static final class UsageException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads {@code --name value}, {@code --name=value}, {@code --flag} and one positional parameter, in any order. */
    static Arguments parse(Command command, List<String> typed) {
        if (typed.contains("--help") || typed.contains("-h")) {
            return new Arguments(Map.of(), "", true);
        }
        Map<String, String> values = new HashMap<>();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                parameters.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Command.Option option = command.option(name)
                    .orElseThrow(() -> new UsageException("unknown option " + name + " of " + command.name()));
            if (!option.takesValue() && equals >= 0) {
                throw new UsageException(name + " takes no value");
            }
            String value = equals < 0 ? "" : word.substring(equals + 1);
            if (option.takesValue() && equals < 0) {
                i++;
                if (i == typed.size()) {
                    throw new UsageException(name + " needs a value: " + option.value());
                }
                value = typed.get(i);
            }
            String before = values.put(name, value);
            if (before != null && !option.many()) {
                throw new UsageException(name + " was given twice");
            }
            if (before != null) {
                values.put(name, before + SEPARATOR + value);
            }
        }
        return new Arguments(values, parameters(command, parameters), false);
    }

    private static String parameters(Command command, List<String> parameters) {
        int most = command.parameterCount();
        if (parameters.size() > most) {
            throw new UsageException("unknown argument '" + parameters.get(most) + "' of " + command.name());
        }
        if (parameters.size() < most && command.parameterRequired()) {
            throw new UsageException(command.name() + " needs " + command.parameter());
        }
        return String.join(" ", parameters);
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** All values of an option that may be given several times, in their order. */
    List<String> all(String option) {
        String text = values.get(option);
        return text == null ? List.of() : List.of(text.split(SEPARATOR));
    }

    /** The value of {@code option}, or {@code absent}. */
    int number(String option, int least, int most, int absent) {
        String text = values.get(option);
        if (text == null) {
            return absent;
        }
        boolean sound = text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
        if (!sound) {
            throw new UsageException(option + " takes a number from " + least + " to " + most + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    /** The value of {@code --port}, or empty. */
    Optional<Integer> port() {
        return value("--port").map(text -> {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > ServerOptions.MAX_PORT) {
                throw new UsageException("--port takes a number from 0 to " + ServerOptions.MAX_PORT + ", not " + text);
            }
            return Integer.valueOf(text);
        });
    }
}
