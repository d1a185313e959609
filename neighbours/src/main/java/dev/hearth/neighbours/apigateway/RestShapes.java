package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parts of methods as OpenAPI definitions say them. Pure. */
final class RestShapes {

    private static final Map<String, String> PLACES =
            Map.of("path", "path", "query", "querystring", "header", "header");

    private RestShapes() {}

    static void parameters(OpenApi definition, Doc operation, Doc method) {
        Doc parameters = Doc.empty();
        Doc models = Doc.empty();
        List<String> types = operation.texts("consumes").isEmpty()
                ? definition.root().texts("consumes")
                : operation.texts("consumes");
        for (Doc each : operation.docs("parameters")) {
            Doc parameter = definition.resolved(each);
            String place = PLACES.get(parameter.text("in", ""));
            String model = OpenApi.model(parameter.doc("schema"));
            if (place != null) {
                parameters.put(
                        "method.request." + place + "." + parameter.text("name", ""), parameter.truth("required"));
            } else if (model != null) {
                (types.isEmpty() ? List.of("application/json") : types).forEach(type -> models.put(type, model));
            }
        }
        Doc content = definition.resolved(operation.doc("requestBody")).doc("content");
        for (String type : content.members().keySet()) {
            models.put(type, OpenApi.model(content.doc(type).doc("schema")));
        }
        method.put("requestParameters", parameters.members().isEmpty() ? null : parameters);
        method.put("requestModels", models.members().isEmpty() ? null : models);
    }

    static void responses(OpenApi definition, Doc operation, Doc method) {
        Doc responses = operation.doc("responses");
        Doc all = Doc.empty();
        for (String status : responses.members().keySet()) {
            if (!status.matches("[1-5]\\d\\d")) {
                continue;
            }
            Doc given = definition.resolved(responses.doc(status));
            Doc parameters = Doc.empty();
            given.doc("headers")
                    .members()
                    .keySet()
                    .forEach(name -> parameters.put("method.response.header." + name, false));
            Doc models = Doc.empty();
            models.put("application/json", OpenApi.model(given.doc("schema")));
            Doc content = given.doc("content");
            content.members()
                    .keySet()
                    .forEach(type ->
                            models.put(type, OpenApi.model(content.doc(type).doc("schema"))));
            all.put(
                    status,
                    Doc.of("statusCode", status)
                            .put("responseParameters", parameters.members().isEmpty() ? null : parameters)
                            .put("responseModels", models.members().isEmpty() ? null : models));
        }
        method.put("methodResponses", all.members().isEmpty() ? null : all);
    }

    static Doc integration(Doc given, String resource) {
        Doc doc = Doc.of("type", given.text("type", "").toUpperCase(Locale.ROOT).replace("-", "_"))
                .put("httpMethod", given.text("httpMethod"))
                .take(
                        given,
                        "uri",
                        "credentials",
                        "connectionType",
                        "connectionId",
                        "requestParameters",
                        "requestTemplates",
                        "contentHandling",
                        "tlsConfig")
                .put(
                        "passthroughBehavior",
                        given.text("passthroughBehavior", "WHEN_NO_MATCH").toUpperCase(Locale.ROOT))
                .put("timeoutInMillis", given.number("timeoutInMillis", (int) ApiLimits.REST_TIMEOUT.toMillis()))
                .put("cacheNamespace", given.text("cacheNamespace", resource))
                .put(
                        "cacheKeyParameters",
                        given.has("cacheKeyParameters")
                                ? given.get("cacheKeyParameters")
                                : new java.util.ArrayList<>());
        Doc byStatus = Doc.empty();
        Doc responses = given.doc("responses");
        for (String pattern : responses.members().keySet()) {
            Doc response = responses.doc(pattern);
            String status = response.text("statusCode", "200");
            byStatus.put(
                    status,
                    Doc.of("statusCode", status, "selectionPattern", pattern.equals("default") ? null : pattern)
                            .take(response, "responseParameters", "responseTemplates", "contentHandling"));
        }
        doc.put("integrationResponses", byStatus.members().isEmpty() ? null : byStatus);
        return RestMethods.checked(doc);
    }
}
