package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Authorizers, models, request validators and gateway responses of REST APIs. */
final class RestFamilies {

    static final String VALIDATOR = "validator";
    static final String REPLY = "gatewayresponse";

    private final Shelf shelf;

    RestFamilies(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateAuthorizer", this::createAuthorizer);
        family(operations, "Authorizer", "Authorizers", Shelf.AUTHORIZER, "authorizer_id", RestFamilies::authorizer);
        operations.put("CreateModel", this::createModel);
        family(operations, "Model", "Models", Shelf.MODEL, "model_name", RestFamilies::model);
        operations.put("GetModelTemplate", in -> {
            need(in, Shelf.MODEL, "model_name", "Model");
            return Doc.of("value", "#set($inputRoot = $input.path('$'))\n{ }");
        });
        operations.put("CreateRequestValidator", this::createValidator);
        family(operations, "RequestValidator", "RequestValidators", VALIDATOR, "requestvalidator_id", doc -> doc);
        replies(operations);
    }

    private String api(Doc in) {
        shelf.api(Shelf.REST_API, in.needed("restapi_id"));
        return in.needed("restapi_id");
    }

    private Doc need(Doc in, String kind, String id, String what) {
        return shelf.need(api(in), kind, in.needed(id), what);
    }

    private void family(
            Map<String, UnaryOperator<Doc>> operations,
            String name,
            String plural,
            String kind,
            String id,
            UnaryOperator<Doc> check) {
        operations.put("Get" + name, in -> need(in, kind, id, name));
        operations.put(
                "Get" + plural, in -> RestOperations.page(in, shelf.book().list(api(in), kind)));
        operations.put("Update" + name, in -> {
            Doc doc = check.apply(Patch.apply(need(in, kind, id, name), in.docs("patchOperations")));
            shelf.book().put(api(in), kind, in.needed(id), doc);
            return doc;
        });
        operations.put("Delete" + name, in -> {
            need(in, kind, id, name);
            unused(in, kind, in.needed(id));
            shelf.book().remove(api(in), kind, in.needed(id));
            return Doc.empty();
        });
    }

    private void unused(Doc in, String kind, String id) {
        if (!kind.equals(Shelf.AUTHORIZER)) {
            return;
        }
        for (Doc resource : shelf.book().list(api(in), RestResources.RESOURCE)) {
            Doc methods = resource.doc("resourceMethods");
            for (String verb : methods.members().keySet()) {
                if (id.equals(methods.doc(verb).text("authorizerId"))) {
                    throw ApiError.CONFLICT.because("Cannot delete authorizer '" + id + "' because it is referenced in"
                            + " API methods: [" + resource.text("path") + "/" + verb + "]");
                }
            }
        }
    }

    private Doc createAuthorizer(Doc in) {
        List<Doc> have = shelf.book().list(api(in), Shelf.AUTHORIZER);
        shelf.limit(have, ApiLimits.AUTHORIZERS, "authorizers");
        String name = in.needed("name");
        if (have.stream().anyMatch(each -> name.equals(each.text("name")))) {
            throw ApiError.CONFLICT.because(
                    "Authorizer name must be unique. Authorizer " + name + " already exists in this RestApi.");
        }
        Doc doc = authorizer(
                in.without("restapi_id").put("id", shelf.ids().small()).putIfAbsent("authType", "custom"));
        shelf.book().put(api(in), Shelf.AUTHORIZER, doc.text("id", ""), doc);
        return doc;
    }

    static Doc authorizer(Doc doc) {
        String type = doc.text("type", "");
        if (type.equals("COGNITO_USER_POOLS")) {
            throw ApiError.BAD_REQUEST.because(
                    "Hearth has no Cognito user pools: use an authorizer of the type TOKEN or REQUEST");
        }
        if (!type.equals("TOKEN") && !type.equals("REQUEST")) {
            throw ApiError.BAD_REQUEST.because("Invalid authorizer type specified: " + type);
        }
        int seconds = doc.number("authorizerResultTtlInSeconds", 300);
        if (seconds < 0 || seconds > ApiLimits.VERDICT_SECONDS) {
            throw ApiError.BAD_REQUEST.because("Authorizer result TTL must be between 0 and 3600 seconds");
        }
        if (FunctionUri.arn(doc.text("authorizerUri", ""), Map.of()).isEmpty()) {
            throw ApiError.BAD_REQUEST.because("Invalid Authorizer URI: " + doc.text("authorizerUri", "")
                    + ". Authorizer URI should be a valid API Gateway ARN that represents a Lambda function"
                    + " invocation.");
        }
        if (!doc.has("identitySource") && (type.equals("TOKEN") || seconds > 0)) {
            throw ApiError.BAD_REQUEST.because("Identity source is required for this authorizer");
        }
        return doc;
    }

