package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much the devices of one microVM may do in a time, in the words of Firecracker's API: a JSON object with {@code
 * bandwidth} (bytes) and {@code ops} (operations), each {@code {"size":N,"refill_time":MILLISECONDS}} and, to begin
 * with, {@code "one_time_burst":N}. An empty text is no limit.
 *
 * @param drive for each of its drives
 * @param rx for what its network interface receives
 * @param tx for what it sends
 */
public record RateLimits(String drive, String rx, String tx) {

    /** As much as the host gives. */
    public static final RateLimits NONE = new RateLimits("", "", "");

    private static final Set<String> BUCKETS = Set.of("bandwidth", "ops");
    private static final Set<String> NUMBERS = Set.of("size", "one_time_burst", "refill_time");

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException when one is no rate limiter, with what is wrong
     */
    public RateLimits {
        limiter(drive);
        limiter(rx);
        limiter(tx);
    }

    Optional<ApiWords.RateLimiter> ofDrives() {
        return limiter(drive);
    }

    Optional<ApiWords.RateLimiter> ofReceived() {
        return limiter(rx);
    }

    Optional<ApiWords.RateLimiter> ofSent() {
        return limiter(tx);
    }

    private static Optional<ApiWords.RateLimiter> limiter(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<String, @Nullable Object> object = Json.object(text);
            if (object.isEmpty() || !BUCKETS.containsAll(object.keySet())) {
                throw new IllegalArgumentException("a rate limiter has bandwidth, ops or both: " + text);
            }
            return Optional.of(new ApiWords.RateLimiter(bucket(object, "bandwidth"), bucket(object, "ops")));
        } catch (IOException notJson) {
            throw new IllegalArgumentException(
                    "a rate limiter is a JSON object such as {\"bandwidth\":{\"size\":10485760,\"refill_time\":100}}: "
                            + notJson.getMessage(),
                    notJson);
        }
    }

    private static ApiWords.@Nullable TokenBucket bucket(Map<String, @Nullable Object> limiter, String name) {
        if (!limiter.containsKey(name)) {
            return null;
        }
        if (!(limiter.get(name) instanceof Map<?, ?> bucket)
                || !NUMBERS.containsAll(bucket.keySet())
                || !bucket.containsKey("size")
                || !bucket.containsKey("refill_time")) {
            throw new IllegalArgumentException(name + " has size, refill_time (ms) and perhaps one_time_burst");
        }
        bucket.forEach((key, value) -> {
            if (!(value instanceof Long number) || number <= 0) {
                // To Firecracker 0 is no limit, which nobody means who writes it down.
                throw new IllegalArgumentException(name + "." + key + " is a whole number from 1");
            }
        });
        Long burst = (Long) bucket.get("one_time_burst");
        return new ApiWords.TokenBucket((Long) bucket.get("size"), burst, (Long) bucket.get("refill_time"));
    }
}
