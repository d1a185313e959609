package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** REST APIs from and into OpenAPI definitions (developer guide, "Configuring a REST API using OpenAPI"). */
final class RestImport {

    private final Shelf shelf;
    private final UnaryOperator<Doc> create;

    RestImport(Shelf shelf, UnaryOperator<Doc> create) {
        this.shelf = shelf;
        this.create = create;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("ImportRestApi", in -> {
            OpenApi definition = OpenApi.read(in.text("body"));
            Doc info = definition.root().doc("info");
            String types = in.doc("parameters").text("endpointConfigurationTypes", "EDGE");
            Doc api = create.apply(Doc.of(
                    "name", info.text("title", "imported"),
                    "description", info.text("description"),
                    "version", info.text("version"),
                    "endpointConfiguration", Doc.of("types", new ArrayList<>(List.of(types)))));
            return new Import(definition, api.text("id", ""), true).run();
        });
        operations.put("PutRestApi", in -> {
            OpenApi definition = OpenApi.read(in.text("body"));
            String api = in.needed("restapi_id");
            shelf.api(Shelf.REST_API, api);
            boolean overwrite = "overwrite".equals(in.text("mode"));
            return new Import(definition, api, overwrite).run();
        });
        operations.put("GetExport", in -> RestExport.export(shelf, in));
    }

    /** One import. */
    private final class Import {

        private final OpenApi definition;
        private final String api;
        private final boolean overwrite;
        private final Map<String, String> authorizers = new HashMap<>();
        private final Map<String, String> validators = new HashMap<>();
        private final Map<String, Doc> byPath = new HashMap<>();

        Import(OpenApi definition, String api, boolean overwrite) {
            this.definition = definition;
            this.api = api;
            this.overwrite = overwrite;
        }

        Doc run() {
            if (overwrite) {
                clear();
            }
            Doc document = shelf.api(Shelf.REST_API, api);
            settings(document);
            models();
            definition.securities().forEach(this::security);
            Doc named = definition.root().doc("x-amazon-apigateway-request-validators");
            named.members().keySet().forEach(name -> validator(name, named.doc(name)));
            Doc replies = definition.root().doc("x-amazon-apigateway-gateway-responses");
            replies.members().keySet().forEach(kind -> reply(kind, replies.doc(kind)));
            shelf.book().list(api, RestResources.RESOURCE).forEach(doc -> byPath.put(doc.text("path", "/"), doc));
            definition.root().doc("paths").members().keySet().forEach(this::resource);
            definition.operations().forEach(this::method);
            byPath.values().forEach(doc -> shelf.book().put(api, RestResources.RESOURCE, doc.text("id", ""), doc));
            return document;
        }

        private void clear() {
            for (String kind : List.of(Shelf.MODEL, Shelf.AUTHORIZER, RestFamilies.VALIDATOR, RestFamilies.REPLY)) {
                for (Doc doc : shelf.book().list(api, kind)) {
                    String id =
                            kind.equals(Shelf.MODEL) ? "name" : kind.equals(RestFamilies.REPLY) ? "responseType" : "id";
                    shelf.book().remove(api, kind, doc.text(id, ""));
                }
            }
            for (Doc doc : shelf.book().list(api, RestResources.RESOURCE)) {
                if (doc.has("parentId")) {
                    shelf.book().remove(api, RestResources.RESOURCE, doc.text("id", ""));
                } else {
                    shelf.book().put(api, RestResources.RESOURCE, doc.text("id", ""), doc.without("resourceMethods"));
                }
            }
            RestModels.standard(shelf, api);
        }

        private void settings(Doc document) {
            Doc root = definition.root();
            if (overwrite && root.doc("info").has("title")) {
                document.put("name", root.doc("info").text("title"));
            }
            document.take(root.doc("info"), "description", "version");
            if (root.has("x-amazon-apigateway-binary-media-types")) {
                document.put("binaryMediaTypes", root.get("x-amazon-apigateway-binary-media-types"));
            }
            if (root.has("x-amazon-apigateway-api-key-source")) {
                document.put(
                        "apiKeySource",
                        root.text("x-amazon-apigateway-api-key-source", "").toUpperCase(Locale.ROOT));
            }
            if (root.has("x-amazon-apigateway-minimum-compression-size")) {
                document.put("minimumCompressionSize", root.get("x-amazon-apigateway-minimum-compression-size"));
            }
            if (root.has("x-amazon-apigateway-policy")) {
                document.put("policy", root.doc("x-amazon-apigateway-policy").json());
            }
            shelf.book().put(Book.ACCOUNT, Shelf.REST_API, api, document);
        }

        private void models() {
            definition.schemas().forEach((name, schema) -> {
                Doc model = Doc.of(
                        "id",
                        shelf.ids().small(),
                        "name",
                        name,
                        "contentType",
                        "application/json",
                        "schema",
                        schema.json());
                shelf.book().put(api, Shelf.MODEL, name, model);
            });
        }

