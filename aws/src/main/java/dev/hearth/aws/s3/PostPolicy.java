package dev.hearth.aws.s3;

import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.s3.S3Error;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The policy of a form (API reference, "POST policy"): until when, and what its fields must be.
 *
 * @param signer who lets others write
 * @param conditions as they are written: operator, field, value
 * @param least bytes of the file
 * @param most bytes of the file
 */
record PostPolicy(Caller signer, String expiration, List<Rule> conditions, long least, long most) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Fields that no condition needs to name. */
    private static final Set<String> FREE = Set.of(
            "policy",
            "x-amz-signature",
            "signature",
            "awsaccesskeyid",
            "file",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-security-token");

    /** One condition. */
    record Rule(String operator, String field, String value) {}

    /** The policy of a form that has one and is signed; null for a form that has none. */
    static @Nullable PostPolicy of(S3Call call, Map<String, String> fields) {
        String policy = fields.get("policy");
        if (policy == null) {
            return null;
        }
        // Forms of the older signature name the key alone.
        String signature = fields.getOrDefault("x-amz-signature", fields.get("signature"));
        String credential = fields.getOrDefault("x-amz-credential", fields.get("awsaccesskeyid"));
        if (signature == null || credential == null) {
            throw S3Error.INVALID_ARGUMENT.because("Bucket POST must contain a field named 'X-Amz-Signature'.  If it is"
                    + " specified, please check the order of the fields.");
        }
        Caller signer = call.request().signerOf(credential, policy, signature, fields.get("x-amz-security-token"));
        if (signer == null) {
            throw S3Error.SIGNATURE_MISMATCH.thrown();
        }
        try {
            return parse(signer, new String(Base64.getDecoder().decode(policy.strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JacksonException malformed) {
            throw invalid("Invalid Policy: Invalid JSON.");
        }
    }

    private static RuntimeException invalid(String message) {
        return S3Error.INVALID_POLICY.because(message);
    }

    /** The policy is well; the form is not as it wants. */
    private static RuntimeException denied(String message) {
        return S3Error.ACCESS_DENIED.because(message);
    }

    static PostPolicy parse(Caller signer, String text) {
        String expiration = "";
        boolean conditions = false;
        List<Rule> rules = new ArrayList<>();
        long[] range = {0, Long.MAX_VALUE};
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("expiration")) {
                    expiration = json.getString();
                } else if (name.equals("conditions")) {
                    conditions = true;
                    conditions(json, rules, range);
                } else {
                    json.skipChildren();
                }
            }
        }
        if (expiration.isEmpty()) {
            throw invalid("Invalid Policy: Policy missing expiration.");
        }
        if (!conditions) {
            throw invalid("Invalid Policy: Policy missing conditions.");
        }
        return new PostPolicy(signer, expiration, List.copyOf(rules), range[0], range[1]);
    }

    private static void conditions(JsonParser json, List<Rule> rules, long[] range) {
        require(json, JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                rules.add(simple(json));
                continue;
            }
            require(json, JsonToken.START_ARRAY);
            List<String> words = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                words.add(json.getString());
            }
            if (words.size() != 3) {
                throw invalid("Invalid Policy: Invalid Condition.");
            }
            if (words.get(0).equalsIgnoreCase("content-length-range")) {
                range[0] = number(words.get(1));
                range[1] = number(words.get(2));
            } else {
                String field = words.get(1);
                String name = field.startsWith("$") ? field.substring(1) : field;
                rules.add(new Rule(words.get(0).toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), words.get(2)));
            }
        }
    }

    private static Rule simple(JsonParser json) {
        if (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            Rule rule = new Rule("eq", name.toLowerCase(Locale.ROOT), json.getString());
            if (json.nextToken() == JsonToken.END_OBJECT) {
                return rule;
            }
        }
        throw invalid("Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property"
                + " specified.");
    }

    /** Without it the end that is looked for need not come. */
    private static void require(JsonParser json, JsonToken token) {
        if (json.currentToken() != token) {
            throw invalid("Invalid Policy: Invalid Condition.");
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw invalid("Invalid Policy: Invalid content-length-range.");
        }
    }

    /** Refuses a form that is not as the policy wants it. */
    void require(S3Call call, Map<String, String> fields, String key) {
        try {
            if (Instant.parse(expiration).toEpochMilli() < call.nowMillis()) {
                throw denied("Invalid according to Policy: Policy expired.");
            }
        } catch (DateTimeException malformed) {
            throw invalid("Invalid Policy: Invalid 'expiration' value: '" + expiration + "'");
        }
        for (Rule rule : conditions) {
            String value = switch (rule.field()) {
                case "bucket" -> call.bucketName();
                case "key" -> key;
                default -> fields.getOrDefault(rule.field(), "");
            };
            boolean holds = switch (rule.operator()) {
                case "eq" -> value.equals(rule.value());
                case "starts-with" -> value.startsWith(rule.value());
                default -> false;
            };
            if (!holds) {
                throw denied("Invalid according to Policy: Policy Condition failed: [\"" + rule.operator() + "\", \"$"
                        + rule.field() + "\", \"" + rule.value() + "\"]");
            }
        }
        for (String field : fields.keySet()) {
            boolean named = FREE.contains(field)
                    || field.startsWith("x-ignore-")
                    || conditions.stream().anyMatch(rule -> rule.field().equals(field));
            if (!named) {
                throw denied("Invalid according to Policy: Extra input fields: " + field);
            }
        }
    }
}
