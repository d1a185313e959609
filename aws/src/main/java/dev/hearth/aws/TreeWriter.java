package dev.hearth.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** One of the SDK's types as a tree of maps, lists and values; members that say nothing are left out. */
final class TreeWriter {

    private TreeWriter() {}

    static Map<String, Object> write(SdkPojo pojo) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (SdkField<?> field : Shape.of(pojo).fields()) {
            Object value = value(field.getValueOrDefault(pojo));
            if (value != null) {
                tree.put(field.memberName(), value);
            }
        }
        return tree;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case SdkAutoConstructList<?> nothing -> null;
            case SdkAutoConstructMap<?, ?> nothing -> null;
            case SdkPojo pojo -> write(pojo);
            case SdkBytes bytes -> bytes.asByteArray();
            case Document document -> document.unwrap();
            case List<?> list -> {
                List<Object> all = new ArrayList<>();
                for (Object each : list) {
                    Object written = value(each);
                    if (written != null) {
                        all.add(written);
                    }
                }
                yield all;
            }
            case Map<?, ?> map -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach((key, each) -> {
                    Object written = value(each);
                    if (written != null) {
                        all.put(String.valueOf(key), written);
                    }
                });
                yield all;
            }
            case Object other -> other;
        };
    }
}