        private void security(String name, Doc scheme) {
            Doc given = scheme.doc("x-amazon-apigateway-authorizer");
            if (given.members().isEmpty()) {
                return;
            }
            String type = given.text("type", "").toUpperCase(Locale.ROOT);
            String source =
                    "method.request." + scheme.text("in", "header") + "." + scheme.text("name", "Authorization");
            String id = shelf.ids().small();
            Doc authorizer = Doc.of("id", id, "name", name, "type", type, "authType", "custom")
                    .take(
                            given,
                            "authorizerUri",
                            "authorizerCredentials",
                            "identityValidationExpression",
                            "authorizerResultTtlInSeconds",
                            "identitySource",
                            "providerARNs");
            if (type.equals("TOKEN")) {
                authorizer.putIfAbsent("identitySource", source);
            }
            shelf.book().put(api, Shelf.AUTHORIZER, id, RestFamilies.authorizer(authorizer));
            authorizers.put(name, id);
        }

        private void validator(String name, Doc given) {
            String id = shelf.ids().small();
            Doc validator = Doc.of("id", id, "name", name)
                    .put("validateRequestBody", given.truth("validateRequestBody"))
                    .put("validateRequestParameters", given.truth("validateRequestParameters"));
            shelf.book().put(api, RestFamilies.VALIDATOR, id, validator);
            validators.put(name, id);
        }

        private void reply(String kind, Doc given) {
            RestFamilies.kind(Doc.of("response_type", kind));
            Doc parameters = Doc.empty();
            Doc named = given.doc("responseParameters");
            named.members().forEach((name, value) -> parameters.put(name, value));
            Doc reply = Doc.of("responseType", kind, "statusCode", given.text("statusCode"))
                    .put("responseParameters", parameters)
                    .put(
                            "responseTemplates",
                            given.has("responseTemplates")
                                    ? given.get("responseTemplates")
                                    : GatewayReply.standard(kind).get("responseTemplates"))
                    .put("defaultResponse", false);
            shelf.book().put(api, RestFamilies.REPLY, kind, reply);
        }

        /** The resource at a path, with those above it. */
        private Doc resource(String given) {
            String path = given.length() > 1 && given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
            Doc known = byPath.get(path);
            if (known != null) {
                return known;
            }
            int slash = path.lastIndexOf('/');
            if (slash < 0) {
                throw ApiError.BAD_REQUEST.because("Resource's path must begin with a slash: " + path);
            }
            Doc parent = resource(slash == 0 ? "/" : path.substring(0, slash));
            String id = shelf.ids().next();
            Doc made = Doc.of(
                    "id", id, "parentId", parent.text("id"), "pathPart", path.substring(slash + 1), "path", path);
            byPath.put(path, made);
            if (byPath.size() > ApiLimits.ROUTES) {
                throw ApiError.LIMIT_EXCEEDED.because("Maximum number of resources for this API has been reached");
            }
            return made;
        }

        private void method(OpenApi.Operation operation) {
            Doc resource = resource(operation.path());
            Doc method = Doc.of("httpMethod", operation.method(), "authorizationType", "NONE", "apiKeyRequired", false)
                    .put("operationName", operation.doc().text("operationId"));
            secured(method, operation.doc());
            String validator = operation
                    .doc()
                    .text(
                            "x-amazon-apigateway-request-validator",
                            definition.root().text("x-amazon-apigateway-request-validator", ""));
            method.put("requestValidatorId", validators.get(validator));
            RestShapes.parameters(definition, operation.doc(), method);
            RestShapes.responses(definition, operation.doc(), method);
            Doc integration = operation.doc().doc(OpenApi.INTEGRATION);
            if (!integration.members().isEmpty()) {
                method.put("methodIntegration", RestShapes.integration(integration, resource.text("id", "")));
            }
            resource.made("resourceMethods").put(operation.method(), method);
        }

        private void secured(Doc method, Doc operation) {
            if (operation.doc("x-amazon-apigateway-auth").text("type", "").equalsIgnoreCase("AWS_IAM")) {
                method.put("authorizationType", "AWS_IAM");
            }
            definition.asked(operation).forEach((name, scopes) -> {
                Doc scheme = definition.securities().getOrDefault(name, Doc.empty());
                if (authorizers.containsKey(name)) {
                    method.put("authorizationType", "CUSTOM").put("authorizerId", authorizers.get(name));
                } else if (scheme.text("x-amazon-apigateway-authtype", "").equalsIgnoreCase("awsSigv4")) {
                    method.put("authorizationType", "AWS_IAM");
                } else if (scheme.text("name", "").equalsIgnoreCase("x-api-key")) {
                    method.put("apiKeyRequired", true);
                }
            });
        }
    }
}
