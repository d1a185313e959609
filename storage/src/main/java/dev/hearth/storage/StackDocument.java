package dev.hearth.storage;

import dev.hearth.neighbours.cloudformation.ChangeSet;
import dev.hearth.neighbours.cloudformation.PlannedChange;
import dev.hearth.neighbours.cloudformation.ResourceStatus;
import dev.hearth.neighbours.cloudformation.Stack;
import dev.hearth.neighbours.cloudformation.StackEvent;
import dev.hearth.neighbours.cloudformation.StackOperation;
import dev.hearth.neighbours.cloudformation.StackOutput;
import dev.hearth.neighbours.cloudformation.StackResource;
import dev.hearth.neighbours.cloudformation.StackSettings;
import dev.hearth.neighbours.cloudformation.StackStatus;
import dev.hearth.neighbours.templates.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stacks and what is theirs, as rows' documents. */
final class StackDocument {

    private StackDocument() {}

    static String write(Stack stack) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", stack.name());
        document.put("status", stack.status().name());
        document.put("reason", stack.reason());
        document.put("updated", stack.updatedMillis());
        document.put("deleted", stack.deletedMillis());
        document.put("settings", settings(stack.settings()));
        StackOperation operation = stack.operation();
        if (operation != null) {
            document.put("operation", operation(operation));
        }
        document.put(
                "outputs", stack.outputs().stream().map(StackDocument::output).toList());
        document.put("protected", stack.isProtected());
        document.put("noRollback", stack.isRollbackDisabled());
        document.put("policy", stack.policy());
        document.put("parent", stack.parentId());
        document.put("root", stack.rootId());
        document.put("changeSet", stack.changeSetId());
        document.put("lastEvent", stack.lastEvent());
        return Tree.json(document);
    }

    private static Map<String, Object> output(StackOutput output) {
        return Map.of(
                "key", output.key(),
                "value", output.value(),
                "description", output.description(),
                "export", output.exportName());
    }

    private static Map<String, Object> settings(StackSettings settings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("body", settings.body());
        document.put("template", settings.template());
        document.put("parameters", settings.parameters());
        document.put("values", settings.values());
        document.put("tags", settings.tags());
        document.put("capabilities", settings.capabilities());
        document.put("notifications", settings.notifications());
        document.put("role", settings.role());
        return document;
    }

    private static Map<String, Object> operation(StackOperation operation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", operation.id());
        document.put("kind", operation.kind().name());
        document.put("phase", operation.phase().name());
        document.put("wanted", settings(operation.wanted()));
        document.put("key", operation.accessKeyId());
        document.put("token", operation.token());
        document.put("onFailure", operation.onFailure().name());
        document.put("retained", operation.retained());
        document.put("started", operation.startedMillis());
        document.put("timeout", operation.timeoutMillis());
        return document;
    }

    static Stack stack(String id, long createdMillis, String text) {
        Map<String, Object> document = Tree.parseMap(text);
        Map<String, Object> operation = Tree.map(document, "operation");
        return new Stack(
                id,
                text(document, "name"),
                StackStatus.valueOf(text(document, "status")),
                text(document, "reason"),
                createdMillis,
                number(document, "updated"),
                number(document, "deleted"),
                settings(Tree.map(document, "settings")),
                operation.isEmpty() ? null : operation(operation),
                Tree.list(document.get("outputs")).stream()
                        .map(Tree::map)
                        .map(each -> new StackOutput(
                                text(each, "key"),
                                text(each, "value"),
                                text(each, "description"),
                                text(each, "export")))
                        .toList(),
                truth(document, "protected"),
                truth(document, "noRollback"),
                text(document, "policy"),
                text(document, "parent"),
                text(document, "root"),
                text(document, "changeSet"),
                number(document, "lastEvent"));
    }

    private static StackSettings settings(Map<String, Object> document) {
        return new StackSettings(
                text(document, "body"),
                text(document, "template"),
                texts(document, "parameters"),
                Tree.map(document, "values"),
                texts(document, "tags"),
                Tree.texts(document.get("capabilities")),
                Tree.texts(document.get("notifications")),
                text(document, "role"));
    }

    private static StackOperation operation(Map<String, Object> document) {
        return new StackOperation(
                text(document, "id"),
                StackOperation.Kind.valueOf(text(document, "kind")),
                StackOperation.Phase.valueOf(text(document, "phase")),
                settings(Tree.map(document, "wanted")),
                text(document, "key"),
                text(document, "token"),
                StackOperation.OnFailure.valueOf(text(document, "onFailure")),
                Tree.texts(document.get("retained")),
                number(document, "started"),
                number(document, "timeout"));
    }

    static String write(StackResource row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("current", row.current());
        document.put("type", row.type());
        document.put("id", row.physicalId());
        document.put("status", row.status().name());
        document.put("reason", row.reason());
        document.put("properties", row.properties());
        Map<String, Object> attempted = row.attempted();
        if (attempted != null) {
            document.put("attempted", attempted);
        }
        document.put("attributes", row.attributes());
        document.put("tags", row.tags());
        document.put("earlier", row.earlier());
        document.put("deletion", row.deletionPolicy());
        document.put("replacement", row.replacePolicy());
        document.put("metadata", row.metadata());
        document.put("updated", row.updatedMillis());
        document.put("madeIn", row.madeIn());
        return Tree.json(document);
    }

    static StackResource resource(String stackId, String logicalId, int generation, String text) {
        Map<String, Object> document = Tree.parseMap(text);
        return new StackResource(
                stackId,
                logicalId,
                generation,
                truth(document, "current"),
                text(document, "type"),
                text(document, "id"),
                ResourceStatus.valueOf(text(document, "status")),
                text(document, "reason"),
                Tree.map(document, "properties"),
                document.containsKey("attempted") ? Tree.map(document, "attempted") : null,
                Tree.map(document, "attributes"),
                texts(document, "tags"),
                Tree.texts(document.get("earlier")),
                text(document, "deletion"),
                text(document, "replacement"),
                Tree.map(document, "metadata"),
                number(document, "updated"),
                text(document, "madeIn"));
    }

    static String write(StackEvent event) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", event.id());
        document.put("logical", event.logicalId());
        document.put("physical", event.physicalId());
        document.put("type", event.type());
        document.put("status", event.status());
        document.put("reason", event.reason());
        document.put("token", event.token());
        document.put("at", event.millis());
        return Tree.json(document);
    }

    static StackEvent event(String stackId, long number, String text) {
        Map<String, Object> document = Tree.parseMap(text);
        return new StackEvent(
                stackId,
                number,
                text(document, "id"),
                text(document, "logical"),
                text(document, "physical"),
                text(document, "type"),
                text(document, "status"),
                text(document, "reason"),
                text(document, "token"),
                number(document, "at"));
    }

    static String write(ChangeSet set) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", set.name());
        document.put("creates", set.creates());
        document.put("description", set.description());
        document.put("created", set.createdMillis());
        document.put("status", set.status());
        document.put("reason", set.reason());
        document.put("execution", set.execution());
        document.put("wanted", settings(set.wanted()));
        document.put(
                "changes", set.changes().stream().map(StackDocument::change).toList());
        document.put("onFailure", set.onFailure().name());
        return Tree.json(document);
    }

    private static Map<String, Object> change(PlannedChange change) {
        return Map.of(
                "action", change.action().name(),
                "logical", change.logicalId(),
                "physical", change.physicalId(),
                "type", change.type(),
                "replacement", change.replacement().name(),
                "properties", change.properties(),
                "dynamic", change.dynamic());
    }

    static ChangeSet changeSet(String id, String stackId, String text) {
        Map<String, Object> document = Tree.parseMap(text);
        List<PlannedChange> changes = Tree.list(document.get("changes")).stream()
                .map(Tree::map)
                .map(each -> new PlannedChange(
                        PlannedChange.Action.valueOf(text(each, "action")),
                        text(each, "logical"),
                        text(each, "physical"),
                        text(each, "type"),
                        PlannedChange.Replacement.valueOf(text(each, "replacement")),
                        Tree.texts(each.get("properties")),
                        Tree.texts(each.get("dynamic"))))
                .toList();
        return new ChangeSet(
                id,
                text(document, "name"),
                stackId,
                truth(document, "creates"),
                text(document, "description"),
                number(document, "created"),
                text(document, "status"),
                text(document, "reason"),
                text(document, "execution"),
                settings(Tree.map(document, "wanted")),
                changes,
                StackOperation.OnFailure.valueOf(text(document, "onFailure")));
    }

    private static String text(Map<String, Object> document, String name) {
        return Tree.text(document, name, "");
    }

    private static Map<String, String> texts(Map<String, Object> document, String name) {
        return JsonDocument.strings(Tree.map(document, name));
    }

    private static long number(Map<String, Object> document, String name) {
        return document.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static boolean truth(Map<String, Object> document, String name) {
        return Boolean.TRUE.equals(document.get(name));
    }
}
