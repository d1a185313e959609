package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The opaque word that says where the next page of a list begins. */
final class Markers {

    /** Most items a caller may ask for. */
    static final int MAX_ITEMS = 10_000;

    private Markers() {}

    static String after(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static String name(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Fault(Fault.Kind.INVALID_PARAMETER, "Invalid pagination token provided.").asException();
        }
    }

    /** Some items, and where the next page begins. */
    record Page<T>(List<T> items, @Nullable String nextMarker) {}

    /**
     * The page of {@code all} that a caller asks for.
     *
     * @param all in the order of their keys
     * @param key what a marker tells of an item
     */
    static <T> Page<T> page(List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer maxItems) {
        return page(all, key, marker, maxItems, MAX_ITEMS);
    }

    /** As {@link #page(List, Function, String, Integer)}, where a caller may ask for at most {@code most}. */
    static <T> Page<T> page(
            List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer maxItems, int most) {
        int size = size(maxItems, most);
        String after = marker == null ? null : name(marker);
        List<T> rest = after == null
                ? all
                : all.stream()
                        .filter(item -> key.apply(item).compareTo(after) > 0)
                        .toList();
        if (rest.size() <= size) {
            return new Page<>(rest, null);
        }
        return new Page<>(rest.subList(0, size), after(key.apply(rest.get(size - 1))));
    }

    /** How many items a page has at most. */
    static int size(@Nullable Integer maxItems, int most) {
        new Constraints().range("maxItems", maxItems, 1, most).verify();
        return maxItems == null ? RegistryLimits.PAGE_SIZE : Math.min(maxItems, RegistryLimits.PAGE_SIZE);
    }
}
