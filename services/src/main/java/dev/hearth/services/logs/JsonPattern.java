package dev.hearth.services.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A condition on the fields of a JSON log event: {@code { $.user.id = 1 && ($.latency >= 500 || $.error IS TRUE) }}.
 * A line that is not JSON does not match, nor does a comparison with a field that is missing, null, an object or an
 * array.
 */
record JsonPattern(Expression expression) implements FilterPattern {

    /** A condition; the parser gives {@code &&} precedence over {@code ||}. */
    sealed interface Expression {

        boolean holds(Json event);

        record AnyOf(List<Expression> expressions) implements Expression {
            @Override
            public boolean holds(Json event) {
                return expressions.stream().anyMatch(expression -> expression.holds(event));
            }
        }

        record AllOf(List<Expression> expressions) implements Expression {
            @Override
            public boolean holds(Json event) {
                return expressions.stream().allMatch(expression -> expression.holds(event));
            }
        }

        record Compared(Selector selector, Comparison comparison) implements Expression {
            @Override
            public boolean holds(Json event) {
                return selector.of(event).anyMatch(this::valueHolds);
            }

            private boolean valueHolds(Json value) {
                return switch (value) {
                    case Json.Scalar(var text) -> comparison.holds(text);
                    case Json.Flag(var flag) -> comparison.holds(Boolean.toString(flag));
                    case Json.Null _, Json.Members _, Json.Elements _ -> false;
                };
            }
        }

        record Is(Selector selector, Json value) implements Expression {
            @Override
            public boolean holds(Json event) {
                return selector.of(event).anyMatch(value::equals);
            }
        }

        record Exists(Selector selector, boolean wanted) implements Expression {
            @Override
            public boolean holds(Json event) {
                return selector.of(event).findAny().isPresent() == wanted;
            }
        }
    }

    /** A way from the root ({@code $}) to values. */
    record Selector(List<Step> steps) {

        Stream<Json> of(Json event) {
            Stream<Json> values = Stream.of(event);
            for (Step step : steps) {
                values = values.flatMap(step::from);
            }
            return values;
        }
    }

    /** One step of a selector. */
    sealed interface Step {

        Stream<Json> from(Json value);

        record Member(String name) implements Step {
            @Override
            public Stream<Json> from(Json value) {
                return value instanceof Json.Members(var members) && members.containsKey(name)
                        ? Stream.of(members.get(name))
                        : Stream.empty();
            }
        }

        record Element(int index) implements Step {
            @Override
            public Stream<Json> from(Json value) {
                return value instanceof Json.Elements(var elements) && index < elements.size()
                        ? Stream.of(elements.get(index))
                        : Stream.empty();
            }
        }

        record AnyElement() implements Step {
            @Override
            public Stream<Json> from(Json value) {
                return value instanceof Json.Elements(var elements) ? elements.stream() : Stream.empty();
            }
        }
    }

    @Override
    public boolean matches(String message) {
        Optional<Json> event = Json.parse(message);
        return event.isPresent() && expression.holds(event.get());
    }

    static JsonPattern parse(PatternReader reader) {
        reader.expect("{");
        Expression expression = anyOf(reader);
        reader.skipSpaces().expect("}");
        if (!reader.skipSpaces().atEnd()) {
            throw reader.invalid("text after the closing brace");
        }
        return new JsonPattern(expression);
    }

    private static Expression anyOf(PatternReader reader) {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(allOf(reader));
        } while (reader.skipSpaces().take("||"));
        return parts.size() == 1 ? parts.getFirst() : new Expression.AnyOf(parts);
    }

    private static Expression allOf(PatternReader reader) {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(condition(reader));
        } while (reader.skipSpaces().take("&&"));
        return parts.size() == 1 ? parts.getFirst() : new Expression.AllOf(parts);
    }

    private static Expression condition(PatternReader reader) {
        if (reader.skipSpaces().take("(")) {
            Expression inner = anyOf(reader);
            reader.skipSpaces().expect(")");
            return inner;
        }
        Selector selector = selector(reader);
        reader.skipSpaces();
        if (reader.takeWord("IS")) {
            return is(selector, reader.skipSpaces());
        }
        if (reader.takeWord("NOT")) {
            if (!reader.skipSpaces().takeWord("EXISTS")) {
                throw reader.invalid("expected EXISTS after NOT");
            }
            return new Expression.Exists(selector, false);
        }
        if (reader.takeWord("EXISTS")) {
            return new Expression.Exists(selector, true);
        }
        return new Expression.Compared(selector, reader.comparison(JsonPattern::bare));
    }

    private static Expression is(Selector selector, PatternReader reader) {
        if (reader.takeWord("NULL")) {
            return new Expression.Is(selector, new Json.Null());
        }
        if (reader.takeWord("TRUE")) {
            return new Expression.Is(selector, new Json.Flag(true));
        }
        if (reader.takeWord("FALSE")) {
            return new Expression.Is(selector, new Json.Flag(false));
        }
        throw reader.invalid("expected NULL, TRUE or FALSE after IS");
    }

    private static Selector selector(PatternReader reader) {
        reader.expect("$");
        List<Step> steps = new ArrayList<>();
        while (true) {
            if (reader.take("[")) {
                steps.add(bracket(reader));
                reader.expect("]");
            } else if (reader.take(".")) {
                if (reader.peek() != '[') {
                    steps.add(member(reader));
                }
            } else if (steps.isEmpty()) {
                throw reader.invalid("a selector needs a property after $");
            } else {
                return new Selector(List.copyOf(steps));
            }
        }
    }

    private static Step member(PatternReader reader) {
        String name = reader.run(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '@');
        if (name.isEmpty()) {
            throw reader.invalid("a selector has an empty property");
        }
        return new Step.Member(name);
    }

    private static Step bracket(PatternReader reader) {
        if (reader.take("*")) {
            return new Step.AnyElement();
        }
        if (reader.peek() == '"') {
            return new Step.Member(reader.quoted());
        }
        if (reader.take("'")) {
            String name = reader.run(c -> c != '\'');
            reader.expect("'");
            return new Step.Member(name);
        }
        String digits = reader.run(c -> c >= '0' && c <= '9');
        if (digits.isEmpty() || digits.length() > 6) {
            throw reader.invalid("an index is a number");
        }
        return new Step.Element(Integer.parseInt(digits));
    }

    private static boolean bare(int c) {
        return Character.isLetterOrDigit(c) || "_.*:/+-".indexOf(c) >= 0;
    }
}
