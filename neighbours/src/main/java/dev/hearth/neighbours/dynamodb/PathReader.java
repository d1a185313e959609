package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.List;

/** What all kinds of expressions have in common: paths, values, and the limits. */
final class PathReader {

    /** Operators and functions of an expression (Service Quotas, "Expression parameters"). */
    static final int MAX_OPERATORS = 300;

    /** How deep an expression, a path or a document may go (Service Quotas, "Nested attribute depth"). */
    static final int MAX_DEPTH = 32;

    private final Tokens tokens;
    private final Placeholders placeholders;
    private final Findings findings;
    private int operators;

    PathReader(Tokens tokens, Placeholders placeholders, Findings findings) {
        this.tokens = tokens;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    /** Refuses what cannot be read at all. */
    static Tokens tokens(String text) {
        if (text.isEmpty()) {
            throw new ExpressionError("The expression can not be empty;");
        }
        int size = ItemSize.utf8(text);
        if (size > Tokens.MAX_BYTES) {
            throw new ExpressionError(
                    "Expression size has exceeded the maximum allowed size; expression size: " + size);
        }
        return new Tokens(text);
    }

    void countOperator() {
        operators++;
        if (operators > MAX_OPERATORS) {
            throw new ExpressionError("The expression contains too many operators; operator count: " + operators
                    + ", maximum allowed: " + MAX_OPERATORS);
        }
    }

    boolean isPath() {
        Token token = tokens.peek();
        return token.kind() == Token.Kind.NAME || token.kind() == Token.Kind.NAME_PLACEHOLDER;
    }

    boolean isCall() {
        return tokens.peek().kind() == Token.Kind.NAME && tokens.peek(1).is("(");
    }

    DocumentPath path() {
        List<Object> steps = new ArrayList<>();
        steps.add(name());
        while (true) {
            if (tokens.takeIf(".")) {
                steps.add(name());
            } else if (tokens.peek().is("[")) {
                tokens.take();
                steps.add(place());
                tokens.need("]");
            } else {
                break;
            }
        }
        if (steps.size() > MAX_DEPTH) {
            throw new ExpressionError(
                    "The document path has too many nesting elements; nesting levels: " + steps.size());
        }
        return new DocumentPath(steps);
    }

    private Integer place() {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.NUMBER) {
            throw tokens.syntax();
        }
        tokens.take();
        try {
            return Integer.valueOf(token.text());
        } catch (NumberFormatException tooLarge) {
            throw new ExpressionError("List index is not within the allowable range; index: [" + token.text() + "]");
        }
    }

    private String name() {
        if (!isPath()) {
            throw tokens.syntax();
        }
        Token token = tokens.take();
        String text = token.text();
        if (token.kind() == Token.Kind.NAME) {
            if (ReservedWords.contains(text)) {
                findings.add(Findings.Kind.RESERVED, "Attribute name is a reserved keyword; reserved keyword: " + text);
            }
            return text;
        }
        String name = placeholders.name(text);
        if (name == null) {
            findings.add(
                    Findings.Kind.NAME,
                    "An expression attribute name used in the document path is not defined; attribute name: " + text);
            return text;
        }
        return name;
    }

    Operand value() {
        Token token = tokens.take();
        AttributeValue value = placeholders.value(token.text());
        if (value == null) {
            findings.add(
                    Findings.Kind.VALUE,
                    "An expression attribute value used in expression is not defined; attribute value: "
                            + token.text());
            return new Operand.Unknown();
        }
        return new Operand.Value(value);
    }
}
