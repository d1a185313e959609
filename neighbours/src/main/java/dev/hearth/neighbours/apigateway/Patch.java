package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Patch operations on a document (API reference, "Patch operations"): a path of names with {@code ~1} for slashes. A
 * list's
 * elements are named by their values. Values are texts, as they come; whoever shows the document turns them into what
 * they
 * should be.
 */
final class Patch {

    /** Members that are lists of texts, even while they are not there. */
    private static final Set<String> LISTS = Set.of(
            "binaryMediaTypes", "types", "providerARNs", "authorizationScopes", "cacheKeyParameters", "vpcEndpointIds");

    /** Members that cannot be changed. */
    private static final Set<String> FIXED = Set.of("id", "createdDate", "rootResourceId", "lastUpdatedDate");

    private Patch() {}

    /** Applies the operations of a request to {@code doc}. */
    static Doc apply(Doc doc, List<Doc> operations) {
        for (Doc operation : operations) {
            List<String> path = new ArrayList<>();
            for (String part : Text.segments(operation.needed("path"))) {
                path.add(part.replace("~1", "/").replace("~0", "~"));
            }
            if (path.isEmpty() || FIXED.contains(path.getFirst())) {
                throw ApiError.BAD_REQUEST.because("Invalid patch path '" + operation.text("path")
                        + "' specified for op '" + operation.text("op") + "'.");
            }
            one(doc, operation, path);
        }
        return doc;
    }

    private static void one(Doc doc, Doc operation, List<String> path) {
        String value = operation.text("value");
        switch (operation.text("op", "")) {
            case "add", "replace" -> set(doc, path, value);
            case "remove" -> remove(doc, path, value);
            case "copy", "move" -> {
                List<String> from = new ArrayList<>();
                Text.segments(operation.needed("from")).forEach(part -> from.add(part.replace("~1", "/")));
                Object found = doc.members();
                for (String part : from) {
                    found = found instanceof Map<?, ?> map ? map.get(part) : null;
                }
                parent(doc, path)
                        .put(
                                path.getLast(),
                                new Doc(Map.of("it", found == null ? "" : found))
                                        .copy()
                                        .get("it"));
                if (operation.text("op", "").equals("move")) {
                    remove(doc, from, null);
                }
            }
            case "test" -> {
                Object found = doc.members();
                for (String part : path) {
                    found = found instanceof Map<?, ?> map ? map.get(part) : null;
                }
                if (found == null || !found.toString().equals(value)) {
                    throw ApiError.CONFLICT.because("The test of '" + operation.text("path") + "' failed");
                }
            }
            default ->
                throw ApiError.BAD_REQUEST.because("Invalid patch operation specified. Must be 'add'|'remove'|'replace'"
                        + "|'copy'|'move'|'test'");
        }
    }

    private static Doc parent(Doc doc, List<String> path) {
        Doc at = doc;
        for (String part : path.subList(0, path.size() - 1)) {
            at = at.made(part);
        }
        return at;
    }

    private static void set(Doc doc, List<String> path, @Nullable String value) {
        String last = path.getLast();
        String before = path.size() > 1 ? path.get(path.size() - 2) : "";
        if (LISTS.contains(before) || path.size() > 1 && listAt(doc, path) != null) {
            Doc owner = parent(doc, path.subList(0, path.size() - 1));
            Collection<Object> list = new java.util.LinkedHashSet<>(owner.texts(before));
            // Types of endpoints are replaced, not added to: there is one.
            if (before.equals("types")) {
                list.clear();
            }
            list.add(value == null || value.isEmpty() ? last : value);
            if (value != null && !value.isEmpty() && !before.equals("types")) {
                list.remove(last);
            }
            owner.members().put(before, new ArrayList<>(list));
        } else if (LISTS.contains(last)) {
            parent(doc, path)
                    .members()
                    .put(last, new ArrayList<>(value == null ? List.of() : List.of(value.split(","))));
        } else {
            parent(doc, path).members().put(last, value == null ? "" : value);
        }
    }

    private static @Nullable List<?> listAt(Doc doc, List<String> path) {
        Object at = doc.members();
        for (String part : path.subList(0, path.size() - 1)) {
            at = at instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return at instanceof List<?> list ? list : null;
    }

    private static void remove(Doc doc, List<String> path, @Nullable String value) {
        List<?> list = path.size() > 1 ? listAt(doc, path) : null;
        if (list != null) {
            Doc owner = parent(doc, path.subList(0, path.size() - 1));
            List<Object> rest = new ArrayList<>(list);
            rest.removeIf(each -> String.valueOf(each).equals(path.getLast()));
            owner.members().put(path.get(path.size() - 2), rest);
            return;
        }
        if (value != null && parent(doc, path).get(path.getLast()) instanceof List<?> all) {
            List<Object> rest = new ArrayList<>(all);
            rest.removeIf(each -> String.valueOf(each).equals(value));
            parent(doc, path).members().put(path.getLast(), rest);
            return;
        }
        parent(doc, path).members().remove(path.getLast());
    }

    /** A map that keeps its order. */
    static Map<String, Object> map() {
        return new LinkedHashMap<>();
    }
}
