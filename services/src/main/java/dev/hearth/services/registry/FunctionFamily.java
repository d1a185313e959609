package dev.hearth.services.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function with its published versions and all that belongs to them; immutable, so that readers need no lock.
 *
 * @param latest its {@code $LATEST}
 * @param published its published versions by number
 * @param parts what belongs to them
 * @param views each version as an invocation sees it, made once
 */
record FunctionFamily(
        FunctionRecord latest,
        NavigableMap<Long, FunctionRecord> published,
        Map<FunctionPart.Key, FunctionPart> parts,
        Map<String, FunctionVersion> views) {

    static FunctionFamily of(FunctionRecord latest, String arn) {
        return new FunctionFamily(
                latest, new TreeMap<>(), Map.of(), Map.of(FunctionRecord.LATEST, latest.toVersion(arn)));
    }

    /** {@code $LATEST} first, then by number. */
    Collection<FunctionRecord> versions() {
        List<FunctionRecord> all = new ArrayList<>(List.of(latest));
        all.addAll(published.values());
        return all;
    }

    /** The version of that very number, or {@code $LATEST}. */
    @Nullable
    FunctionRecord version(String version) {
        if (version.equals(FunctionRecord.LATEST)) {
            return latest;
        }
        return isNumber(version) ? published.get(Long.parseLong(version)) : null;
    }

    /** A version of this family as an invocation sees it. */
    FunctionVersion view(FunctionRecord version) {
        return Objects.requireNonNull(views.get(version.version()), "every version has its view");
    }

    FunctionPart.@Nullable Alias alias(String name) {
        return part(FunctionPart.Kind.ALIAS, name, FunctionPart.Alias.class);
    }

    /** The version that a qualifier means: itself, or what an alias of that name points to first. */
    @Nullable
    FunctionRecord qualified(@Nullable String qualifier) {
        if (qualifier == null) {
            return latest;
        }
        FunctionPart.Alias alias = alias(qualifier);
        return version(alias == null ? qualifier : alias.version());
    }

    /** Aliases in order of name. */
    List<FunctionPart.Alias> aliases() {
        return all(FunctionPart.Alias.class)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    <T extends FunctionPart> Stream<T> all(Class<T> type) {
        return parts.values().stream().filter(type::isInstance).map(type::cast);
    }

    <T extends FunctionPart> @Nullable T part(FunctionPart.Kind kind, String qualifier, Class<T> type) {
        FunctionPart part = parts.get(new FunctionPart.Key(kind, latest.name(), qualifier));
        return part == null ? null : type.cast(part);
    }

    FunctionFamily with(FunctionRecord function, String arn) {
        Map<String, FunctionVersion> newViews = new HashMap<>(views);
        newViews.put(function.version(), function.toVersion(arn));
        if (function.version().equals(FunctionRecord.LATEST)) {
            return new FunctionFamily(function, published, parts, newViews);
        }
        NavigableMap<Long, FunctionRecord> newPublished = new TreeMap<>(published);
        newPublished.put(Long.parseLong(function.version()), function);
        return new FunctionFamily(latest, newPublished, parts, newViews);
    }

    FunctionFamily without(String version) {
        NavigableMap<Long, FunctionRecord> newPublished = new TreeMap<>(published);
        newPublished.remove(Long.parseLong(version));
        Map<FunctionPart.Key, FunctionPart> newParts = new HashMap<>(parts);
        newParts.keySet().removeIf(key -> key.qualifier().equals(version));
        Map<String, FunctionVersion> newViews = new HashMap<>(views);
        newViews.remove(version);
        return new FunctionFamily(latest, newPublished, newParts, newViews);
    }

    FunctionFamily with(FunctionPart part) {
        Map<FunctionPart.Key, FunctionPart> newParts = new HashMap<>(parts);
        newParts.put(part.key(), part);
        return new FunctionFamily(latest, published, newParts, views);
    }

    FunctionFamily without(FunctionPart.Key key) {
        Map<FunctionPart.Key, FunctionPart> newParts = new HashMap<>(parts);
        newParts.remove(key);
        return new FunctionFamily(latest, published, newParts, views);
    }

    /** Whether {@code version} is a number that a version can have. */
    static boolean isNumber(String version) {
        return !version.isEmpty()
                && version.length() <= RegistryLimits.VERSION_DIGITS
                && version.chars().allMatch(c -> c >= '0' && c <= '9')
                && version.charAt(0) != '0';
    }
}
