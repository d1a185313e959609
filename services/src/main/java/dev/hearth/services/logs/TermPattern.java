package dev.hearth.services.logs;

import java.util.ArrayList;
import java.util.List;

/**
 * Terms in a line of text, by case: all of the plain ones, none of the excluded ones ({@code -}), or, when there are
 * only optional ones ({@code ?}), any of them. Optional terms beside others are ignored, as the user guide says.
 */
record TermPattern(List<Term> required, List<Term> excluded, List<Term> optional) implements FilterPattern {

    /** Something to look for. */
    sealed interface Term {

        boolean in(String message);

        record Words(String words) implements Term {
            @Override
            public boolean in(String message) {
                return message.contains(words);
            }
        }

        record Regex(LineRegex regex) implements Term {
            @Override
            public boolean in(String message) {
                return regex.find(message);
            }
        }
    }

    @Override
    public boolean matches(String message) {
        if (required.isEmpty() && excluded.isEmpty()) {
            return optional.stream().anyMatch(term -> term.in(message));
        }
        return required.stream().allMatch(term -> term.in(message))
                && excluded.stream().noneMatch(term -> term.in(message));
    }

    static TermPattern parse(PatternReader reader) {
        List<Term> required = new ArrayList<>();
        List<Term> excluded = new ArrayList<>();
        List<Term> optional = new ArrayList<>();
        while (!reader.skipSpaces().atEnd()) {
            if (reader.take("-")) {
                excluded.add(term(reader.skipSpaces()));
            } else if (reader.take("?")) {
                optional.add(term(reader.skipSpaces()));
            } else {
                required.add(term(reader));
            }
        }
        return new TermPattern(List.copyOf(required), List.copyOf(excluded), List.copyOf(optional));
    }

    private static Term term(PatternReader reader) {
        return switch (reader.peek()) {
            case '"' -> new Term.Words(reader.quoted());
            case '%' -> new Term.Regex(reader.regex());
            default -> {
                String word = reader.run(c -> !Character.isWhitespace(c));
                if (word.isEmpty() || !word.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
                    throw LogRules.invalid("Invalid character(s) in term '" + word + "'");
                }
                yield new Term.Words(word);
            }
        };
    }
}
