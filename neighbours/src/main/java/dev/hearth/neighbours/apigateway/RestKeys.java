package dev.hearth.neighbours.apigateway;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** API keys and usage plans. */
final class RestKeys {

    private final Shelf shelf;
    private final UsagePlans plans;

    RestKeys(Shelf shelf, UsagePlans plans) {
        this.shelf = shelf;
        this.plans = plans;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateApiKey", this::createKey);
        operations.put("GetApiKey", in -> shown(key(in), in.truth("includeValue")));
        operations.put("GetApiKeys", in -> {
            String prefix = in.text("name", "");
            List<Doc> all = shelf.book().list(Book.ACCOUNT, UsagePlans.KEY).stream()
                    .filter(key -> key.text("name", "").startsWith(prefix))
                    .map(key -> shown(key, in.truth("includeValues")))
                    .toList();
            return RestOperations.page(in, all);
        });
        operations.put("UpdateApiKey", in -> {
            Doc key = Patch.apply(key(in), in.docs("patchOperations")).put("lastUpdatedDate", shelf.seconds());
            shelf.book().put(Book.ACCOUNT, UsagePlans.KEY, in.needed("api_Key"), key);
            return shown(key, false);
        });
        operations.put("DeleteApiKey", in -> {
            key(in);
            shelf.book().remove(Book.ACCOUNT, UsagePlans.KEY, in.needed("api_Key"));
            shelf.book()
                    .list(Book.ACCOUNT, UsagePlans.PLAN)
                    .forEach(plan -> shelf.book()
                            .remove(Book.ACCOUNT, UsagePlans.PLAN_KEY, plan.text("id") + "/" + in.text("api_Key")));
            return Doc.empty();
        });
        plans(operations);
        planKeys(operations);
    }

    private Doc key(Doc in) {
        return shelf.need(Book.ACCOUNT, UsagePlans.KEY, in.needed("api_Key"), "API Key");
    }

    private static Doc shown(Doc key, boolean value) {
        return value ? key : key.without("value");
    }

    private Doc createKey(Doc in) {
        List<Doc> have = shelf.book().list(Book.ACCOUNT, UsagePlans.KEY);
        shelf.limit(have, ApiLimits.KEYS, "API keys");
        String value = in.text("value", shelf.ids().key());
        if (value.length() < 20 || value.length() > 128) {
            throw ApiError.BAD_REQUEST.because("API Key value should be between 20 and 128 characters");
        }
        if (have.stream().anyMatch(each -> value.equals(each.text("value")))) {
            throw ApiError.CONFLICT.because("API Key already exists");
        }
        List<Object> stages = new ArrayList<>();
        in.docs("stageKeys").forEach(stage -> stages.add(stage.text("restApiId") + "/" + stage.text("stageName")));
        Doc key = Doc.of("id", shelf.ids().next(), "value", value, "name", in.text("name"))
                .take(in, "description", "customerId", "tags")
                .put("enabled", in.truth("enabled"))
                .put("createdDate", shelf.seconds())
                .put("lastUpdatedDate", shelf.seconds())
                .put("stageKeys", stages);
        shelf.book().put(Book.ACCOUNT, UsagePlans.KEY, key.text("id", ""), key);
        return key;
    }

