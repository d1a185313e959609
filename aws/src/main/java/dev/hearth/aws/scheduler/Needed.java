package dev.hearth.aws.scheduler;

import dev.hearth.neighbours.scheduler.SchedulerError;
import org.jspecify.annotations.Nullable;

/** What a request must say. */
final class Needed {

    private Needed() {}

    static <T> T member(@Nullable T value, String member) {
        if (value == null) {
            throw SchedulerError.VALIDATION.because("1 validation error detected: Value at '" + member
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    /** One of AWS's words; null when the request says nothing. */
    static <T extends Enum<T>> @Nullable T word(@Nullable String given, @Nullable T known, String member) {
        if (given != null && (known == null || !known.toString().equals(given))) {
            throw SchedulerError.VALIDATION.because("1 validation error detected: Value '" + given + "' at '" + member
                    + "' failed to satisfy constraint: Member must satisfy enum value set");
        }
        return known;
    }

    /** What is of targets that Hearth does not have is refused by name, never dropped. */
    static void unserved(String name, @Nullable Object given) {
        if (given != null) {
            throw SchedulerError.VALIDATION.because(name + " is for a target that Hearth does not deliver to.");
        }
    }
}
