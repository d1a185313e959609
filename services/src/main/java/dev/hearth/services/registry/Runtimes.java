package dev.hearth.services.registry;

import java.util.Optional;

/** What serves the managed runtimes on this machine, as the registry needs to know it. */
@FunctionalInterface
public interface Runtimes {

    /**
     * The identifier of the runtime that really serves {@code identifier}: the same one, a newer one of its family,
     * or none. Asked often; answers from memory.
     */
    Optional<String> actual(String identifier);
}
