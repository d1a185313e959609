package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.AttributeValue;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Attribute values into JSON. */
final class ValueWriter {

    private ValueWriter() {}

    static void member(JsonGenerator json, String name, Map<String, AttributeValue> map) {
        json.writeName(name);
        map(json, map);
    }

    static void map(JsonGenerator json, Map<String, AttributeValue> map) {
        json.writeStartObject();
        map.forEach((name, value) -> {
            json.writeName(name);
            value(json, value);
        });
        json.writeEndObject();
    }

    static void value(JsonGenerator json, AttributeValue value) {
        json.writeStartObject();
        json.writeName(value.type());
        switch (value) {
            case AttributeValue.S(String text) -> json.writeString(text);
            case AttributeValue.N(String number) -> json.writeString(number);
            case AttributeValue.B(byte[] bytes) -> json.writeBinary(bytes);
            case AttributeValue.Bool(boolean truth) -> json.writeBoolean(truth);
            case AttributeValue.Null() -> json.writeBoolean(true);
            case AttributeValue.Ss(List<String> all) -> texts(json, all);
            case AttributeValue.Ns(List<String> all) -> texts(json, all);
            case AttributeValue.Bs(List<AttributeValue.B> all) -> {
                json.writeStartArray();
                all.forEach(each -> json.writeBinary(each.value()));
                json.writeEndArray();
            }
            case AttributeValue.L(List<AttributeValue> all) -> {
                json.writeStartArray();
                all.forEach(each -> value(json, each));
                json.writeEndArray();
            }
            case AttributeValue.M(Map<String, AttributeValue> all) -> map(json, all);
        }
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, List<String> all) {
        json.writeStartArray();
        all.forEach(json::writeString);
        json.writeEndArray();
    }
}