    private Doc createModel(Doc in) {
        String name = in.needed("name");
        shelf.limit(shelf.book().list(api(in), Shelf.MODEL), ApiLimits.MODELS, "models");
        if (shelf.book().find(api(in), Shelf.MODEL, name) != null) {
            throw ApiError.CONFLICT.because("Model name already exists for this REST API");
        }
        if (!name.matches("[a-zA-Z0-9]+")) {
            throw ApiError.BAD_REQUEST.because("Model name must be alphanumeric: " + name);
        }
        in.needed("contentType");
        Doc doc = model(in.without("restapi_id").put("id", shelf.ids().small()));
        shelf.book().put(api(in), Shelf.MODEL, name, doc);
        return doc;
    }

    private static Doc model(Doc doc) {
        String schema = doc.text("schema", "");
        try {
            if (!schema.isEmpty() && !(Json.read(schema) instanceof Map)) {
                throw ApiError.BAD_REQUEST.because("Invalid model specified: Validation Result: warnings : [], errors"
                        + " : [Invalid model schema specified]");
            }
        } catch (JacksonException notJson) {
            throw ApiError.BAD_REQUEST.because("Invalid model specified: Validation Result: warnings : [], errors :"
                    + " [Invalid model schema specified]");
        }
        return doc;
    }

    private Doc createValidator(Doc in) {
        Doc doc = Doc.of("id", shelf.ids().small(), "name", in.text("name"))
                .put("validateRequestBody", in.truth("validateRequestBody"))
                .put("validateRequestParameters", in.truth("validateRequestParameters"));
        shelf.book().put(api(in), VALIDATOR, doc.text("id", ""), doc);
        return doc;
    }

    private static final Set<String> DEFAULTS = Set.of("DEFAULT_4XX", "DEFAULT_5XX");

    private void replies(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("PutGatewayResponse", in -> {
            Doc standard = GatewayReply.standard(kind(in));
            Doc doc = Doc.of("responseType", kind(in))
                    .put("statusCode", in.text("statusCode", standard.text("statusCode", "")))
                    .put("responseParameters", or(in.get("responseParameters"), Patch.map()))
                    .put("responseTemplates", or(in.get("responseTemplates"), standard.get("responseTemplates")))
                    .put("defaultResponse", false);
            shelf.book().put(api(in), REPLY, kind(in), kept(doc));
            return doc;
        });
        operations.put("GetGatewayResponse", this::reply);
        operations.put("GetGatewayResponses", in -> {
            List<Doc> all = new java.util.ArrayList<>();
            for (String each : kinds()) {
                all.add(reply(Doc.of("restapi_id", api(in), "response_type", each)));
            }
            return Pages.of(all, in.text("limit"), in.text("position"), "item", "position");
        });
        operations.put("UpdateGatewayResponse", in -> {
            Doc doc = Patch.apply(reply(in), in.docs("patchOperations")).put("defaultResponse", false);
            shelf.book().put(api(in), REPLY, kind(in), kept(doc));
            return doc;
        });
        operations.put("DeleteGatewayResponse", in -> {
            need(in, REPLY, "response_type", "Gateway response type");
            shelf.book().remove(api(in), REPLY, kind(in));
            return Doc.empty();
        });
    }

    private static @Nullable Object or(@Nullable Object given, @Nullable Object otherwise) {
        return given == null ? otherwise : given;
    }

    private static Doc kept(Doc doc) {
        if (doc.text("statusCode", "").isEmpty()) {
            doc.members().remove("statusCode");
        }
        return doc;
    }

    private Doc reply(Doc in) {
        Doc own = shelf.book().find(api(in), REPLY, kind(in));
        return own != null ? own : GatewayReply.standard(kind(in));
    }

    private static List<String> kinds() {
        List<String> all = new java.util.ArrayList<>(DEFAULTS);
        for (GatewayReply.Kind kind : GatewayReply.Kind.values()) {
            all.add(kind.name());
        }
        return all.stream().sorted().toList();
    }

    static String kind(Doc in) {
        String kind = in.needed("response_type");
        if (!kinds().contains(kind)) {
            throw ApiError.BAD_REQUEST.because("Invalid response type specified: " + kind);
        }
        return kind;
    }
}
