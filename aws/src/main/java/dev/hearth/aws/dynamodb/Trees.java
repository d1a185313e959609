package dev.hearth.aws.dynamodb;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Parts of a request, given back as they came. */
final class Trees {

    private Trees() {}

    /** A member. */
    static void write(JsonGenerator json, String name, @Nullable Object node) {
        json.writeName(name);
        write(json, node);
    }

    static void write(JsonGenerator json, @Nullable Object node) {
        switch (node) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Long number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(each -> write(json, each));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, each) -> {
                    json.writeName((String) name);
                    write(json, each);
                });
                json.writeEndObject();
            }
            case Object other -> throw new IllegalArgumentException("No JSON for " + other.getClass());
        }
    }
}
