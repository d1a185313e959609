package dev.hearth.storage;

import dev.hearth.services.registry.PolicyDocument;
import dev.hearth.services.registry.PolicyStatement;
import java.util.Map;

/** A {@link PolicyDocument} as a part of a JSON document. */
final class PolicyRows {

    private PolicyRows() {}

    static Map<String, Object> write(PolicyDocument policy) {
        return Map.of(
                "revisionId",
                policy.revisionId(),
                "statements",
                policy.statements().stream().map(PolicyRows::statement).toList());
    }

    static PolicyDocument read(Map<String, Object> document) {
        return new PolicyDocument(
                JsonDocument.objects(document, "statements").stream()
                        .map(PolicyRows::statement)
                        .toList(),
                JsonDocument.text(document, "revisionId", ""));
    }

    private static Map<String, Object> statement(PolicyStatement statement) {
        return Map.of(
                "sid", statement.sid(),
                "principalKind", statement.principal().kind().name(),
                "principal", statement.principal().value(),
                "action", statement.action(),
                "resource", statement.resource(),
                "conditions",
                        statement.conditions().stream()
                                .map(condition -> Map.of(
                                        "operator", condition.operator(),
                                        "key", condition.key(),
                                        "value", condition.value()))
                                .toList());
    }

    private static PolicyStatement statement(Map<String, Object> document) {
        return new PolicyStatement(
                JsonDocument.text(document, "sid", ""),
                new PolicyStatement.Principal(
                        PolicyStatement.Principal.Kind.valueOf(JsonDocument.text(document, "principalKind", "AWS")),
                        JsonDocument.text(document, "principal", "")),
                JsonDocument.text(document, "action", ""),
                JsonDocument.text(document, "resource", ""),
                JsonDocument.objects(document, "conditions").stream()
                        .map(condition -> new PolicyStatement.Condition(
                                JsonDocument.text(condition, "operator", ""),
                                JsonDocument.text(condition, "key", ""),
                                JsonDocument.text(condition, "value", "")))
                        .toList());
    }
}
