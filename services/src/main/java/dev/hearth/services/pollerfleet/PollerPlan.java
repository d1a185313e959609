package dev.hearth.services.pollerfleet;

/** How many invocations each queue deserves at once; {@code server} connects it to the state manager. */
@FunctionalInterface
public interface PollerPlan {

    /** Pollers of {@code queue}, at least 1: invocations of its events that may run at once. Returns at once. */
    int pollers(int queue);
}
