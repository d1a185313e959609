package dev.hearth.services.pollerfleet;

/** Filter criteria: what does not match is done without an invocation. */
@FunctionalInterface
public interface ItemFilter {

    /** Lets everything pass. */
    ItemFilter ALL = _ -> true;

    boolean matches(EventSource.Item item);
}
