package dev.hearth.neighbours.apigateway;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Methods of REST APIs with their integrations and responses, which all are parts of their resource's document. */
final class RestMethods {

    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY");

    private static final Set<String> TYPES = Set.of("HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY");

    private final Shelf shelf;

    RestMethods(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("PutMethod", this::put);
        operations.put("GetMethod", in -> method(resource(in), in));
        operations.put("UpdateMethod", in -> changed(in, method -> Patch.apply(method, in.docs("patchOperations"))));
        operations.put("DeleteMethod", in -> {
            Doc resource = resource(in);
            method(resource, in);
            resource.doc("resourceMethods").members().remove(verb(in));
            return kept(in, resource);
        });
        operations.put(
                "PutMethodResponse",
                in -> changed(in, method -> {
                    Doc responses = method.made("methodResponses");
                    String status = status(in);
                    if (responses.has(status)) {
                        throw ApiError.CONFLICT.because("Response already exists for this resource");
                    }
                    Doc response = Doc.of("statusCode", status).take(in, "responseParameters", "responseModels");
                    responses.put(status, response);
                    return response;
                }));
        operations.put("GetMethodResponse", in -> response(method(resource(in), in), "methodResponses", in));
        operations.put(
                "UpdateMethodResponse",
                in -> changed(
                        in,
                        method -> Patch.apply(response(method, "methodResponses", in), in.docs("patchOperations"))));
        operations.put(
                "DeleteMethodResponse",
                in -> changed(in, method -> {
                    response(method, "methodResponses", in);
                    method.doc("methodResponses").members().remove(status(in));
                    return Doc.empty();
                }));
        integrations(operations);
    }

    private void integrations(Map<String, UnaryOperator<Doc>> operations) {
        operations.put(
                "PutIntegration",
                in -> changed(in, method -> {
                    Doc integration = integration(in);
                    Doc old = method.doc("methodIntegration").doc("integrationResponses");
                    if (!old.members().isEmpty()) {
                        integration.put("integrationResponses", old);
                    }
                    method.put("methodIntegration", integration);
                    return integration;
                }));
        operations.put("GetIntegration", in -> integration(method(resource(in), in), in));
        operations.put(
                "UpdateIntegration",
                in -> changed(in, method -> checked(Patch.apply(integration(method, in), in.docs("patchOperations")))));
        operations.put(
                "DeleteIntegration",
                in -> changed(in, method -> {
                    integration(method, in);
                    method.members().remove("methodIntegration");
                    return Doc.empty();
                }));
        String responses = "integrationResponses";
        operations.put(
                "PutIntegrationResponse",
                in -> changed(in, method -> {
                    Doc response = Doc.of("statusCode", status(in))
                            .take(in, "selectionPattern", "responseParameters", "responseTemplates", "contentHandling");
                    integration(method, in).made(responses).put(status(in), response);
                    return response;
                }));
        operations.put(
                "GetIntegrationResponse", in -> response(integration(method(resource(in), in), in), responses, in));
        operations.put(
                "UpdateIntegrationResponse",
                in -> changed(
                        in,
                        method -> Patch.apply(
                                response(integration(method, in), responses, in), in.docs("patchOperations"))));
        operations.put(
                "DeleteIntegrationResponse",
                in -> changed(in, method -> {
                    response(integration(method, in), responses, in);
                    integration(method, in).doc(responses).members().remove(status(in));
                    return Doc.empty();
                }));
    }

    private Doc resource(Doc in) {
        shelf.api(Shelf.REST_API, in.needed("restapi_id"));
        return shelf.need(in.needed("restapi_id"), RestResources.RESOURCE, in.needed("resource_id"), "Resource");
    }

    private static String verb(Doc in) {
        return in.needed("http_method").toUpperCase(Locale.ROOT);
    }

    private static String status(Doc in) {
        String status = in.needed("status_code");
        if (!status.matches("[1-5]\\d\\d")) {
            throw ApiError.BAD_REQUEST.because("Invalid response status code specified: " + status);
        }
        return status;
    }

    private static Doc method(Doc resource, Doc in) {
        if (!resource.doc("resourceMethods").has(verb(in))) {
            throw ApiError.invalid("Method");
        }
        return resource.doc("resourceMethods").doc(verb(in));
    }

    private static Doc integration(Doc method, Doc in) {
        if (!method.has("methodIntegration")) {
            throw ApiError.invalid("Integration");
        }
        return method.doc("methodIntegration");
    }

    private static Doc response(Doc owner, String responses, Doc in) {
        if (!owner.doc(responses).has(status(in))) {
            throw ApiError.NOT_FOUND.because("Invalid Response status code specified");
        }
        return owner.doc(responses).doc(status(in));
    }

