package dev.hearth.services.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some functions in order of name.
 *
 * @param functions this page's
 * @param nextMarker where the next page begins, or null when this is the last
 */
public record FunctionPage(
        List<FunctionRecord> functions, @Nullable String nextMarker) {}
