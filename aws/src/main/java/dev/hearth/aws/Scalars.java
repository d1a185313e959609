package dev.hearth.aws;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.JsonValueTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Single values as text: in a path, a query string, a header, a form or XML. */
final class Scalars {

    private static final int SHOWN_CHARS = 64;
    private static final int MAX_NUMBER_CHARS = 400;

    private Scalars() {}

    /** {@code text} as a value of {@code field}'s type. */
    static Object read(SdkField<?> field, String text, Format timestamps) {
        MarshallingType<?> type = field.marshallingType();
        try {
            return switch (type.getKnownType()) {
                case STRING -> field.containsTrait(JsonValueTrait.class) ? decoded(text) : text;
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case FLOAT -> Float.valueOf(number(text));
                case DOUBLE -> Double.valueOf(number(text));
                case BIG_DECIMAL -> new BigDecimal(number(text));
                case BOOLEAN -> truth(text);
                case INSTANT -> Timestamps.read(text, Timestamps.format(field, timestamps));
                case SDK_BYTES ->
                    SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
                case DOCUMENT, SDK_POJO, LIST, MAP, NULL -> throw cannot("STRING_VALUE", type);
            };
        } catch (IllegalArgumentException bad) {
            throw cannot("STRING_VALUE", type);
        }
    }

    /** {@code value} of {@code field} as text. */
    static String write(SdkField<?> field, Object value, Format timestamps) {
        return switch (value) {
            case Instant instant -> Timestamps.write(instant, Timestamps.format(field, timestamps));
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            case BigDecimal number -> number.toPlainString();
            case String text
            when field.containsTrait(JsonValueTrait.class) ->
                Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case Object other -> other.toString();
        };
    }

    /** AWS's words for a value of the wrong type. */
    static Refusal cannot(String token, MarshallingType<?> type) {
        String wanted = type.getTargetClass().getSimpleName();
        String article = "AEIOU".indexOf(wanted.charAt(0)) < 0 ? "a " : "an ";
        return EdgeError.SERIALIZATION.because(token + " can not be converted to " + article + wanted);
    }

    /** A caller's text, short enough and clean enough to be said back. */
    static String shown(String text) {
        return shown(text, SHOWN_CHARS);
    }

    static String shown(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(most)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) || c > 0xFFFF ? '?' : c));
        return text.length() > most ? shown + "..." : shown.toString();
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String number(String text) {
        if (text.length() > MAX_NUMBER_CHARS) {
            throw new IllegalArgumentException("too long");
        }
        return text;
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
