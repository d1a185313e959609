package dev.hearth.sandbox;

/** A sandbox could not be made; the message says which step failed and what to do. */
public final class SandboxException extends Exception {

    private static final long serialVersionUID = 1L;

    public SandboxException(String message) {
        super(message);
    }

    public SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
