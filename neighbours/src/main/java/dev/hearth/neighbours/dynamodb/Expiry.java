package dev.hearth.neighbours.dynamodb;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When items expire (Developer Guide, "Using time to live"). */
final class Expiry {

    /** All times of a table are entries of one partition. */
    static final byte[] PARTITION = {};

    /** A time that long ago is not believed, seconds: five years. */
    static final long MAX_AGE_SECONDS = 5L * 365 * 24 * 3600;

    private Expiry() {}

    /** Where {@code item} is among those that expire; null when it never does. */
    static @Nullable ItemKey entry(Table.TimeToLive settings, @Nullable Map<String, AttributeValue> item) {
        AttributeValue time = item == null ? null : item.get(settings.attribute());
        return time instanceof AttributeValue.N ? new ItemKey(PARTITION, KeyBytes.of(time)) : null;
    }

    static boolean isOver(Table.TimeToLive settings, Map<String, AttributeValue> item, long nowSeconds) {
        if (!(item.get(settings.attribute()) instanceof AttributeValue.N(String number))) {
            return false;
        }
        BigDecimal time = new BigDecimal(number);
        return time.compareTo(BigDecimal.valueOf(nowSeconds)) < 0
                && time.compareTo(BigDecimal.valueOf(nowSeconds - MAX_AGE_SECONDS)) >= 0;
    }

    /** Those that expired before {@code nowSeconds}. */
    static TableStore.Range over(long nowSeconds) {
        return new TableStore.Range.One(PARTITION, bound(nowSeconds - MAX_AGE_SECONDS), bound(nowSeconds), null, true);
    }

    private static TableStore.Bound bound(long seconds) {
        byte[] value = KeyBytes.of(new AttributeValue.N(Long.toString(seconds)));
        return new TableStore.Bound(value, false);
    }
}
