package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Deployments and stages of REST APIs. A deployment is a copy of the whole configuration. */
final class RestStages {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    /** What a patch of a method's setting calls it, and what the setting is called. */
    private static final Map<String, String> SETTINGS = Map.of(
            "throttling/rateLimit", "throttlingRateLimit",
            "throttling/burstLimit", "throttlingBurstLimit",
            "logging/loglevel", "loggingLevel",
            "logging/dataTrace", "dataTraceEnabled",
            "metrics/enabled", "metricsEnabled",
            "caching/enabled", "cachingEnabled",
            "caching/ttlInSeconds", "cacheTtlInSeconds",
            "caching/dataEncrypted", "cacheDataEncrypted",
            "caching/requireAuthorizationForCacheControl", "requireAuthorizationForCacheControl",
            "caching/unauthorizedCacheControlHeaderStrategy", "unauthorizedCacheControlHeaderStrategy");

    private static final Set<String> MEMBERS = Set.of(
            "description",
            "deploymentId",
            "cacheClusterEnabled",
            "cacheClusterSize",
            "clientCertificateId",
            "variables",
            "documentationVersion",
            "accessLogSettings",
            "canarySettings",
            "tracingEnabled");

    private final Shelf shelf;

    RestStages(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateDeployment", this::deploy);
        operations.put("GetDeployment", in -> embedded(deployment(in), in));
        operations.put(
                "GetDeployments", in -> RestOperations.page(in, shelf.book().list(api(in), Shelf.DEPLOYMENT)));
        operations.put("UpdateDeployment", in -> {
            Doc doc = Patch.apply(deployment(in), in.docs("patchOperations"));
            shelf.book().put(api(in), Shelf.DEPLOYMENT, in.needed("deployment_id"), doc);
            return doc;
        });
        operations.put("DeleteDeployment", this::undeploy);
        operations.put("CreateStage", this::create);
        operations.put("GetStage", this::stage);
        operations.put("GetStages", in -> {
            String deployment = in.text("deploymentId");
            List<Map<String, Object>> all = HttpStages.members(shelf.book().list(api(in), Shelf.STAGE).stream()
                    .filter(stage -> deployment == null || deployment.equals(stage.text("deploymentId")))
                    .toList());
            return Doc.of("item", new ArrayList<>(all));
        });
        operations.put("UpdateStage", this::update);
        operations.put("DeleteStage", in -> {
            stage(in);
            shelf.book().remove(api(in), Shelf.STAGE, in.needed("stage_name"));
            return Doc.empty();
        });
        UnaryOperator<Doc> flush = in -> {
            shelf.book().put(api(in), Shelf.STAGE, in.needed("stage_name"), stage(in));
            return Doc.empty();
        };
        operations.put("FlushStageCache", flush);
        operations.put("FlushStageAuthorizersCache", flush);
    }

    private String api(Doc in) {
        shelf.api(Shelf.REST_API, in.needed("restapi_id"));
        return in.needed("restapi_id");
    }

    private Doc stage(Doc in) {
        return shelf.need(api(in), Shelf.STAGE, in.needed("stage_name"), "stage");
    }

    private Doc deployment(Doc in) {
        return shelf.need(api(in), Shelf.DEPLOYMENT, in.needed("deployment_id"), "Deployment");
    }

    private Doc embedded(Doc deployment, Doc in) {
        if (in.texts("embed").contains("apisummary")) {
            Doc snapshot = shelf.book().find(api(in), ApiStore.SNAPSHOT, in.needed("deployment_id"));
            Doc summary = Doc.empty();
            if (snapshot != null) {
                snapshot.docs("resources")
                        .forEach(resource -> resource.doc("resourceMethods")
                                .members()
                                .keySet()
                                .forEach(verb -> {
                                    Doc method = resource.doc("resourceMethods").doc(verb);
                                    summary.made(resource.text("path", "/"))
                                            .put(
                                                    verb,
                                                    Doc.of(
                                                            "authorizationType", method.text("authorizationType"),
                                                            "apiKeyRequired", method.truth("apiKeyRequired")));
                                }));
            }
            deployment.put("apiSummary", summary);
        }
        return deployment;
    }

    private Doc deploy(Doc in) {
        String api = api(in);
        List<Doc> resources = shelf.book().list(api, RestResources.RESOURCE);
        int methods = 0;
        for (Doc resource : resources) {
            Doc all = resource.doc("resourceMethods");
            for (String verb : all.members().keySet()) {
                methods++;
                if (!all.doc(verb).has("methodIntegration")) {
                    throw ApiError.BAD_REQUEST.because("No integration defined for method");
                }
            }
        }
        if (methods == 0) {
            throw ApiError.BAD_REQUEST.because("The REST API doesn't contain any methods");
        }
        String id = shelf.ids().small();
        Doc deployment = Doc.of("id", id, "createdDate", shelf.seconds(), "description", in.text("description"));
        shelf.book().put(api, Shelf.DEPLOYMENT, id, deployment);
        shelf.book().put(api, ApiStore.SNAPSHOT, id, configuration(shelf.book(), api));
        if (!in.text("stageName", "").isEmpty()) {
            staged(in, api, id);
        }
        return deployment;
    }

