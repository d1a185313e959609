package dev.hearth.aws;

import dev.hearth.aws.FlatNames.Flat;
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

    private final Map<String, Flat> names;
    private final boolean flatLists;

    /** @param names of members that stand flattened under another name */
    FormReader(Map<String, Flat> names) {
        this(names, false);
    }

    private FormReader(Map<String, Flat> names, boolean flatLists) {
        this.names = names;
        this.flatLists = flatLists;
    }

    /** EC2's form, in which no list's elements have a name between them and their numbers. */
    static FormReader ofEc2() {
        return new FormReader(Map.of(), true);
    }

    void read(FormTree tree, SdkPojo builder) {
        for (SdkField<?> field : Shape.of(builder).fields()) {
            Flat flat = names.get(field.locationName());
            FormTree node = tree.child(flat == null ? field.locationName() : flat.name());
            Object value = node == null ? null : flat == null ? value(field, node) : flattened(field, flat, node);
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private @Nullable Object value(SdkField<?> field, FormTree node) {
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

    private @Nullable List<Object> list(SdkField<?> field, FormTree node) {
        ListTrait trait = field.getTrait(ListTrait.class);
        String name = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
        return items(trait, flatLists || trait.isFlattened() ? node : node.child(name));
    }

    private List<Object> items(ListTrait trait, @Nullable FormTree items) {
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

    private @Nullable Map<String, Object> map(SdkField<?> field, FormTree node) {
        MapTrait trait = field.getTrait(MapTrait.class);
        FormTree entries = trait.isFlattened() ? node : node.child("entry");
        return entries(trait, entries, trait.keyLocationName(), trait.valueLocationName());
    }

    private Object flattened(SdkField<?> field, Flat flat, FormTree node) {
        return flat.key().isEmpty()
                ? items(field.getTrait(ListTrait.class), node)
                : entries(field.getTrait(MapTrait.class), node, flat.key(), flat.value());
    }

    private Map<String, Object> entries(MapTrait trait, @Nullable FormTree entries, String keyName, String valueName) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (entries != null) {
            for (FormTree entry : entries.numbered()) {
                FormTree key = entry.child(keyName);
                FormTree item = entry.child(valueName);
                Object value = item == null ? null : value(trait.valueFieldInfo(), item);
                if (key != null && key.value() != null && value != null) {
                    map.put(key.value(), value);
                }
            }
        }
        return map;
    }
}
