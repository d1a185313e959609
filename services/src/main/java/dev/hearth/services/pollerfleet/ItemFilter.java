package dev.hearth.services.pollerfleet;

import java.util.List;

/** Filter criteria: what does not match is done without an invocation. */
@FunctionalInterface
public interface ItemFilter {

    /** Lets everything pass. */
    ItemFilter ALL = _ -> true;

    /** Lets pass what matches one of {@code patterns}, which were checked before; everything when there is none. */
    static ItemFilter of(List<String> patterns) {
        return patterns.isEmpty() ? ALL : new FilterCriteria(patterns);
    }

    boolean matches(EventSource.Item item);
}
