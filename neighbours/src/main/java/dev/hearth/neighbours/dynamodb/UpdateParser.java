package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads updates.
 *
 * <pre>
 * update  = section { section }
 * section = SET path = value { , path = value } | REMOVE path { , path } | ADD path :v { , path :v } | DELETE likewise
 * value   = operand [ + operand | - operand ]
 * operand = path | :value | function ( value { , value } ) | ( value )
 * </pre>
 */
final class UpdateParser {

    private static final Map<String, Integer> FUNCTIONS = Map.of("if_not_exists", 2, "list_append", 2);
    private static final Map<String, String> LONG_NAMES = Map.of(
            "S", "STRING", "N", "NUMBER", "B", "BINARY", "NULL", "NULL", "BOOL", "BOOLEAN", "L", "LIST", "M", "MAP");

    private final Tokens tokens;
    private final Findings findings = new Findings();
    private final PathReader reader;
    private final Paths paths = new Paths(findings);
    private final List<Update.Action> actions = new ArrayList<>();
    private final Set<String> sections = new HashSet<>();

    private UpdateParser(Tokens tokens, Placeholders placeholders) {
        this.tokens = tokens;
        this.reader = new PathReader(tokens, placeholders, findings);
    }

    static Update parse(String text, Placeholders placeholders) {
        UpdateParser parser = new UpdateParser(PathReader.tokens(text), placeholders);
        do {
            parser.section();
        } while (parser.tokens.peek().kind() != Token.Kind.END);
        parser.findings.tell();
        return new Update(List.copyOf(parser.actions));
    }

    private void section() {
        if (tokens.takeIfWord("SET")) {
            begin("SET");
            do {
                set();
            } while (tokens.takeIf(","));
        } else if (tokens.takeIfWord("REMOVE")) {
            begin("REMOVE");
            do {
                reader.countOperator();
                DocumentPath path = path();
                actions.add(new Update.Remove(path));
            } while (tokens.takeIf(","));
        } else if (tokens.takeIfWord("ADD")) {
            begin("ADD");
            do {
                DocumentPath path = path();
                actions.add(new Update.Add(path, element("ADD")));
            } while (tokens.takeIf(","));
        } else if (tokens.takeIfWord("DELETE")) {
            begin("DELETE");
            do {
                DocumentPath path = path();
                actions.add(new Update.Delete(path, element("DELETE")));
            } while (tokens.takeIf(","));
        } else {
            throw tokens.syntax();
        }
    }

    private void begin(String section) {
        if (!sections.add(section)) {
            findings.add(
                    Findings.Kind.SECTION,
                    "The \"" + section + "\" section can only be used once in an update expression;");
        }
    }

    private DocumentPath path() {
        DocumentPath path = reader.path();
        paths.add(path);
        return path;
    }

    private void set() {
        reader.countOperator();
        DocumentPath path = path();
        tokens.need("=");
        actions.add(new Update.Set(path, value()));
    }

    private AttributeValue element(String section) {
        reader.countOperator();
        if (tokens.peek().kind() != Token.Kind.VALUE_PLACEHOLDER) {
            throw tokens.syntax();
        }
        if (reader.value() instanceof Operand.Value(AttributeValue value)) {
            String type = value.type();
            boolean number = section.equals("ADD") && type.equals("N");
            if (LONG_NAMES.containsKey(type) && !number) {
                findings.add(
                        Findings.Kind.OPERAND,
                        "Incorrect operand type for operator or function; operator: " + section + ", operand type: "
                                + LONG_NAMES.get(type));
            }
            return value;
        }
        return new AttributeValue.Null();
    }

    private Operand value() {
        Operand left = operand();
        Token token = tokens.peek();
        if (!token.is("+") && !token.is("-")) {
            return left;
        }
        tokens.take();
        reader.countOperator();
        Operand right = operand();
        number(token.text(), left);
        number(token.text(), right);
        return new Operand.Arithmetic(token.text().charAt(0), left, right);
    }

    private void number(String operator, Operand operand) {
        need(operator, operand, "N");
    }

    private void need(String function, Operand operand, String wanted) {
        String type = operand.immediateType();
        if (type != null && !type.equals(wanted)) {
            findings.add(
                    Findings.Kind.FUNCTION,
                    "Incorrect operand type for operator or function; operator or function: " + function
                            + ", operand type: " + type);
        }
    }

    private Operand operand() {
        Token token = tokens.peek();
        if (tokens.takeIf("(")) {
            reader.countOperator();
            Operand inner = value();
            tokens.need(")");
            return inner;
        }
        if (token.kind() == Token.Kind.VALUE_PLACEHOLDER) {
            return reader.value();
        }
        if (reader.isCall()) {
            return call();
        }
        return new Operand.Path(reader.path());
    }

    private Operand call() {
        reader.countOperator();
        String name = tokens.take().text();
        tokens.need("(");
        List<Operand> arguments = new ArrayList<>();
        do {
            arguments.add(value());
        } while (tokens.takeIf(","));
        tokens.need(")");
        Integer wanted = FUNCTIONS.get(name);
        if (wanted == null) {
            findings.add(Findings.Kind.UNKNOWN_FUNCTION, "Invalid function name; function: " + name);
        } else if (wanted != arguments.size()) {
            findings.add(
                    Findings.Kind.FUNCTION,
                    "Incorrect number of operands for operator or function; operator or function: " + name
                            + ", number of operands: " + arguments.size());
        } else if (name.equals("list_append")) {
            arguments.forEach(each -> need(name, each, "L"));
        } else if (!(arguments.getFirst() instanceof Operand.Path)) {
            findings.add(
                    Findings.Kind.FUNCTION,
                    "Operator or function requires a document path; operator or function: " + name);
        }
        return new Operand.Call(name, arguments);
    }
}
