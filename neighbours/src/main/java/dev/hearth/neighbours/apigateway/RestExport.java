package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** A stage of a REST API as an OpenAPI definition. */
final class RestExport {

    private RestExport() {}

    static Doc export(Shelf shelf, Doc in) {
        String api = in.needed("restapi_id");
        Doc own = shelf.api(Shelf.REST_API, api);
        Doc stage = shelf.need(api, Shelf.STAGE, in.needed("stage_name"), "stage");
        Doc configuration = shelf.need(api, ApiStore.SNAPSHOT, stage.text("deploymentId", ""), "Deployment");
        boolean three = switch (in.needed("export_type")) {
            case "oas30" -> true;
            case "swagger" -> false;
            default -> throw ApiError.BAD_REQUEST.because("No API exporter for type '" + in.text("export_type") + "'");
        };
        boolean extensions = in.doc("parameters").text("extensions", "").contains("apigateway")
                || in.doc("parameters").text("extensions", "").contains("integrations");
        Doc definition = definition(own, stage, configuration, three, extensions);
        boolean yaml = in.text("Accept", "").contains("yaml");
        return Doc.of(
                "Content-Type", yaml ? "application/yaml" : "application/json",
                "Content-Disposition", "attachment; filename=\"" + in.text("export_type") + "\"",
                "body", yaml ? OpenApi.yaml(definition) : definition.json());
    }

    private static Doc definition(Doc api, Doc stage, Doc configuration, boolean three, boolean extensions) {
        Doc definition = Doc.of(three ? "openapi" : "swagger", three ? "3.0.1" : "2.0");
        definition.put(
                "info",
                Doc.of(
                        "title", api.text("name"),
                        "description", api.text("description"),
                        "version", api.text("version", "1.0")));
        if (!three) {
            definition.put("basePath", "/" + stage.text("stageName"));
        }
        Doc paths = Doc.empty();
        for (Doc resource : configuration.docs("resources")) {
            Doc methods = resource.doc("resourceMethods");
            for (String verb : methods.members().keySet()) {
                String key = verb.equals("ANY") ? OpenApi.ANY : verb.toLowerCase(Locale.ROOT);
                paths.made(resource.text("path", "/")).put(key, operation(methods.doc(verb), extensions, three));
            }
        }
        definition.put("paths", paths);
        Doc schemas = Doc.empty();
        for (Doc model : configuration.docs("models")) {
            try {
                schemas.put(model.text("name", ""), Json.read(model.text("schema", "{}")));
            } catch (JacksonException notJson) {
                schemas.put(model.text("name", ""), Doc.empty());
            }
        }
        if (three) {
            definition.put("components", Doc.of("schemas", schemas));
        } else {
            definition.put("definitions", schemas);
        }
        if (extensions && api.has("binaryMediaTypes")) {
            definition.put("x-amazon-apigateway-binary-media-types", api.get("binaryMediaTypes"));
        }
        return definition;
    }

    private static Doc operation(Doc method, boolean extensions, boolean three) {
        Doc operation = Doc.of("operationId", method.text("operationName"));
        List<Object> parameters = new ArrayList<>();
        method.textMap("requestParameters").forEach((place, required) -> {
            String[] parts = place.split("\\.", 4);
            if (parts.length == 4) {
                Doc parameter = Doc.of(
                        "name",
                        parts[3],
                        "in",
                        parts[2].equals("querystring") ? "query" : parts[2],
                        "required",
                        Boolean.valueOf(required));
                parameter.put(three ? "schema" : "type", three ? Doc.of("type", "string") : "string");
                parameters.add(parameter.members());
            }
        });
        operation.put("parameters", parameters.isEmpty() ? null : parameters);
        Doc responses = Doc.empty();
        method.doc("methodResponses")
                .members()
                .keySet()
                .forEach(status -> responses.put(status, Doc.of("description", status + " response")));
        operation.put("responses", responses);
        if (extensions && method.has("methodIntegration")) {
            operation.put(OpenApi.INTEGRATION, integration(method.doc("methodIntegration")));
        }
        return operation;
    }

    private static Doc integration(Doc doc) {
        Doc integration = doc.without("integrationResponses", "cacheKeyParameters", "cacheNamespace")
                .put("type", doc.text("type", "").toLowerCase(Locale.ROOT))
                .put("passthroughBehavior", doc.text("passthroughBehavior", "").toLowerCase(Locale.ROOT));
        Doc responses = Doc.empty();
        Map<String, ?> all = doc.doc("integrationResponses").members();
        all.keySet().forEach(status -> {
            Doc response = doc.doc("integrationResponses").doc(status);
            responses.put(response.text("selectionPattern", "default"), response.without("selectionPattern"));
        });
        return integration.put("responses", all.isEmpty() ? null : responses);
    }
}
