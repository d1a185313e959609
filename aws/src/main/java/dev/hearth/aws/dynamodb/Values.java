package dev.hearth.aws.dynamodb;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Numbers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attribute values out of JSON, checked as AWS checks them. */
final class Values {

    /** How deep documents may be (Service Quotas, "Nested attribute depth"). */
    private static final int MAX_DEPTH = 32;

    private static final Set<String> TYPES = Set.of("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M");

    private Values() {}

    /** The map of values {@code name}; null when there is none. */
    static @Nullable Map<String, AttributeValue> map(Members members, String name) {
        Members found = members.structure(name);
        return found == null ? null : map(found, 0);
    }

    static Map<String, AttributeValue> map(Members found, int depth) {
        Map<String, AttributeValue> all =
                LinkedHashMap.newLinkedHashMap(found.map().size());
        for (Map.Entry<String, @Nullable Object> each : found.map().entrySet()) {
            if (each.getValue() != null) {
                all.put(each.getKey(), value(each.getValue(), depth + 1));
            }
        }
        return all;
    }

    static AttributeValue value(@Nullable Object node) {
        return value(node, 1);
    }

    private static AttributeValue value(@Nullable Object node, int depth) {
        if (!(node instanceof Map<?, ?> map)) {
            throw DynamoDbError.SERIALIZATION.because(
                    node instanceof List<?>
                            ? "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"
                            : "Unexpected value type in payload");
        }
        if (depth > MAX_DEPTH) {
            throw DynamoDbError.invalid("Nesting Levels have exceeded supported limits: Attributes can be nested up to "
                    + MAX_DEPTH + " levels");
        }
        AttributeValue value = null;
        int types = 0;
        for (Map.Entry<?, ?> each : map.entrySet()) {
            Object content = each.getValue();
            if (content != null && TYPES.contains(each.getKey())) {
                types++;
                value = value((String) each.getKey(), content, depth);
            }
        }
        if (value == null) {
            throw DynamoDbError.invalid(
                    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        }
        if (types > 1) {
            throw DynamoDbError.invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly"
                    + " one of the supported datatypes");
        }
        return value;
    }

    private static AttributeValue value(String type, Object content, int depth) {
        return switch (type) {
            case "S" -> new AttributeValue.S(text(content));
            case "N" -> new AttributeValue.N(Numbers.canonical(text(content)));
            case "B" -> new AttributeValue.B(bytes(content));
            case "BOOL" -> new AttributeValue.Bool(truth(content));
            case "NULL" -> {
                if (!truth(content)) {
                    throw DynamoDbError.invalidParameter("Null attribute value types must have the value of true");
                }
                yield new AttributeValue.Null();
            }
            case "SS" -> texts(content);
            case "NS" -> numbers(content);
            case "BS" -> binaries(content);
            case "L" -> {
                List<AttributeValue> list = new ArrayList<>();
                for (Object each : list(content)) {
                    list.add(value(each, depth + 1));
                }
                yield new AttributeValue.L(list);
            }
            default -> new AttributeValue.M(map(structure(content), depth));
        };
    }

    private static Members structure(Object content) {
        Members members = Members.asStructure(content);
        return members == null ? new Members(Map.of()) : members;
    }

    private static List<@Nullable Object> list(Object content) {
        List<@Nullable Object> list = Members.asList(content);
        return list == null ? List.of() : list;
    }

    private static String text(@Nullable Object content) {
        String text = Members.asText(content);
        return text == null ? "" : text;
    }

    private static boolean truth(Object content) {
        return Boolean.TRUE.equals(Members.asFlag(content));
    }

    private static byte[] bytes(@Nullable Object content) {
        if (!(content instanceof String text)) {
            throw DynamoDbError.SERIALIZATION.because("only base-64-encoded strings are convertible to bytes");
        }
        if (text.length() % 4 != 0) {
            throw DynamoDbError.SERIALIZATION.because(
                    "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw DynamoDbError.SERIALIZATION.because("Invalid last non-pad Base64 character dectected");
        }
    }

    private static AttributeValue texts(Object content) {
        List<String> all = new ArrayList<>();
        list(content).forEach(each -> all.add(text(each)));
        if (all.isEmpty()) {
            throw DynamoDbError.invalidParameter("An string set  may not be empty");
        }
        if (new HashSet<>(all).size() < all.size()) {
            throw DynamoDbError.invalidParameter("Input collection " + all + " contains duplicates.");
        }
        return new AttributeValue.Ss(all);
    }

    private static AttributeValue numbers(Object content) {
        List<String> all = new ArrayList<>();
        list(content).forEach(each -> all.add(Numbers.canonical(text(each))));
        if (all.isEmpty()) {
            throw DynamoDbError.invalidParameter("An number set  may not be empty");
        }
        if (new HashSet<>(all).size() < all.size()) {
            throw DynamoDbError.invalid("Input collection contains duplicates");
        }
        return new AttributeValue.Ns(all);
    }

    private static AttributeValue binaries(Object content) {
        List<AttributeValue.B> all = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        list(content).forEach(each -> {
            all.add(new AttributeValue.B(bytes(each)));
            shown.add(text(each));
        });
        if (all.isEmpty()) {
            throw DynamoDbError.invalidParameter("Binary sets should not be empty");
        }
        if (new HashSet<>(all).size() < all.size()) {
            throw DynamoDbError.invalidParameter("Input collection " + shown + "of type BS contains duplicates.");
        }
        return new AttributeValue.Bs(all);
    }

    /** {@code ExpressionAttributeValues}; null when there are none. */
    static @Nullable Map<String, AttributeValue> placeholders(Members request) {
        Members found = request.structure("ExpressionAttributeValues");
        if (found == null) {
            return null;
        }
        Map<String, AttributeValue> all = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> each : found.map().entrySet()) {
            try {
                all.put(each.getKey(), value(each.getValue()));
            } catch (FaultException wrong) {
                if (wrong.fault().detail().equals(DynamoDbError.SERIALIZATION.code())) {
                    throw wrong;
                }
                throw DynamoDbError.invalid("ExpressionAttributeValues contains invalid value: "
                        + wrong.fault().message() + " for key " + each.getKey());
            }
        }
        return all;
    }
}
