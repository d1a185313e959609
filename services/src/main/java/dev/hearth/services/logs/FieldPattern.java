package dev.hearth.services.logs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A space-delimited line as a list of fields, with conditions on some:
 * {@code [ip, user, ..., status = 4*, bytes > 1000]}. An ellipsis stands for any number of fields; what brackets or
 * quotes enclose is one field.
 */
record FieldPattern(List<Element> elements) implements FilterPattern {

    /** The most fields of a line that are told apart; a longer line does not match. */
    private static final int FIELDS = 10_000;

    /** A piece of the list between commas. */
    sealed interface Element {

        record Ellipsis() implements Element {}

        /** As many fields as there are names, for which some alternative's conditions all hold. */
        record Fields(List<String> names, List<List<Condition>> anyOf) implements Element {
            boolean holds(List<String> line, int first) {
                return anyOf.stream()
                        .anyMatch(allOf -> allOf.stream()
                                .allMatch(condition ->
                                        condition.comparison.holds(line.get(first + names.indexOf(condition.name)))));
            }
        }
    }

    record Condition(String name, Comparison comparison) {}

    @Override
    public boolean matches(String message) {
        List<String> line = split(message);
        if (line.size() > FIELDS) {
            return false;
        }
        BitSet reached = new BitSet();
        reached.set(0);
        for (Element element : elements) {
            reached = switch (element) {
                case Element.Ellipsis _ -> onward(reached, line.size());
                case Element.Fields fields -> over(fields, reached, line);
            };
        }
        return reached.get(line.size());
    }

    private static BitSet onward(BitSet reached, int size) {
        BitSet after = new BitSet();
        int first = reached.nextSetBit(0);
        if (first >= 0) {
            after.set(first, size + 1);
        }
        return after;
    }

    private static BitSet over(Element.Fields fields, BitSet reached, List<String> line) {
        BitSet after = new BitSet();
        int count = fields.names.size();
        for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
            if (at + count <= line.size() && fields.holds(line, at)) {
                after.set(at + count);
            }
        }
        return after;
    }

    /** The fields of a line, without the brackets or quotes around them. */
    static List<String> split(String message) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at < message.length()) {
            char c = message.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int close = c == '[' ? message.indexOf(']', at + 1) : c == '"' ? message.indexOf('"', at + 1) : -1;
            if (close >= 0) {
                fields.add(message.substring(at + 1, close));
                at = close + 1;
            } else {
                int end = at;
                while (end < message.length() && !Character.isWhitespace(message.charAt(end))) {
                    end++;
                }
                fields.add(message.substring(at, end));
                at = end;
            }
        }
        return fields;
    }

    static FieldPattern parse(PatternReader reader) {
        reader.expect("[");
        List<Element> elements = new ArrayList<>();
        do {
            reader.skipSpaces();
            if (reader.take("...") || reader.take("\u2026")) {
                elements.add(new Element.Ellipsis());
            } else {
                elements.add(fields(reader));
            }
        } while (reader.skipSpaces().take(","));
        reader.expect("]");
        if (!reader.skipSpaces().atEnd()) {
            throw reader.invalid("text after the closing bracket");
        }
        return new FieldPattern(List.copyOf(elements));
    }

    private static Element.Fields fields(PatternReader reader) {
        Set<String> names = new LinkedHashSet<>();
        List<List<Condition>> anyOf = new ArrayList<>();
        List<Condition> allOf = new ArrayList<>();
        while (true) {
            String name = name(reader);
            names.add(name);
            char next = reader.skipSpaces().peek();
            if (next != ',' && next != ']' && next != '&' && next != '|') {
                allOf.add(new Condition(name, reader.comparison(FieldPattern::bare)));
            }
            if (reader.skipSpaces().take("||")) {
                anyOf.add(List.copyOf(allOf));
                allOf.clear();
            } else if (!reader.take("&&")) {
                anyOf.add(List.copyOf(allOf));
                return new Element.Fields(List.copyOf(names), List.copyOf(anyOf));
            }
        }
    }

    /** Perhaps empty: a field that nobody needs a name for. */
    private static String name(PatternReader reader) {
        reader.skipSpaces();
        return reader.run(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$');
    }

    private static boolean bare(int c) {
        return !Character.isWhitespace(c) && ",]&|\"%=<>!".indexOf(c) < 0;
    }
}
