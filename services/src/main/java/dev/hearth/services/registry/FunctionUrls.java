package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions' URLs: at most one for a function itself and one for each alias. They go with what they belong to.
 * Every method but {@link #find} throws {@link FaultException} as {@link Registry} does, and NOT_FOUND when there is
 * no such URL.
 */
public interface FunctionUrls {

    /**
     * Makes a URL.
     *
     * @throws FaultException also ALREADY_EXISTS
     */
    FunctionUrl create(Wish wish);

    /** The URL of a function or alias. */
    FunctionUrl get(String function, @Nullable String qualifier);

    /** Changes what {@code wish} names. */
    FunctionUrl update(Wish wish);

    /** Takes a URL away. */
    void delete(String function, @Nullable String qualifier);

    /**
     * A function's URLs in order of their qualifier.
     *
     * @param marker a former page's, or null for the first page
     * @param maxItems 1 to 50
     */
    Page list(String function, @Nullable String marker, @Nullable Integer maxItems);

    /** The URL with this id, or null. Answers from memory. */
    @Nullable
    FunctionUrl find(String id);

    /** What a caller said of a URL; null where nothing was said. */
    record Wish(
            @Nullable String function,
            @Nullable String qualifier,
            @Nullable String authType,
            @Nullable String invokeMode,
            FunctionUrl.@Nullable Cors cors) {}

    /**
     * Some URLs.
     *
     * @param nextMarker where the next page begins, or null when this is the last
     */
    record Page(List<FunctionUrl> urls, @Nullable String nextMarker) {}
}
