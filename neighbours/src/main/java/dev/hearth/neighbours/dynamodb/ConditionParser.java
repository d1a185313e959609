package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions: of writes, filters and keys.
 *
 * <pre>
 * or      = and { OR and }
 * and     = not { AND not }
 * not     = NOT not | compare
 * compare = primary [ operator primary | BETWEEN primary AND primary | IN ( primary { , primary } ) ]
 * primary = ( or ) | path | :value | function ( primary { , primary } )
 * </pre>
 */
final class ConditionParser {

    private static final Set<String> OPERATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Set<String> EQUALITY = Set.of("=", "<>");
    private static final List<String> KEYWORDS = List.of("AND", "OR", "NOT", "BETWEEN", "IN");

    /** Of candidates of IN (API reference, "Condition"). */
    private static final int MAX_CANDIDATES = 100;

    private final Tokens tokens;
    private final PathReader reader;
    private final Findings all = new Findings();
    private Findings leaf = new Findings();
    private int depth;

    private ConditionParser(Tokens tokens, Placeholders placeholders) {
        this.tokens = tokens;
        this.reader = new PathReader(tokens, placeholders, new LeafFindings());
    }

    static Condition parse(String text, Placeholders placeholders) {
        ConditionParser parser = new ConditionParser(PathReader.tokens(text), placeholders);
        Node node = parser.or();
        if (parser.tokens.peek().kind() != Token.Kind.END) {
            throw parser.tokens.syntax();
        }
        Condition condition = parser.condition(node);
        parser.closeLeaf();
        parser.all.tell();
        return condition;
    }

    private Node or() {
        depth++;
        if (depth > PathReader.MAX_OPERATORS) {
            throw new ExpressionError("The expression is nested too deeply");
        }
        Node left = and();
        while (tokens.takeIfWord("OR")) {
            reader.countOperator();
            Condition first = condition(left);
            left = new Node(new Condition.Or(first, condition(and())), null);
        }
        depth--;
        return left;
    }

    private Node and() {
        Node left = not();
        while (tokens.takeIfWord("AND")) {
            reader.countOperator();
            Condition first = condition(left);
            left = new Node(new Condition.And(first, condition(not())), null);
        }
        return left;
    }

    private Node not() {
        int negations = 0;
        while (tokens.takeIfWord("NOT")) {
            reader.countOperator();
            negations++;
        }
        Node node = compare();
        if (negations > 0) {
            Condition condition = condition(node);
            for (int i = 0; i < negations; i++) {
                condition = new Condition.Not(condition);
            }
            node = new Node(condition, null);
        }
        closeLeaf();
        return node;
    }

    private Node compare() {
        Node node = primary();
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.SYMBOL && OPERATORS.contains(token.text())) {
            Operand left = operand(node);
            tokens.take();
            reader.countOperator();
            Operand right = operand(primary());
            misused(List.of(left, right));
            distinct(token.text(), List.of(left, right));
            if (!EQUALITY.contains(token.text())) {
                FunctionRules.ordered(token.text(), List.of(left, right), leaf);
            }
            return new Node(new Condition.Compare(token.text(), left, right), null);
        }
        if (token.isWord("BETWEEN")) {
            Operand middle = operand(node);
            tokens.take();
            reader.countOperator();
            Operand lower = operand(primary());
            if (!tokens.takeIfWord("AND")) {
                throw tokens.syntax();
            }
            Operand upper = operand(primary());
            misused(List.of(middle, lower, upper));
            FunctionRules.between(lower, upper, leaf);
            FunctionRules.ordered("BETWEEN", List.of(middle, lower, upper), leaf);
            return new Node(new Condition.Between(middle, lower, upper), null);
        }
        if (token.isWord("IN")) {
            Operand one = operand(node);
            tokens.take();
            reader.countOperator();
            return in(one);
        }
        return node;
    }

    private Node in(Operand one) {
        tokens.need("(");
        List<Operand> candidates = arguments();
        if (candidates.isEmpty()) {
            throw tokens.syntax();
        }
        if (candidates.size() > MAX_CANDIDATES) {
            leaf.add(
                    Findings.Kind.OPERAND,
                    "Incorrect number of operands for operator or function; operator or function: IN, number of"
                            + " operands: " + (candidates.size() + 1));
        }
        List<Operand> together = new ArrayList<>(candidates);
        together.addFirst(one);
        misused(together);
        return new Node(new Condition.In(one, candidates), null);
    }

    /** Up to and with the closing parenthesis. */
    private List<Operand> arguments() {
        List<Operand> arguments = new ArrayList<>();
        if (tokens.takeIf(")")) {
            return arguments;
        }
        do {
            arguments.add(operand(primary()));
        } while (tokens.takeIf(","));
        tokens.need(")");
        return arguments;
    }

    private Node primary() {
        Token token = tokens.peek();
        if (token.is("(")) {
            tokens.take();
            boolean again = tokens.peek().is("(");
            Node inner = or();
            boolean closedAgain = again && inner.inParentheses;
            tokens.need(")");
            if (closedAgain) {
                all.add(Findings.Kind.PARENTHESES, "The expression has redundant parentheses;");
            }
            return new Node(inner.condition, inner.operand, true);
        }
        if (KEYWORDS.stream().anyMatch(token::isWord)) {
            throw tokens.syntax();
        }
        if (reader.isCall()) {
            String name = tokens.take().text();
            tokens.take();
            reader.countOperator();
            List<Operand> arguments = arguments();
            misused(arguments);
            FunctionRules.condition(name, arguments, all, leaf);
            return new Node(null, new Operand.Call(name, arguments));
        }
        if (reader.isPath()) {
            return new Node(null, new Operand.Path(reader.path()));
        }
        if (token.kind() == Token.Kind.VALUE_PLACEHOLDER) {
            return new Node(null, reader.value());
        }
        throw tokens.syntax();
    }

    private Operand operand(Node node) {
        if (node.operand == null) {
            throw tokens.syntax();
        }
        return node.operand;
    }

    private Condition condition(Node node) {
        if (node.condition != null) {
            return node.condition;
        }
        if (node.operand instanceof Operand.Call(String name, List<Operand> arguments)) {
            if (name.equals("size")) {
                misused(name);
            }
            return new Condition.Test(name, arguments);
        }
        throw tokens.syntax();
    }

    private void misused(List<Operand> operands) {
        for (Operand each : operands) {
            if (each instanceof Operand.Call(String name, List<Operand> _) && !name.equals("size")) {
                misused(name);
            }
        }
    }

    private void misused(String name) {
        all.add(
                Findings.Kind.MISUSED_FUNCTION,
                "The function is not allowed to be used this way in an expression; function: " + name);
    }

    private void distinct(String operator, List<Operand> operands) {
        FunctionRules.distinct(operator, operands, leaf);
    }

    /** The first comparison or function with an error is the one whose error is told. */
    private void closeLeaf() {
        String message = leaf.message();
        if (message != null) {
            all.add(Findings.Kind.CONDITION, message);
        }
        leaf = new Findings();
    }

    /** What paths and values of a leaf find: all but reserved words belong to the leaf. */
    private final class LeafFindings extends Findings {

        @Override
        void add(Kind kind, String message) {
            if (kind == Kind.RESERVED) {
                all.add(kind, message);
            } else {
                leaf.add(Kind.NAME, message);
            }
        }
    }

    /** A part of an expression, which is a condition or an operand. */
    private record Node(
            @Nullable Condition condition, @Nullable Operand operand, boolean inParentheses) {

        Node(@Nullable Condition condition, @Nullable Operand operand) {
            this(condition, operand, false);
        }
    }
}
