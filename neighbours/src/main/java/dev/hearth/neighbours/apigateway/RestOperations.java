package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The control plane of REST APIs: APIs themselves, and every operation by its name. */
final class RestOperations {

    private final Shelf shelf;
    private final RestResources resources;
    private final Map<String, UnaryOperator<Doc>> operations = new TreeMap<>();

    RestOperations(Shelf shelf, UsagePlans plans) {
        this.shelf = shelf;
        this.resources = new RestResources(shelf);
        operations.put("CreateRestApi", this::create);
        operations.put("GetRestApi", this::api);
        operations.put("GetRestApis", in -> page(in, shelf.book().list(Book.ACCOUNT, Shelf.REST_API)));
        operations.put("UpdateRestApi", this::update);
        operations.put("DeleteRestApi", this::delete);
        resources.into(operations);
        new RestMethods(shelf).into(operations);
        new RestStages(shelf).into(operations);
        new RestFamilies(shelf).into(operations);
        new RestKeys(shelf, plans).into(operations);
        new RestAccount(shelf).into(operations);
        new RestImport(shelf, this::create).into(operations);
    }

    Map<String, UnaryOperator<Doc>> all() {
        return operations;
    }

    /** A page as REST APIs' lists are. */
    static Doc page(Doc in, List<Doc> all) {
        return Pages.of(all, in.text("limit", String.valueOf(ApiLimits.PAGE)), in.text("position"), "item", "position");
    }

    private Doc api(Doc in) {
        return shelf.api(Shelf.REST_API, in.needed("restapi_id"));
    }

    Doc create(Doc in) {
        if (in.has("cloneFrom")) {
            throw ApiError.BAD_REQUEST.because("Hearth does not clone APIs: export one and import it");
        }
        shelf.limit(shelf.book().list(Book.ACCOUNT, Shelf.REST_API), ApiLimits.APIS, "APIs");
        String id = shelf.ids().next();
        String root = shelf.ids().next();
        Doc api = Doc.of("id", id, "name", in.needed("name"))
                .take(in, "description", "version", "binaryMediaTypes", "minimumCompressionSize", "policy", "tags")
                .put("createdDate", shelf.seconds())
                .put("apiKeySource", in.text("apiKeySource", "HEADER"))
                .put("endpointConfiguration", endpoints(in))
                .put("disableExecuteApiEndpoint", in.truth("disableExecuteApiEndpoint"))
                .put("rootResourceId", root);
        shelf.book().put(Book.ACCOUNT, Shelf.REST_API, id, api);
        shelf.book().put(id, RestResources.RESOURCE, root, Doc.of("id", root, "path", "/"));
        RestModels.standard(shelf, id);
        return api;
    }

    private static Doc endpoints(Doc in) {
        Doc given = in.doc("endpointConfiguration");
        List<String> types = given.texts("types").isEmpty() ? List.of("EDGE") : given.texts("types");
        if (types.contains("PRIVATE")) {
            throw ApiError.BAD_REQUEST.because("Hearth has no VPC endpoints: PRIVATE is not available");
        }
        return Doc.of("types", new ArrayList<>(types), "ipAddressType", given.text("ipAddressType", "ipv4"));
    }

    private Doc update(Doc in) {
        Doc api = Patch.apply(api(in), in.docs("patchOperations"));
        if (api.text("name", "").isEmpty()) {
            throw ApiError.BAD_REQUEST.because("Invalid API name specified");
        }
        shelf.book().put(Book.ACCOUNT, Shelf.REST_API, in.needed("restapi_id"), api);
        return api;
    }

    private Doc delete(Doc in) {
        Doc api = api(in);
        String id = api.text("id", "");
        shelf.book().remove(Book.ACCOUNT, Shelf.REST_API, id);
        shelf.book().drop(id);
        return Doc.empty();
    }
}
