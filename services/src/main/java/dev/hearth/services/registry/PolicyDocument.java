package dev.hearth.services.registry;

import java.util.ArrayList;
import java.util.List;

/**
 * Who may do what with one resource.
 *
 * @param statements in the order in which they were added
 * @param revisionId changes with every change; empty when there never was one
 */
public record PolicyDocument(List<PolicyStatement> statements, String revisionId) {

    /** Nothing was ever said. */
    public static final PolicyDocument NONE = new PolicyDocument(List.of(), "");

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    PolicyDocument with(PolicyStatement added, String newRevisionId) {
        List<PolicyStatement> all = new ArrayList<>(statements);
        all.add(added);
        return new PolicyDocument(all, newRevisionId);
    }

    PolicyDocument without(String sid, String newRevisionId) {
        return new PolicyDocument(
                statements.stream()
                        .filter(statement -> !statement.sid().equals(sid))
                        .toList(),
                newRevisionId);
    }

    boolean has(String sid) {
        return statements.stream().anyMatch(statement -> statement.sid().equals(sid));
    }
}
