package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.Element;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The retention that a bucket gives to objects that name none. */
final class LockDefaults {

    private static final int YEAR_DAYS = 365;

    private LockDefaults() {}

    static void apply(String document, Map<String, String> headers, long nowMillis) {
        Element rule = Element.parse(document).child("Rule").child("DefaultRetention");
        if (rule.text("Mode").isEmpty()) {
            return;
        }
        int days = number(rule.text("Days")) + YEAR_DAYS * number(rule.text("Years"));
        headers.put(FactReader.LOCK_MODE, rule.text("Mode"));
        headers.put(
                FactReader.LOCK_UNTIL,
                Instant.ofEpochMilli(nowMillis)
                        .plus(Duration.ofDays(days))
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString());
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : (int) Math.min(Integer.MAX_VALUE, Text.whole(text));
    }
}
