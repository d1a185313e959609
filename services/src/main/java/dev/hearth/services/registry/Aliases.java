package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The aliases of functions. Every method throws {@link FaultException} as {@link Registry} does. */
public interface Aliases {

    /**
     * Makes an alias.
     *
     * @throws FaultException also ALREADY_EXISTS
     */
    FunctionPart.Alias create(Wish wish);

    /** One alias. */
    FunctionPart.Alias get(String function, String name);

    /**
     * Changes what {@code wish} names.
     *
     * @throws FaultException also PRECONDITION_FAILED
     */
    FunctionPart.Alias update(Wish wish);

    /** Deletes an alias; without effect when the function has none of that name. */
    void delete(String function, String name);

    /**
     * Aliases in order of name.
     *
     * @param version only those that point to it, or null for all
     * @param marker a former page's, or null for the first page
     * @param maxItems 1 to 10,000; at most {@link RegistryLimits#PAGE_SIZE} come at once
     */
    Page list(String function, @Nullable String version, @Nullable String marker, @Nullable Integer maxItems);

    /**
     * What a caller said of an alias; null where nothing was said.
     *
     * @param weights of other versions; empty to take them away
     * @param revisionId only if this is still the alias's
     */
    record Wish(
            @Nullable String function,
            @Nullable String name,
            @Nullable String version,
            @Nullable String description,
            @Nullable Map<String, Double> weights,
            @Nullable String revisionId) {}

    /**
     * Some aliases.
     *
     * @param nextMarker where the next page begins, or null when this is the last
     */
    record Page(List<FunctionPart.Alias> aliases, @Nullable String nextMarker) {}
}
