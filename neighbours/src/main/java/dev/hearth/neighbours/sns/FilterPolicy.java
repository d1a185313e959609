package dev.hearth.neighbours.sns;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.outbox.Parcel;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Which messages a subscription takes (developer guide, "Amazon SNS message filtering"), decided by AWS's own matcher
 * of patterns.
 */
final class FilterPolicy {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final String RULE = "policy";

    private final Machine machine = Machine.builder().build();
    private final boolean body;

    private FilterPolicy(boolean body) {
        this.body = body;
    }

    /**
     * @param body whether it looks at the message's body, else at its attributes
     * @throws dev.hearth.core.FaultException InvalidParameter when AWS would not take it
     */
    static FilterPolicy compile(String policy, boolean body) {
        if (policy.length() > SnsLimits.FILTER_POLICY_CHARS) {
            throw SnsError.FILTER_POLICY_LIMIT_EXCEEDED.because("Filter policy is too large");
        }
        FilterPolicy compiled = new FilterPolicy(body);
        checkKeys(policy, body);
        try {
            String wrong = JsonRuleCompiler.check(policy);
            if (wrong != null) {
                throw SnsError.invalid("FilterPolicy: " + wrong);
            }
            compiled.machine.addRule(RULE, policy);
        } catch (IOException | RuntimeException notAPolicy) {
            throw notAPolicy instanceof FaultException refused
                    ? refused
                    : SnsError.invalid("FilterPolicy: failed to parse JSON");
        }
        return compiled;
    }

    private static void checkKeys(String policy, boolean body) {
        int keys = 0;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), policy)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw SnsError.invalid("FilterPolicy: Filter policy must be a JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                keys++;
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_OBJECT && !body) {
                    throw SnsError.invalid("FilterPolicy: Filter policy scope MessageAttributes does not support nested"
                            + " filter policy");
                }
                json.skipChildren();
            }
        } catch (JacksonException notJson) {
            throw SnsError.invalid("FilterPolicy: failed to parse JSON");
        }
        if (keys > SnsLimits.FILTER_POLICY_KEYS) {
            throw SnsError.invalid("FilterPolicy: Filter policy can not have more than 5 keys");
        }
    }

    boolean takes(String message, Map<String, Parcel.Attribute> attributes) {
        try {
            return !machine.rulesForJSONEvent(body ? message : event(attributes))
                    .isEmpty();
        } catch (Exception notJson) {
            // A body that is no JSON object matches no policy.
            return false;
        }
    }

    /**
     * The attributes as a JSON object: numbers as numbers, arrays of strings as arrays; binary ones are not looked at.
     */
    private static String event(Map<String, Parcel.Attribute> attributes) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            attributes.forEach((name, attribute) -> {
                String value = attribute.value();
                switch (attribute.type()) {
                    case "Number", "String.Array" -> {
                        json.writeName(name);
                        json.writeRawValue(value);
                    }
                    case "Binary" -> {}
                    default -> json.writeStringProperty(name, value);
                }
            });
            json.writeEndObject();
        }
        return text.toString();
    }
}
