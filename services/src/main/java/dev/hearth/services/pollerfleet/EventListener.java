package dev.hearth.services.pollerfleet;

import java.time.Duration;

/** Told of what happens to events. Called on the thread that does it: returns at once and throws nothing. */
public interface EventListener {

    /** Hears nothing. */
    EventListener NONE = new EventListener() {};

    /** An event's function is about to be invoked, {@code age} after the event was accepted, for the first time. */
    default void started(String function, Duration age) {}

    /** An event's function was started although an earlier run of it may have done its work: a duplicate. */
    default void repeated(String function) {}

    /** An event is to be tried again, after an error of the function's or a refusal. */
    default void retried(String function, boolean functionError) {}

    /** An event is over; {@code condition} as in the invocation record. */
    default void ended(String function, String condition) {}

    /** A destination has its message. */
    default void delivered(String function, DestinationMessage.Kind kind) {}

    /** A destination has not taken a message, and will not be asked again if {@code again} is false. */
    default void undelivered(String function, DestinationMessage.Kind kind, boolean again) {}
}
