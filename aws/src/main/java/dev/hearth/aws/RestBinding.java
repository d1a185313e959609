package dev.hearth.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** The members of a REST message that stand outside its body: path, query string, headers, status. */
final class RestBinding {

    private RestBinding() {}

    /** Fills {@code builder} from path, query string and headers. */
    static void read(Shape shape, Map<String, String> labels, RequestHead head, SdkPojo builder) {
        if (shape.outside().isEmpty()) {
            return;
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        Percent.pairs(head.query())
                .forEach(pair -> query.computeIfAbsent(pair.getKey(), name -> new ArrayList<>())
                        .add(pair.getValue()));
        for (SdkField<?> field : shape.outside()) {
            Object value = value(field, labels, query, head);
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private static @Nullable Object value(
            SdkField<?> field, Map<String, String> labels, Map<String, List<String>> query, RequestHead head) {
        return switch (field.location()) {
            case PATH, GREEDY_PATH -> {
                String label = labels.get(field.locationName());
                yield label == null ? null : Scalars.read(field, label, Format.ISO_8601);
            }
            case QUERY_PARAM -> ofQuery(field, query);
            case HEADER -> ofHeaders(field, head);
            case PAYLOAD, STATUS_CODE -> null;
        };
    }

    private static @Nullable Object ofQuery(SdkField<?> field, Map<String, List<String>> query) {
        if (field.marshallingType() == MarshallingType.MAP) {
            boolean lists = field.getTrait(MapTrait.class).valueFieldInfo().marshallingType() == MarshallingType.LIST;
            Map<String, Object> all = new LinkedHashMap<>();
            query.forEach((name, values) -> all.put(name, lists ? values : values.getFirst()));
            return all;
        }
        List<String> values = query.get(field.locationName());
        if (values == null) {
            return null;
        }
        return field.marshallingType() == MarshallingType.LIST
                ? list(field, values, Format.ISO_8601)
                : Scalars.read(field, values.getFirst(), Format.ISO_8601);
    }

    private static @Nullable Object ofHeaders(SdkField<?> field, RequestHead head) {
        if (field.marshallingType() == MarshallingType.MAP) {
            String prefix = field.locationName().toLowerCase(Locale.ROOT);
            Map<String, String> all = new HashMap<>();
            head.headers().forEach((name, value) -> {
                if (name.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                    all.put(name.substring(prefix.length()), value);
                }
            });
            return all.isEmpty() ? null : all;
        }
        String value = head.header(field.locationName());
        if (value == null) {
            return null;
        }
        return field.marshallingType() == MarshallingType.LIST
                ? list(field, List.of(value.split("\\s*,\\s*", -1)), Format.RFC_822)
                : Scalars.read(field, value, Format.RFC_822);
    }

    private static List<Object> list(SdkField<?> field, List<String> values, Format timestamps) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        return values.stream()
                .map(value -> Scalars.read(member, value, timestamps))
                .collect(Collectors.toList());
    }

    /** The status that {@code response} sets, else {@code otherwise}. */
    static int status(Shape shape, SdkPojo response, int otherwise) {
        for (SdkField<?> field : shape.outside()) {
            if (field.location() == MarshallLocation.STATUS_CODE
                    && field.getValueOrDefault(response) instanceof Integer status) {
                return status;
            }
        }
        return otherwise;
    }

    /** The headers that {@code response} sets. */
    static Map<String, String> headers(Shape shape, SdkPojo response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (SdkField<?> field : shape.outside()) {
            Object value = field.getValueOrDefault(response);
            if (field.location() != MarshallLocation.HEADER || JsonWriter.isUnset(value)) {
                continue;
            }
            if (value instanceof Map<?, ?> map) {
                map.forEach((name, text) -> headers.put(field.unmarshallLocationName() + name, text.toString()));
            } else {
                headers.put(field.unmarshallLocationName(), text(field, value));
            }
        }
        return headers;
    }

    private static String text(SdkField<?> field, Object value) {
        if (value instanceof List<?> list) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            return list.stream()
                    .map(item -> Scalars.write(member, item, Format.RFC_822))
                    .collect(Collectors.joining(","));
        }
        return Scalars.write(field, value, Format.RFC_822);
    }
}
