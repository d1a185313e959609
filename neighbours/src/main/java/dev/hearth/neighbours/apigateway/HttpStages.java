package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Stages and deployments of HTTP and WebSocket APIs. A stage with auto-deploy serves what is configured now. */
final class HttpStages {

    private static final Pattern NAME = Pattern.compile("\\$default|[A-Za-z0-9_-]{1,128}");

    private final Shelf shelf;

    HttpStages(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateStage", this::create);
        operations.put("GetStage", this::stage);
        operations.put("GetStages", in -> page(in, shelf.book().list(api(in), Shelf.STAGE)));
        operations.put("UpdateStage", this::update);
        operations.put("DeleteStage", in -> {
            stage(in);
            shelf.book().remove(api(in), Shelf.STAGE, in.needed("stageName"));
            return Doc.empty();
        });
        operations.put("DeleteAccessLogSettings", in -> drop(in, "accessLogSettings"));
        operations.put("DeleteRouteSettings", in -> {
            Doc stage = stage(in);
            stage.doc("routeSettings").members().remove(in.needed("routeKey"));
            return put(in, stage);
        });
        operations.put("ResetAuthorizersCache", in -> put(in, stage(in)));
        operations.put("CreateDeployment", this::deploy);
        operations.put("GetDeployment", this::deployment);
        operations.put("GetDeployments", in -> page(in, shelf.book().list(api(in), Shelf.DEPLOYMENT)));
        operations.put("UpdateDeployment", in -> {
            Doc doc = deployment(in).take(in, "description");
            shelf.book().put(api(in), Shelf.DEPLOYMENT, in.needed("deploymentId"), doc);
            return doc;
        });
        operations.put("DeleteDeployment", this::undeploy);
    }

    private static Doc page(Doc in, List<Doc> all) {
        return Pages.of(all, in.text("maxResults"), in.text("nextToken"), "items", "nextToken");
    }

    private String api(Doc in) {
        shelf.api(Shelf.HTTP_API, in.needed("apiId"));
        return in.needed("apiId");
    }

    private Doc stage(Doc in) {
        return shelf.need(api(in), Shelf.STAGE, in.needed("stageName"), "stage");
    }

    private Doc deployment(Doc in) {
        return shelf.need(api(in), Shelf.DEPLOYMENT, in.needed("deploymentId"), "deployment");
    }

    private Doc put(Doc in, Doc stage) {
        shelf.book().put(api(in), Shelf.STAGE, in.needed("stageName"), stage);
        return Doc.empty();
    }

    private Doc drop(Doc in, String member) {
        return put(in, stage(in).without(member));
    }

    Doc create(Doc in) {
        String name = in.needed("stageName");
        List<Doc> have = shelf.book().list(api(in), Shelf.STAGE);
        shelf.limit(have, ApiLimits.STAGES, "stages");
        if (!NAME.matcher(name).matches()) {
            throw ApiError.BAD_REQUEST.because("Stage name only allows a-zA-Z0-9_- or $default.");
        }
        if (have.stream().anyMatch(stage -> name.equals(stage.text("stageName")))) {
            throw ApiError.CONFLICT.because("Stage already exists");
        }
        Doc stage = in.without("apiId")
                .put("createdDate", shelf.iso())
                .put("lastUpdatedDate", shelf.iso())
                .putIfAbsent("autoDeploy", false)
                .putIfAbsent("stageVariables", new java.util.LinkedHashMap<>())
                .putIfAbsent("routeSettings", new java.util.LinkedHashMap<>())
                .putIfAbsent("defaultRouteSettings", Doc.of("detailedMetricsEnabled", false));
        deployed(in, stage);
        shelf.book().put(api(in), Shelf.STAGE, name, stage);
        return stage;
    }

    private Doc update(Doc in) {
        Doc stage = stage(in).put("lastUpdatedDate", shelf.iso());
        in.without("apiId").members().forEach(stage::put);
        deployed(in, stage);
        put(in, stage);
        return stage;
    }

    private void deployed(Doc in, Doc stage) {
        if (stage.truth("autoDeploy") && !stage.has("lastDeploymentStatusMessage")) {
            String id = shelf.ids().small();
            Doc deployment = Doc.of(
                    "deploymentId",
                    id,
                    "autoDeployed",
                    true,
                    "createdDate",
                    shelf.iso(),
                    "deploymentStatus",
                    "DEPLOYED",
                    "description",
                    "Automatic deployment triggered by changes to the Api configuration");
            shelf.book().put(api(in), Shelf.DEPLOYMENT, id, deployment);
            stage.put("deploymentId", id)
                    .put("lastDeploymentStatusMessage", "Successfully deployed stage with deployment ID '" + id + "'");
        } else if (in.has("deploymentId")) {
            deployment(in);
        }
    }

    private Doc deploy(Doc in) {
        String api = api(in);
        Doc stage = in.has("stageName") ? stage(in) : null;
        if (shelf.book().list(api, HttpOperations.ROUTE).isEmpty()) {
            throw ApiError.BAD_REQUEST.because("At least one route is required before deploying the Api.");
        }
        if (stage != null && stage.truth("autoDeploy")) {
            throw ApiError.BAD_REQUEST.because("Deployment ID cannot be set on stage '" + in.text("stageName")
                    + "' because AutoDeploy is enabled");
        }
        String id = shelf.ids().small();
        Doc deployment = Doc.of(
                "deploymentId",
                id,
                "autoDeployed",
                false,
                "createdDate",
                shelf.iso(),
                "deploymentStatus",
                "DEPLOYED",
                "description",
                in.text("description"));
        shelf.book().put(api, Shelf.DEPLOYMENT, id, deployment);
        shelf.book().put(api, ApiStore.SNAPSHOT, id, configuration(shelf.book(), api));
        if (stage != null) {
            put(in, stage.put("deploymentId", id).put("lastUpdatedDate", shelf.iso()));
        }
        return deployment;
    }

    private Doc undeploy(Doc in) {
        deployment(in);
        String id = in.needed("deploymentId");
        if (shelf.book().list(api(in), Shelf.STAGE).stream().anyMatch(stage -> id.equals(stage.text("deploymentId")))) {
            throw ApiError.BAD_REQUEST.because("Active stages pointing to this deployment must be moved or deleted");
        }
        shelf.book().remove(api(in), Shelf.DEPLOYMENT, id);
        shelf.book().remove(api(in), ApiStore.SNAPSHOT, id);
        return Doc.empty();
    }

    /** All that a stage is made of, as it is now. */
    static Doc configuration(Book book, String api) {
        return Doc.of(
                "routes", members(book.list(api, HttpOperations.ROUTE)),
                "integrations", members(book.list(api, HttpOperations.INTEGRATION)),
                "authorizers", members(book.list(api, Shelf.AUTHORIZER)),
                "routeResponses", members(book.list(api, "routeresponse")));
    }

    static List<Map<String, Object>> members(List<Doc> docs) {
        return docs.stream().<Map<String, Object>>map(Doc::members).toList();
    }
}
