package dev.hearth.neighbours.sqs;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A queue's Policy as text, with the statements that AddPermission adds and RemovePermission takes. */
final class PolicyText {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    /** A statement as it stands, with its Sid; empty when it has none. */
    private record Statement(String sid, String text) {}

    private PolicyText() {}

    /** How many statements {@code policy} has. */
    static int size(@Nullable String policy) {
        return statements(policy).size();
    }

    static boolean has(@Nullable String policy, String label) {
        return statements(policy).stream().anyMatch(each -> each.sid.equals(label));
    }

    /** With a statement that allows {@code actions} to {@code accounts}. */
    static String with(@Nullable String policy, String arn, String label, List<String> accounts, List<String> actions) {
        List<Statement> all = new ArrayList<>(statements(policy));
        all.add(new Statement(label, statement(arn, label, accounts, actions)));
        return document(arn, all);
    }

    /** Without the statement {@code label}; empty when none is left. */
    static String without(@Nullable String policy, String arn, String label) {
        List<Statement> rest = statements(policy).stream()
                .filter(each -> !each.sid.equals(label))
                .toList();
        return rest.isEmpty() ? "" : document(arn, rest);
    }

    private static String statement(String arn, String label, List<String> accounts, List<String> actions) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("Sid", label);
            json.writeStringProperty("Effect", "Allow");
            json.writeName("Principal");
            json.writeStartObject();
            values(
                    json,
                    "AWS",
                    accounts.stream()
                            .map(account -> "arn:aws:iam::" + account + ":root")
                            .toList());
            json.writeEndObject();
            values(
                    json,
                    "Action",
                    actions.stream().map(action -> "SQS:" + action).toList());
            json.writeStringProperty("Resource", arn);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** One value stands alone, as AWS writes it. */
    private static void values(JsonGenerator json, String name, List<String> values) {
        json.writeName(name);
        if (values.size() == 1) {
            json.writeString(values.getFirst());
            return;
        }
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    private static String document(String arn, List<Statement> statements) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("Version", "2012-10-17");
            json.writeStringProperty("Id", arn + "/SQSDefaultPolicy");
            json.writeName("Statement");
            json.writeStartArray();
            statements.forEach(each -> json.writeRawValue(each.text));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** {@code policy} was checked to be a JSON object when it was set. */
    private static List<Statement> statements(@Nullable String policy) {
        List<Statement> found = new ArrayList<>();
        if (policy == null || policy.isEmpty()) {
            return found;
        }
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), policy)) {
            json.nextToken();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                if (!name.equals("Statement")) {
                    json.skipChildren();
                } else if (token == JsonToken.START_OBJECT) {
                    found.add(copy(json));
                } else if (token == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        found.add(copy(json));
                    }
                }
            }
        }
        return found;
    }

    /** The object at which {@code json} stands, as text. */
    private static Statement copy(JsonParser json) {
        StringWriter text = new StringWriter();
        String sid = "";
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                if (name.equals("Sid") && token == JsonToken.VALUE_STRING) {
                    sid = json.getString();
                }
                out.writeName(name);
                out.copyCurrentStructure(json);
            }
            out.writeEndObject();
        }
        return new Statement(sid, text.toString());
    }
}
