package dev.hearth.aws;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** AWS's four ways to write a moment. */
final class Timestamps {

    /** RFC 1123 with a two-digit day, as HTTP and AWS write it. */
    private static final DateTimeFormatter RFC_822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal MAX_MILLIS = BigDecimal.valueOf(253_402_300_799_999L);

    private Timestamps() {}

    static Format format(SdkField<?> field, Format otherwise) {
        TimestampFormatTrait trait = field.getTrait(TimestampFormatTrait.class);
        return trait == null ? otherwise : trait.format();
    }

    static String write(Instant instant, Format format) {
        return switch (format) {
            case ISO_8601 -> DateTimeFormatter.ISO_INSTANT.format(instant);
            case RFC_822 -> RFC_822.format(instant);
            case UNIX_TIMESTAMP -> seconds(instant).toPlainString();
            case UNIX_TIMESTAMP_MILLIS -> Long.toString(instant.toEpochMilli());
        };
    }

    /** Seconds since 1970, with milliseconds where there are any. */
    static BigDecimal seconds(Instant instant) {
        BigDecimal seconds = BigDecimal.valueOf(instant.toEpochMilli(), 3).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    static Instant read(String text, Format format) {
        try {
            return switch (format) {
                case ISO_8601 -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
                case RFC_822 -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
                case UNIX_TIMESTAMP -> read(new BigDecimal(text), format);
                case UNIX_TIMESTAMP_MILLIS -> read(new BigDecimal(text), format);
            };
        } catch (DateTimeException | NumberFormatException bad) {
            throw bad(text);
        }
    }

    static Instant read(BigDecimal number, Format format) {
        // The scale first: arithmetic on 1e999999999 would take the machine with it.
        if (Math.abs((long) number.scale()) > 30 || number.precision() > 60) {
            throw bad("a number");
        }
        BigDecimal millis = format == Format.UNIX_TIMESTAMP_MILLIS ? number : number.multiply(THOUSAND);
        if (millis.abs().compareTo(MAX_MILLIS) > 0) {
            throw bad("a number");
        }
        return Instant.ofEpochMilli(millis.longValue());
    }

    private static Refusal bad(String text) {
        return EdgeError.SERIALIZATION.because("Invalid timestamp: " + Scalars.shown(text));
    }
}
