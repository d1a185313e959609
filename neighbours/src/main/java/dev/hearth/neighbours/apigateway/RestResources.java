package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Resources of REST APIs: the tree of paths. */
final class RestResources {

    static final String RESOURCE = "resource";

    private static final Pattern PART = Pattern.compile("[a-zA-Z0-9._:~$,@+*'()!;&=-]+|\\{[a-zA-Z0-9._:-]+\\+?}");

    private final Shelf shelf;

    RestResources(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateResource", this::create);
        operations.put("GetResource", in -> shown(resource(in), in));
        operations.put("GetResources", in -> {
            List<Doc> all = shelf.book().list(api(in), RESOURCE).stream()
                    .map(doc -> shown(doc, in))
                    .toList();
            return RestOperations.page(in, all);
        });
        operations.put("UpdateResource", this::update);
        operations.put("DeleteResource", this::delete);
    }

    private String api(Doc in) {
        shelf.api(Shelf.REST_API, in.needed("restapi_id"));
        return in.needed("restapi_id");
    }

    private Doc resource(Doc in) {
        return shelf.need(api(in), RESOURCE, in.needed("resource_id"), "Resource");
    }

    /** Methods come along only when they are asked for; their names always do. */
    private static Doc shown(Doc resource, Doc in) {
        if (!in.texts("embed").contains("methods")) {
            Doc names = Doc.empty();
            resource.doc("resourceMethods").members().keySet().forEach(name -> names.put(name, Patch.map()));
            resource.put("resourceMethods", names.members().isEmpty() ? null : names);
        }
        return resource;
    }

    Doc create(Doc in) {
        String api = api(in);
        Doc parent = shelf.need(api, RESOURCE, in.needed("parent_id"), "Resource");
        List<Doc> have = shelf.book().list(api, RESOURCE);
        shelf.limit(have, ApiLimits.ROUTES, "resources");
        String part = checked(parent, in.needed("pathPart"), have);
        String id = shelf.ids().next();
        Doc resource = Doc.of("id", id, "parentId", parent.text("id"), "pathPart", part, "path", path(parent, part));
        shelf.book().put(api, RESOURCE, id, resource);
        return resource;
    }

    private static String path(Doc parent, String part) {
        String above = parent.text("path", "/");
        return above.equals("/") ? "/" + part : above + "/" + part;
    }

    private static String checked(Doc parent, String part, List<Doc> have) {
        if (!PART.matcher(part).matches()) {
            throw ApiError.BAD_REQUEST.because("Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path"
                    + " variable and curly braces at the beginning and the end.");
        }
        if (PathTree.isGreedy(parent.text("pathPart", ""))) {
            throw ApiError.BAD_REQUEST.because(
                    "Cannot create a child of a resource with a greedy path variable: " + parent.text("path"));
        }
        for (Doc other : have) {
            if (!parent.text("id", "").equals(other.text("parentId"))) {
                continue;
            }
            String name = other.text("pathPart", "");
            if (name.equals(part)) {
                throw ApiError.CONFLICT.because("Another resource with the same parent already has this name: " + part);
            }
            if (PathTree.isParameter(name)
                    && PathTree.isParameter(part)
                    && PathTree.isGreedy(name) == PathTree.isGreedy(part)) {
                throw ApiError.BAD_REQUEST.because("A sibling (" + name
                        + ") of this resource already has a variable path" + " part -- only one is allowed");
            }
        }
        return part;
    }

    private Doc update(Doc in) {
        Doc resource = resource(in);
        if (!resource.has("parentId")) {
            throw ApiError.BAD_REQUEST.because("The root resource cannot be changed");
        }
        Doc changed = Patch.apply(resource.copy(), in.docs("patchOperations"));
        Doc parent = shelf.need(api(in), RESOURCE, changed.text("parentId", ""), "Resource");
        List<Doc> others = shelf.book().list(api(in), RESOURCE).stream()
                .filter(each -> !each.text("id", "").equals(resource.text("id")))
                .toList();
        checked(parent, changed.text("pathPart", ""), others);
        moved(api(in), changed, path(parent, changed.text("pathPart", "")), others);
        return shown(changed, in);
    }

    /** A resource's path is part of those below it. */
    private void moved(String api, Doc resource, String path, List<Doc> all) {
        resource.put("path", path);
        shelf.book().put(api, RESOURCE, resource.text("id", ""), resource);
        for (Doc child : all) {
            if (resource.text("id", "").equals(child.text("parentId"))) {
                moved(api, child, path(resource, child.text("pathPart", "")), all);
            }
        }
    }

    private Doc delete(Doc in) {
        Doc resource = resource(in);
        if (!resource.has("parentId")) {
            throw ApiError.BAD_REQUEST.because("The root resource cannot be deleted");
        }
        remove(api(in), resource, shelf.book().list(api(in), RESOURCE));
        return Doc.empty();
    }

    private void remove(String api, Doc resource, List<Doc> all) {
        shelf.book().remove(api, RESOURCE, resource.text("id", ""));
        for (Doc child : all) {
            if (resource.text("id", "").equals(child.text("parentId"))) {
                remove(api, child, all);
            }
        }
    }
}