    /** Changes a method within its resource, and keeps that. */
    private Doc changed(Doc in, UnaryOperator<Doc> change) {
        Doc resource = resource(in);
        Doc result = change.apply(method(resource, in));
        kept(in, resource);
        return result;
    }

    private Doc kept(Doc in, Doc resource) {
        shelf.book().put(in.needed("restapi_id"), RestResources.RESOURCE, in.needed("resource_id"), resource);
        return Doc.empty();
    }

    private Doc put(Doc in) {
        Doc resource = resource(in);
        String verb = verb(in);
        if (!VERBS.contains(verb)) {
            throw ApiError.BAD_REQUEST.because("Invalid HttpMethod specified. Valid options are GET, PUT, POST, DELETE,"
                    + " PATCH, HEAD, OPTIONS, ANY");
        }
        Doc methods = resource.made("resourceMethods");
        if (methods.has(verb)) {
            throw ApiError.CONFLICT.because("Method already exists for this resource");
        }
        Doc method = method(in, verb);
        if ("CUSTOM".equals(method.text("authorizationType"))) {
            shelf.need(in.needed("restapi_id"), Shelf.AUTHORIZER, in.text("authorizerId", ""), "authorizer");
        }
        methods.put(verb, method);
        kept(in, resource);
        return method;
    }

    static Doc method(Doc in, String verb) {
        String auth = in.needed("authorizationType");
        if (auth.equals("COGNITO_USER_POOLS")) {
            throw ApiError.BAD_REQUEST.because(
                    "Hearth has no Cognito user pools: use an authorizer of the type TOKEN or REQUEST");
        }
        if (!Set.of("NONE", "AWS_IAM", "CUSTOM").contains(auth)) {
            throw ApiError.BAD_REQUEST.because("Invalid authorization type specified: " + auth);
        }
        return Doc.of(
                        "httpMethod", verb,
                        "authorizationType", auth,
                        "apiKeyRequired", in.truth("apiKeyRequired"))
                .take(
                        in,
                        "authorizerId",
                        "operationName",
                        "requestParameters",
                        "requestModels",
                        "requestValidatorId",
                        "authorizationScopes");
    }

    private static Doc integration(Doc in) {
        Doc doc = Doc.of("type", in.needed("type"))
                .put("httpMethod", in.text("integrationHttpMethod", in.text("httpMethod", "")))
                .take(
                        in,
                        "uri",
                        "connectionType",
                        "connectionId",
                        "credentials",
                        "requestParameters",
                        "requestTemplates",
                        "contentHandling",
                        "tlsConfig")
                .put("passthroughBehavior", in.text("passthroughBehavior", "WHEN_NO_MATCH"))
                .put("timeoutInMillis", in.number("timeoutInMillis", (int) ApiLimits.REST_TIMEOUT.toMillis()))
                .put("cacheNamespace", in.text("cacheNamespace", in.text("resource_id")))
                .put(
                        "cacheKeyParameters",
                        in.has("cacheKeyParameters") ? in.get("cacheKeyParameters") : new java.util.ArrayList<>());
        if (doc.text("httpMethod", "").isEmpty()) {
            doc.members().remove("httpMethod");
        }
        return checked(doc);
    }

    static Doc checked(Doc doc) {
        String type = doc.text("type", "");
        if (!TYPES.contains(type)) {
            throw ApiError.BAD_REQUEST.because("Invalid integration type specified: " + type);
        }
        if (!type.equals("MOCK") && !doc.has("httpMethod")) {
            throw ApiError.BAD_REQUEST.because("Enumeration value for HttpMethod must be non-empty");
        }
        if (!type.equals("MOCK") && doc.text("uri", "").isEmpty()) {
            throw ApiError.BAD_REQUEST.because("Uri must be provided for integration type " + type);
        }
        if (type.startsWith("AWS") && !doc.text("uri", "").startsWith("arn:")) {
            throw ApiError.BAD_REQUEST.because("Invalid ARN specified in the request");
        }
        if ("VPC_LINK".equals(doc.text("connectionType"))) {
            throw ApiError.BAD_REQUEST.because("Hearth has no VPC links: use the connection type INTERNET");
        }
        int millis = doc.number("timeoutInMillis", (int) ApiLimits.REST_TIMEOUT.toMillis());
        if (millis < 50 || millis > ApiLimits.REST_TIMEOUT.toMillis()) {
            throw ApiError.BAD_REQUEST.because("Timeout should be between 50 ms and 29000 ms");
        }
        return doc;
    }
}
