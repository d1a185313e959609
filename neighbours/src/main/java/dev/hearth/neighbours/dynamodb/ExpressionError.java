package dev.hearth.neighbours.dynamodb;

/** What is wrong with an expression, on its way to who knows which expression it is. */
final class ExpressionError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    ExpressionError(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    String text() {
        return text;
    }
}
