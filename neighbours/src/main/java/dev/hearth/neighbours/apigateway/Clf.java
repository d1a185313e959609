package dev.hearth.neighbours.apigateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as logs of HTTP servers write them, for example {@code 09/Apr/2015:12:34:56 +0000}; a second's text is kept.
 */
final class Clf {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Second(long epoch, String text) {}

    private static volatile @Nullable Second last;

    private Clf() {}

    static String of(Instant now) {
        Second known = last;
        if (known == null || known.epoch != now.getEpochSecond()) {
            known = new Second(now.getEpochSecond(), FORM.format(now));
            last = known;
        }
        return known.text;
    }
}
