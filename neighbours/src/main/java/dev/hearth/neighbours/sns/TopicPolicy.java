package dev.hearth.neighbours.sns;

import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A topic's Policy as text, with the statements that AddPermission adds and RemovePermission takes (API reference). The
 * rest of it stays as it is.
 */
final class TopicPolicy {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final String STATEMENT = "Statement";

    /** What a policy may allow on a topic. */
    private static final Set<String> ACTIONS = Set.of(
            "AddPermission",
            "DeleteTopic",
            "GetDataProtectionPolicy",
            "GetTopicAttributes",
            "ListSubscriptionsByTopic",
            "ListTagsForResource",
            "Publish",
            "PutDataProtectionPolicy",
            "Receive",
            "RemovePermission",
            "SetTopicAttributes",
            "Subscribe");

    private TopicPolicy() {}

    static void check(String label, List<String> accounts, List<String> actions) {
        if (label.isEmpty()) {
            throw SnsError.invalid("Label Reason: no value for required parameter");
        }
        if (accounts.isEmpty() || !accounts.stream().allMatch(each -> each.matches("\\d{12}"))) {
            throw SnsError.invalid("Policy Error: PrincipalNotFound");
        }
        if (actions.isEmpty() || !ACTIONS.containsAll(actions)) {
            throw SnsError.invalid("Policy statement action out of service scope!");
        }
    }

    /** With a statement {@code label} that allows {@code actions} to {@code accounts}. */
    static String with(String policy, String arn, String label, List<String> accounts, List<String> actions) {
        return edited(policy, label, true, json -> {
            json.writeStartObject();
            json.writeStringProperty("Sid", label);
            json.writeStringProperty("Effect", "Allow");
            json.writeName("Principal");
            json.writeStartObject();
            json.writeName("AWS");
            values(
                    json,
                    accounts.stream()
                            .map(account -> "arn:aws:iam::" + account + ":root")
                            .toList());
            json.writeEndObject();
            json.writeName("Action");
            values(json, actions.stream().map(action -> "SNS:" + action).toList());
            json.writeStringProperty("Resource", arn);
            json.writeEndObject();
        });
    }

    /** Without the statement {@code label}, if it has one. */
    static String without(String policy, String label) {
        return edited(policy, label, false, _ -> {});
    }

    /** One value stands alone, as AWS writes it. */
    private static void values(JsonGenerator json, List<String> values) {
        if (values.size() == 1) {
            json.writeString(values.getFirst());
            return;
        }
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    /** What comes after the statements that are there. */
    private interface Added {
        void write(JsonGenerator json);
    }

    /** {@code policy} was checked to be a JSON object when it was set. */
    private static String edited(String policy, String label, boolean unique, Added added) {
        StringWriter text = new StringWriter();
        boolean found = false;
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), policy);
                JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.nextToken();
            out.writeStartObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                out.writeName(name);
                if (!name.equals(STATEMENT)) {
                    out.copyCurrentStructure(json);
                    continue;
                }
                found = true;
                out.writeStartArray();
                if (token == JsonToken.START_OBJECT) {
                    keep(json, out, label, unique);
                } else if (token == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        keep(json, out, label, unique);
                    }
                }
                added.write(out);
                out.writeEndArray();
            }
            if (!found) {
                out.writeName(STATEMENT);
                out.writeStartArray();
                added.write(out);
                out.writeEndArray();
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    /** Copies the statement at which {@code json} stands, unless it is {@code label}'s. */
    private static void keep(JsonParser json, JsonGenerator out, String label, boolean unique) {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            copy.copyCurrentStructure(json);
        }
        var members = SmallDocument.texts(text.toString());
        boolean same = members != null && label.equals(members.get("Sid"));
        if (same && unique) {
            throw SnsError.invalid("Statement already exists");
        }
        if (!same) {
            out.writeRawValue(text.toString());
        }
    }
}
