package dev.hearth.aws;

import dev.hearth.neighbours.apigateway.ApiError;
import dev.hearth.neighbours.apigateway.Doc;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** {@link Documents}. */
final class DocumentCodec {

    private DocumentCodec() {}

    static Doc of(SdkPojo pojo) {
        Doc doc = Doc.empty();
        for (SdkField<?> field : Shape.of(pojo).fields()) {
            Object value = field.getValueOrDefault(pojo);
            if (!JsonWriter.isUnset(value)) {
                doc.put(field.locationName(), plain(value));
            }
        }
        return doc;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case SdkPojo nested -> of(nested).members();
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>(list.size());
                list.forEach(each -> all.add(plain(each)));
                yield all;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((name, member) -> all.put(name.toString(), plain(member)));
                yield all;
            }
            case Instant instant -> instant.toString();
            case SdkBytes bytes -> bytes.asString(StandardCharsets.UTF_8);
            case Boolean truth -> truth;
            case Number number -> number;
            default -> value.toString();
        };
    }

    static SdkPojo build(Doc doc, SdkPojo builder) {
        for (SdkField<?> field : Shape.of(builder).fields()) {
            Object value = doc.get(field.locationName());
            if (value != null) {
                field.set(builder, typed(field, value));
            }
        }
        return (SdkPojo) ((Buildable) builder).build();
    }

    private static @Nullable Object typed(SdkField<?> field, Object value) {
        try {
            return switch (field.marshallingType().getKnownType()) {
                case STRING -> value.toString();
                case INTEGER -> new BigDecimal(value.toString()).intValue();
                case LONG -> new BigDecimal(value.toString()).longValue();
                case DOUBLE -> Double.valueOf(value.toString());
                case FLOAT -> Float.valueOf(value.toString());
                case BOOLEAN -> Boolean.valueOf(value.toString());
                case INSTANT -> instant(value);
                case SDK_BYTES -> SdkBytes.fromUtf8String(value.toString());
                case LIST -> list(field, value);
                case MAP -> map(field, value);
                case SDK_POJO ->
                    value instanceof Map<?, ?> map
                            ? build(new Doc(names(map)), field.constructor().get())
                            : null;
                case SHORT, BYTE, BIG_DECIMAL, DOCUMENT, NULL ->
                    throw new IllegalArgumentException("No member of API Gateway's has this type");
            };
        } catch (NumberFormatException notANumber) {
            throw ApiError.BAD_REQUEST.because("Invalid value for " + field.locationName() + ": " + value);
        }
    }

    private static Map<String, @Nullable Object> names(Map<?, ?> map) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        map.forEach((name, member) -> names.put(String.valueOf(name), member));
        return names;
    }

    private static Instant instant(Object value) {
        return value instanceof Number number
                ? Instant.ofEpochSecond(number.longValue())
                : Instant.parse(value.toString());
    }

    private static List<@Nullable Object> list(SdkField<?> field, Object value) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        List<@Nullable Object> all = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : List.of(value)) {
            all.add(each == null ? null : typed(member, each));
        }
        return all;
    }

    private static Map<String, @Nullable Object> map(SdkField<?> field, Object value) {
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> {
                if (each != null) {
                    all.put(String.valueOf(name), typed(member, each));
                }
            });
        }
        return all;
    }
}
