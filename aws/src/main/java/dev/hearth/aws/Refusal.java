package dev.hearth.aws;

/** An {@link EdgeError} on its way to the answer. Carries no stack trace: it is an expected outcome, not a bug. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final EdgeError error;
    private final String text;

    Refusal(EdgeError error, String text) {
        super(text, null, false, false);
        this.error = error;
        this.text = text;
    }

    EdgeError error() {
        return error;
    }

    /** What the caller is told. */
    String text() {
        return text;
    }
}
