package dev.hearth.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills the SDK's types with random values that their wire can carry. */
final class RandomPojo {

    private static final int MAX_DEPTH = 4;
    private static final String HARD = "az09 ~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./\t\nüß漢字🔥\u007f";
    private static final String CONTROL = "\u0001\r";
    private static final String PLAIN = "abcXYZ019-_.:/$ +";

    private final Random random;
    private final boolean json;

    /** {@code json}: whether the wire can tell empty from absent, and carry control characters. */
    RandomPojo(Random random, boolean json) {
        this.random = random;
        this.json = json;
    }

    /** Sets about two of three members, and every one that must be there or that the SDK would make up. */
    Object fill(SdkPojo builder, int depth) {
        for (SdkField<?> field : builder.sdkFields()) {
            boolean needed = field.location() == MarshallLocation.PATH
                    || field.location() == MarshallLocation.GREEDY_PATH
                    || field.containsTrait(DefaultValueTrait.class)
                    || field.containsTrait(PayloadTrait.class)
                    || field.location() == MarshallLocation.STATUS_CODE
                    || !json;
            if (needed || random.nextInt(3) > 0) {
                Object value = value(field, depth);
                if (value != null) {
                    field.set(builder, value);
                }
            }
        }
        return ((Buildable) builder).build();
    }

    private @Nullable Object value(SdkField<?> field, int depth) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> text(field.location());
            case INTEGER -> field.location() == MarshallLocation.STATUS_CODE ? 202 : random.nextInt();
            case LONG -> random.nextLong();
            case SHORT -> (short) random.nextInt();
            case BYTE -> (byte) random.nextInt();
            case FLOAT -> random.nextFloat() * 1000;
            case DOUBLE -> random.nextBoolean() ? random.nextGaussian() * 1e9 : Double.POSITIVE_INFINITY;
            case BIG_DECIMAL -> BigDecimal.valueOf(random.nextLong(), 4);
            case BOOLEAN -> random.nextBoolean();
            case INSTANT -> Instant.ofEpochSecond(random.nextInt(2_000_000_000));
            case SDK_BYTES -> bytes();
            case LIST -> list(field, depth);
            case MAP -> map(field, depth);
            case SDK_POJO -> depth > MAX_DEPTH ? null : fill(field.constructor().get(), depth + 1);
            case DOCUMENT, NULL -> null;
        };
    }

    private SdkBytes bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return SdkBytes.fromByteArray(bytes);
    }

    private List<Object> list(SdkField<?> field, int depth) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> list = new ArrayList<>();
        int least = json && field.location() == MarshallLocation.PAYLOAD ? 0 : 1;
        for (int i = random.nextInt(4) + least; i > 0; i--) {
            Object value = value(member, depth + 1);
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private Map<String, Object> map(SdkField<?> field, int depth) {
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3) + (json ? 0 : 1); i > 0; i--) {
            Object value = value(member, depth + 1);
            if (value != null) {
                map.put(text(MarshallLocation.PAYLOAD), value);
            }
        }
        return map;
    }

    private String text(MarshallLocation location) {
        boolean header = location == MarshallLocation.HEADER;
        int[] alphabet =
                (header ? PLAIN : json ? HARD + CONTROL : HARD).codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.append('x').toString();
    }
}