    private void plans(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateUsagePlan", in -> {
            shelf.limit(shelf.book().list(Book.ACCOUNT, UsagePlans.PLAN), ApiLimits.PLANS, "usage plans");
            Doc plan = Doc.of("id", shelf.ids().small(), "name", in.needed("name"))
                    .take(in, "description", "apiStages", "throttle", "quota", "tags")
                    .putIfAbsent("apiStages", new ArrayList<>());
            return kept(plan);
        });
        operations.put("GetUsagePlan", this::plan);
        operations.put("GetUsagePlans", in -> {
            String key = in.text("keyId");
            List<Doc> all = shelf.book().list(Book.ACCOUNT, UsagePlans.PLAN).stream()
                    .filter(plan -> key == null
                            || shelf.book().find(Book.ACCOUNT, UsagePlans.PLAN_KEY, plan.text("id") + "/" + key)
                                    != null)
                    .toList();
            return RestOperations.page(in, all);
        });
        operations.put("UpdateUsagePlan", in -> {
            Doc plan = plan(in);
            for (Doc operation : in.docs("patchOperations")) {
                patched(plan, operation);
            }
            return kept(plan);
        });
        operations.put("DeleteUsagePlan", in -> {
            if (!plan(in).docs("apiStages").isEmpty()) {
                throw ApiError.BAD_REQUEST.because("Cannot delete usage plan " + in.text("usageplanId")
                        + " because it is associated with API stages: remove them first");
            }
            shelf.book().remove(Book.ACCOUNT, UsagePlans.PLAN, in.needed("usageplanId"));
            shelf.book()
                    .list(Book.ACCOUNT, UsagePlans.PLAN_KEY, in.needed("usageplanId") + "/")
                    .forEach(key -> shelf.book()
                            .remove(
                                    Book.ACCOUNT,
                                    UsagePlans.PLAN_KEY,
                                    in.needed("usageplanId") + "/" + key.text("id")));
            return Doc.empty();
        });
        operations.put("GetUsage", this::usage);
    }

    private Doc plan(Doc in) {
        return shelf.need(Book.ACCOUNT, UsagePlans.PLAN, in.needed("usageplanId"), "Usage Plan");
    }

    private Doc kept(Doc plan) {
        for (Doc stage : plan.docs("apiStages")) {
            shelf.api(Shelf.REST_API, stage.needed("apiId"));
            shelf.need(stage.needed("apiId"), Shelf.STAGE, stage.needed("stage"), "stage");
        }
        if (plan.has("quota")) {
            String period = plan.doc("quota").text("period", "");
            if (!Set.of("DAY", "WEEK", "MONTH").contains(period)
                    || plan.doc("quota").number("limit", 0) < 1) {
                throw ApiError.BAD_REQUEST.because(
                        "Usage Plan quota must have a limit and a period of DAY, WEEK or MONTH");
            }
        }
        shelf.book().put(Book.ACCOUNT, UsagePlans.PLAN, plan.text("id", ""), plan);
        return plan;
    }

    /** Stages are added and removed as {@code api:stage}; everything else is as usual. */
    private static void patched(Doc plan, Doc operation) {
        if (!operation.needed("path").equals("/apiStages")) {
            Patch.apply(plan, List.of(operation));
            return;
        }
        String[] value = operation.needed("value").split(":", 2);
        List<Object> stages = new ArrayList<>();
        plan.docs("apiStages").forEach(stage -> {
            if (!value[0].equals(stage.text("apiId")) || !value[value.length - 1].equals(stage.text("stage"))) {
                stages.add(stage.members());
            }
        });
        if (!"remove".equals(operation.text("op"))) {
            stages.add(
                    Doc.of("apiId", value[0], "stage", value[value.length - 1]).members());
        }
        plan.put("apiStages", stages);
    }

    private void planKeys(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateUsagePlanKey", in -> {
            plan(in);
            String id = in.needed("keyId");
            Doc key = shelf.need(Book.ACCOUNT, UsagePlans.KEY, id, "API Key");
            String place = in.needed("usageplanId") + "/" + id;
            if (shelf.book().find(Book.ACCOUNT, UsagePlans.PLAN_KEY, place) != null) {
                throw ApiError.CONFLICT.because("Usage Plan Key already exists: " + id);
            }
            Doc member = Doc.of("id", id, "type", "API_KEY", "name", key.text("name"));
            shelf.book().put(Book.ACCOUNT, UsagePlans.PLAN_KEY, place, member);
            return member.copy().put("value", key.text("value"));
        });
        operations.put("GetUsagePlanKey", this::planKey);
        operations.put("GetUsagePlanKeys", in -> {
            plan(in);
            return RestOperations.page(
                    in, shelf.book().list(Book.ACCOUNT, UsagePlans.PLAN_KEY, in.needed("usageplanId") + "/"));
        });
        operations.put("DeleteUsagePlanKey", in -> {
            planKey(in);
            shelf.book().remove(Book.ACCOUNT, UsagePlans.PLAN_KEY, in.text("usageplanId") + "/" + in.text("keyId"));
            return Doc.empty();
        });
    }

    private Doc planKey(Doc in) {
        plan(in);
        Doc member = shelf.need(
                Book.ACCOUNT,
                UsagePlans.PLAN_KEY,
                in.needed("usageplanId") + "/" + in.needed("keyId"),
                "Usage Plan Key");
        Doc key = shelf.book().find(Book.ACCOUNT, UsagePlans.KEY, in.needed("keyId"));
        return key == null ? member : member.put("value", key.text("value"));
    }

    private Doc usage(Doc in) {
        Doc plan = plan(in);
        LocalDate first = LocalDate.parse(in.needed("startDate"));
        LocalDate last = LocalDate.parse(in.needed("endDate"));
        Doc items = Doc.empty();
        for (Doc key : shelf.book().list(Book.ACCOUNT, UsagePlans.PLAN_KEY, in.needed("usageplanId") + "/")) {
            if (in.has("keyId") && !in.needed("keyId").equals(key.text("id"))) {
                continue;
            }
            Map<LocalDate, Long> used = plans.usage(plan.text("id", ""), key.text("id", ""));
            List<Object> days = new ArrayList<>();
            long sum = 0;
            long limit = plan.doc("quota").number("limit", 0);
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                long count = used.getOrDefault(day, 0L);
                sum += count;
                days.add(new ArrayList<>(List.of(count, Math.max(0, limit - sum))));
            }
            items.put(key.text("id", ""), days);
        }
        return Doc.of(
                "usagePlanId", plan.text("id"),
                "startDate", in.text("startDate"),
                "endDate", in.text("endDate"),
                "values", items);
    }
}
