package dev.hearth.aws.lambda;

import dev.hearth.services.registry.PolicyDocument;
import dev.hearth.services.registry.PolicyStatement;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Policies as the JSON text that AWS puts into its answers. */
final class PolicyJson {

    private static final JsonFactory JSON = new JsonFactory();

    private PolicyJson() {}

    static String policy(PolicyDocument policy) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("Version", "2012-10-17");
            json.writeStringProperty("Id", "default");
            json.writeName("Statement");
            json.writeStartArray();
            policy.statements().forEach(statement -> write(json, statement));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    static String statement(PolicyStatement statement) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, statement);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, PolicyStatement statement) {
        json.writeStartObject();
        json.writeStringProperty("Sid", statement.sid());
        json.writeStringProperty("Effect", "Allow");
        json.writeName("Principal");
        switch (statement.principal().kind()) {
            case ANYBODY -> json.writeString("*");
            case AWS -> member(json, "AWS", statement.principal().value());
            case SERVICE -> member(json, "Service", statement.principal().value());
        }
        json.writeStringProperty("Action", statement.action());
        json.writeStringProperty("Resource", statement.resource());
        if (!statement.conditions().isEmpty()) {
            conditions(json, statement);
        }
        json.writeEndObject();
    }

    /** The conditions of one operator are members of one object. */
    private static void conditions(JsonGenerator json, PolicyStatement statement) {
        Map<String, Map<String, String>> operators = new LinkedHashMap<>();
        statement
                .conditions()
                .forEach(condition -> operators
                        .computeIfAbsent(condition.operator(), _ -> new LinkedHashMap<>())
                        .put(condition.key(), condition.value()));
        json.writeName("Condition");
        json.writeStartObject();
        operators.forEach((operator, keys) -> {
            json.writeName(operator);
            json.writeStartObject();
            keys.forEach(json::writeStringProperty);
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private static void member(JsonGenerator json, String name, String value) {
        json.writeStartObject();
        json.writeStringProperty(name, value);
        json.writeEndObject();
    }
}
