package dev.hearth.aws;

import dev.hearth.aws.FlatNames.Flat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** The SDK's types on their way into XML. Members that are not set are left out. */
final class XmlWriter {

    private final StringBuilder xml = new StringBuilder(512);
    private final Map<String, Flat> names;

    /** @param names of members that stand flattened under another name */
    XmlWriter(Map<String, Flat> names) {
        this.names = names;
    }

    void open(String name) {
        xml.append('<').append(name).append('>');
    }

    void open(String name, String namespace) {
        xml.append('<').append(name);
        if (!namespace.isEmpty()) {
            xml.append(" xmlns=\"").append(namespace).append('"');
        }
        xml.append('>');
    }

    void close(String name) {
        xml.append("</").append(name).append('>');
    }

    void leaf(String name, String text) {
        open(name);
        text(text);
        close(name);
    }

    /** Every member of {@code pojo} as an element. */
    void members(SdkPojo pojo) {
        for (SdkField<?> field : Shape.of(pojo).fields()) {
            Object value = field.getValueOrDefault(pojo);
            if (!JsonWriter.isUnset(value)) {
                Flat flat = names.get(field.unmarshallLocationName());
                if (flat == null) {
                    member(field.unmarshallLocationName(), field, value);
                } else {
                    flattened(flat, field, value);
                }
            }
        }
    }

    private void flattened(Flat flat, SdkField<?> field, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                open(flat.name());
                leaf(flat.key(), key.toString());
                member(flat.value(), field.getTrait(MapTrait.class).valueFieldInfo(), item);
                close(flat.name());
            });
        } else {
            SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
            ((List<?>) value).forEach(each -> member(flat.name(), item, each));
        }
    }

    private void member(String name, SdkField<?> field, Object value) {
        switch (value) {
            case List<?> list -> list(name, field.getTrait(ListTrait.class), list);
            case Map<?, ?> map -> map(name, field.getTrait(MapTrait.class), map);
            case SdkPojo nested -> {
                open(name);
                members(nested);
                close(name);
            }
            case Object scalar -> leaf(name, Scalars.write(field, scalar, Format.ISO_8601));
        }
    }

    private void list(String name, ListTrait trait, List<?> list) {
        String item = trait.isFlattened() ? name : trait.memberLocationName();
        if (!trait.isFlattened()) {
            open(name);
        }
        list.forEach(value -> member(item == null ? "member" : item, trait.memberFieldInfo(), value));
        if (!trait.isFlattened()) {
            close(name);
        }
    }

    private void map(String name, MapTrait trait, Map<?, ?> map) {
        String entry = trait.isFlattened() ? name : "entry";
        if (!trait.isFlattened()) {
            open(name);
        }
        map.forEach((key, value) -> {
            open(entry);
            leaf(trait.keyLocationName(), key.toString());
            member(trait.valueLocationName(), trait.valueFieldInfo(), value);
            close(entry);
        });
        if (!trait.isFlattened()) {
            close(name);
        }
    }

    private void text(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\r' -> xml.append("&#xD;");
                // Characters that XML 1.0 cannot carry at all.
                default ->
                    xml.appendCodePoint(c < ' ' && c != '\n' && c != '\t' || c == 0xFFFE || c == 0xFFFF ? '?' : c);
            }
        });
    }

    byte[] bytes() {
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }
}
