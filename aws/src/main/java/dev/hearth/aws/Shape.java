package dev.hearth.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.PayloadTrait;

/**
 * The members of one of the SDK's types, sorted once per class.
 *
 * @param fields all of them
 * @param byName all of them, by the name that a request carries
 * @param body those of a REST message that stand in its body
 * @param bodyByName {@code body}, by the name that a request carries
 * @param outside those of a REST message that stand in its URI, headers or status
 * @param payload the one member that is a REST message's whole body, or null
 */
record Shape(
        List<SdkField<?>> fields,
        Map<String, SdkField<?>> byName,
        List<SdkField<?>> body,
        Map<String, SdkField<?>> bodyByName,
        List<SdkField<?>> outside,
        @Nullable SdkField<?> payload) {

    // Bounded by the number of the SDK's types.
    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    static Shape of(SdkPojo pojo) {
        Shape known = SHAPES.get(pojo.getClass());
        return known != null ? known : SHAPES.computeIfAbsent(pojo.getClass(), type -> sort(pojo.sdkFields()));
    }

    private static Shape sort(List<SdkField<?>> fields) {
        List<SdkField<?>> body = new ArrayList<>();
        List<SdkField<?>> outside = new ArrayList<>();
        SdkField<?> payload = null;
        for (SdkField<?> field : fields) {
            if (field.location() != MarshallLocation.PAYLOAD) {
                outside.add(field);
            } else if (field.containsTrait(PayloadTrait.class)) {
                payload = field;
            } else {
                body.add(field);
            }
        }
        return new Shape(fields, byName(fields), body, byName(body), outside, payload);
    }

    private static Map<String, SdkField<?>> byName(List<SdkField<?>> fields) {
        Map<String, SdkField<?>> byName = HashMap.newHashMap(fields.size());
        fields.forEach(field -> byName.put(field.locationName(), field));
        return byName;
    }
}
