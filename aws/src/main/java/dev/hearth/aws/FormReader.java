package dev.hearth.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.builder.Buildable;

/** A form on its way into the SDK's types (smithy.io, "AWS query protocol"). */
final class FormReader {

    private FormReader() {}

    static void read(FormTree tree, SdkPojo builder) {
        for (SdkField<?> field : Shape.of(builder).fields()) {
            FormTree node = tree.child(field.locationName());
            Object value = node == null ? null : value(field, node);
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private static @Nullable Object value(SdkField<?> field, FormTree node) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        if (type == MarshallingKnownType.LIST) {
            return list(field, node);
        }
        if (type == MarshallingKnownType.MAP) {
            return map(field, node);
        }
        if (type == MarshallingKnownType.SDK_POJO) {
            SdkPojo nested = field.constructor().get();
            read(node, nested);
            return ((Buildable) nested).build();
        }
        String text = node.value();
        return text == null ? null : Scalars.read(field, text, Format.ISO_8601);
    }

    private static @Nullable List<Object> list(SdkField<?> field, FormTree node) {
        ListTrait trait = field.getTrait(ListTrait.class);
        String name = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
        FormTree items = trait.isFlattened() ? node : node.child(name);
        List<Object> list = new ArrayList<>();
        if (items != null) {
            for (FormTree item : items.numbered()) {
                Object value = value(trait.memberFieldInfo(), item);
                if (value != null) {
                    list.add(value);
                }
            }
        }
        return list;
    }

    private static @Nullable Map<String, Object> map(SdkField<?> field, FormTree node) {
        MapTrait trait = field.getTrait(MapTrait.class);
        FormTree entries = trait.isFlattened() ? node : node.child("entry");
        Map<String, Object> map = new LinkedHashMap<>();
        if (entries != null) {
            for (FormTree entry : entries.numbered()) {
                FormTree key = entry.child(trait.keyLocationName());
                FormTree item = entry.child(trait.valueLocationName());
                Object value = item == null ? null : value(trait.valueFieldInfo(), item);
                if (key != null && key.value() != null && value != null) {
                    map.put(key.value(), value);
                }
            }
        }
        return map;
    }
}
