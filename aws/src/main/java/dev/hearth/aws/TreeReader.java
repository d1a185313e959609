package dev.hearth.aws;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.builder.Buildable;

/** A tree of maps, lists and values on its way into the SDK's types, as leniently as CloudFormation takes values. */
final class TreeReader {

    // Bounded by the number of the SDK's types.
    private static final Map<Class<?>, Map<String, SdkField<?>>> FIELDS = new ConcurrentHashMap<>();

    private TreeReader() {}

    /** Fills {@code builder}; a member that its type does not have is refused by name. */
    static void read(Map<String, Object> tree, SdkPojo builder) {
        Map<String, SdkField<?>> fields = FIELDS.computeIfAbsent(builder.getClass(), type -> byName(builder));
        tree.forEach((name, value) -> {
            SdkField<?> field = fields.get(name.toLowerCase(Locale.ROOT));
            if (field == null) {
                throw EdgeError.VALIDATION.because("Encountered unsupported property " + name);
            }
            if (value != null) {
                field.set(builder, value(field, name, value));
            }
        });
    }

    private static Map<String, SdkField<?>> byName(SdkPojo builder) {
        Map<String, SdkField<?>> byName = new LinkedHashMap<>();
        for (SdkField<?> field : builder.sdkFields()) {
            byName.put(field.memberName().toLowerCase(Locale.ROOT), field);
        }
        return Map.copyOf(byName);
    }

    private static Object value(SdkField<?> field, String name, Object value) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> text(value);
            case LIST -> list(field, name, value);
            case MAP -> map(field, name, value);
            case SDK_POJO -> pojo(field, name, value);
            case SDK_BYTES -> bytes(value);
            case DOCUMENT -> document(value);
            case INSTANT -> value instanceof Instant instant ? instant : scalar(field, name, value);
            case INTEGER, LONG, SHORT, BYTE, FLOAT, DOUBLE, BIG_DECIMAL, BOOLEAN -> scalar(field, name, value);
            case NULL -> throw EdgeError.VALIDATION.because("Property " + name + " has no type");
        };
    }

    /** A tree where a text is wanted is the JSON in it: policies, patterns, definitions. */
    private static String text(Object value) {
        return value instanceof Map || value instanceof Collection
                ? new String(JsonWriter.bytes(json -> TreeJson.write(json, value)), StandardCharsets.UTF_8)
                : TreeJson.text(value);
    }

    private static Object scalar(SdkField<?> field, String name, Object value) {
        if (value instanceof Map || value instanceof Collection) {
            throw wrong(
                    name,
                    "expected type: " + typeOf(field) + ", found: JSON" + (value instanceof Map ? "Object" : "Array"));
        }
        String text = TreeJson.text(value);
        try {
            return Scalars.read(field, whole(field, text), Format.ISO_8601);
        } catch (Refusal notOne) {
            throw wrong(name, "expected type: " + typeOf(field) + ", found: String");
        }
    }

    /** {@code 30.0} for 30, which is what arithmetic of other tools leaves in templates. */
    private static String whole(SdkField<?> field, String text) {
        return switch (field.marshallingType().getKnownType()) {
            case INTEGER, LONG, SHORT, BYTE -> text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
            case BOOLEAN -> text.toLowerCase(Locale.ROOT);
            default -> text;
        };
    }

    private static String typeOf(SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case BOOLEAN -> "Boolean";
            case INTEGER, LONG, SHORT, BYTE -> "Integer";
            case FLOAT, DOUBLE, BIG_DECIMAL -> "Number";
            default -> "String";
        };
    }

    private static Refusal wrong(String name, String what) {
        return EdgeError.VALIDATION.because("#/" + name + ": " + what);
    }

    private static List<Object> list(SdkField<?> field, String name, Object value) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> list = new ArrayList<>();
        // One value for a list of one is taken, as CloudFormation takes it.
        Collection<?> given = value instanceof Collection<?> many ? many : List.of(value);
        given.forEach(each -> list.add(value(member, name, each)));
        return list;
    }

    private static Map<String, Object> map(SdkField<?> field, String name, Object value) {
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> map = new LinkedHashMap<>();
        members(name, value).forEach((key, each) -> map.put(String.valueOf(key), value(member, name, each)));
        return map;
    }

    private static Map<?, ?> members(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(
                name, "expected type: JSONObject, found: " + (value instanceof Collection ? "JSONArray" : "String"));
    }

    private static Object pojo(SdkField<?> field, String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members(name, value).forEach((key, each) -> members.put(String.valueOf(key), each));
        SdkPojo builder = field.constructor().get();
        read(members, builder);
        return ((Buildable) builder).build();
    }

    private static SdkBytes bytes(Object value) {
        return value instanceof byte[] bytes
                ? SdkBytes.fromByteArrayUnsafe(bytes)
                : SdkBytes.fromByteArrayUnsafe(text(value).getBytes(StandardCharsets.UTF_8));
    }

    private static Document document(@Nullable Object value) {
        return switch (value) {
            case null -> Document.fromNull();
            case Map<?, ?> map -> {
                Map<String, Document> members = new LinkedHashMap<>();
                map.forEach((key, each) -> members.put(String.valueOf(key), document(each)));
                yield Document.fromMap(members);
            }
            case Collection<?> many ->
                Document.fromList(many.stream().map(TreeReader::document).toList());
            case Boolean truth -> Document.fromBoolean(truth);
            case BigDecimal number -> Document.fromNumber(number);
            case Number number -> Document.fromNumber(number.toString());
            case Object other -> Document.fromString(other.toString());
        };
    }
}
