package dev.hearth.neighbours.dynamodb;

import java.util.List;

/** Reads projections: paths with commas between them. */
final class ProjectionParser {

    private ProjectionParser() {}

    static List<DocumentPath> parse(String text, Placeholders placeholders) {
        Tokens tokens = PathReader.tokens(text);
        Findings findings = new Findings();
        PathReader reader = new PathReader(tokens, placeholders, findings);
        Paths paths = new Paths(findings);
        do {
            paths.add(reader.path());
        } while (tokens.takeIf(","));
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.syntax();
        }
        findings.tell();
        return List.copyOf(paths.all());
    }
}