    private void staged(Doc in, String api, String deployment) {
        String name = in.needed("stageName");
        Doc old = shelf.book().find(api, Shelf.STAGE, name);
        Doc stage = old != null ? old : fresh(name);
        stage.put("deploymentId", deployment).put("lastUpdatedDate", shelf.seconds());
        stage.take(in, "cacheClusterEnabled", "cacheClusterSize", "tracingEnabled", "canarySettings");
        if (in.has("variables")) {
            stage.put("variables", in.get("variables"));
        }
        if (in.has("stageDescription")) {
            stage.put("description", in.text("stageDescription"));
        }
        checked(name);
        shelf.book().put(api, Shelf.STAGE, name, stage);
    }

    private Doc fresh(String name) {
        return Doc.of(
                "stageName",
                name,
                "cacheClusterEnabled",
                false,
                "cacheClusterStatus",
                "NOT_AVAILABLE",
                "methodSettings",
                new LinkedHashMap<>(),
                "tracingEnabled",
                false,
                "createdDate",
                shelf.seconds(),
                "lastUpdatedDate",
                shelf.seconds());
    }

    private static void checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ApiError.BAD_REQUEST.because("Stage name only allows a-zA-Z0-9_");
        }
    }

    private Doc undeploy(Doc in) {
        deployment(in);
        String id = in.needed("deployment_id");
        if (shelf.book().list(api(in), Shelf.STAGE).stream().anyMatch(stage -> id.equals(stage.text("deploymentId")))) {
            throw ApiError.BAD_REQUEST.because("Active stages pointing to this deployment must be moved or deleted");
        }
        shelf.book().remove(api(in), Shelf.DEPLOYMENT, id);
        shelf.book().remove(api(in), ApiStore.SNAPSHOT, id);
        return Doc.empty();
    }

    private Doc create(Doc in) {
        String api = api(in);
        String name = in.needed("stageName");
        checked(name);
        List<Doc> have = shelf.book().list(api, Shelf.STAGE);
        shelf.limit(have, ApiLimits.STAGES, "stages");
        if (have.stream().anyMatch(stage -> name.equals(stage.text("stageName")))) {
            throw ApiError.CONFLICT.because("Stage already exists");
        }
        shelf.need(api, Shelf.DEPLOYMENT, in.needed("deploymentId"), "Deployment");
        Doc stage = fresh(name)
                .take(
                        in,
                        "deploymentId",
                        "description",
                        "cacheClusterEnabled",
                        "cacheClusterSize",
                        "variables",
                        "documentationVersion",
                        "canarySettings",
                        "tracingEnabled",
                        "tags");
        shelf.book().put(api, Shelf.STAGE, name, stage);
        return stage;
    }

    private Doc update(Doc in) {
        Doc stage = stage(in);
        for (Doc operation : in.docs("patchOperations")) {
            String path = operation.needed("path");
            if (!setting(stage, operation, path)) {
                String first = Text.segments(path).getFirst();
                if (!MEMBERS.contains(first)) {
                    throw ApiError.BAD_REQUEST.because(
                            "Invalid patch path '" + path + "' specified for op '" + operation.text("op") + "'.");
                }
                Patch.apply(stage, List.of(operation));
            }
        }
        shelf.need(api(in), Shelf.DEPLOYMENT, stage.text("deploymentId", ""), "Deployment");
        stage.put("lastUpdatedDate", shelf.seconds());
        shelf.book().put(api(in), Shelf.STAGE, in.needed("stage_name"), stage);
        return stage;
    }

    /** A setting of one method, or of all: {@code /{path}/{METHOD}/throttling/rateLimit}. */
    private static boolean setting(Doc stage, Doc operation, String path) {
        List<String> parts = Text.segments(path);
        if (parts.size() < 2) {
            return false;
        }
        Doc settings = stage.made("methodSettings");
        String two = parts.get(parts.size() - 2) + "/" + parts.getLast();
        String name = SETTINGS.get(two);
        if (name != null && parts.size() >= 4) {
            String key = String.join("/", parts.subList(0, parts.size() - 2)).replaceFirst("^$", "*");
            settings.made(key).put(name, operation.text("value"));
            return true;
        }
        String key = path.substring(1);
        if ("remove".equals(operation.text("op")) && settings.has(key)) {
            settings.members().remove(key);
            return true;
        }
        return false;
    }

    /** All that a stage is made of, as it is now. */
    static Doc configuration(Book book, String api) {
        Doc own = book.find(Book.ACCOUNT, Shelf.REST_API, api);
        return Doc.of(
                "api", own == null ? Doc.empty() : own,
                "resources", HttpStages.members(book.list(api, RestResources.RESOURCE)),
                "models", HttpStages.members(book.list(api, Shelf.MODEL)),
                "validators", HttpStages.members(book.list(api, "validator")),
                "authorizers", HttpStages.members(book.list(api, Shelf.AUTHORIZER)),
                "gatewayResponses", HttpStages.members(book.list(api, "gatewayresponse")));
    }
}
