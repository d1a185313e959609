package dev.hearth.server;

/** A command cannot do what was asked; the message says why and what to do next. Expected, so without a stack trace. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message, null, false, false);
    }
}
