package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code AutoPublishAlias}: a version for each change of the code, and an alias that moves to it. */
final class FunctionVersion {

    private FunctionVersion() {}

    /** Adds version and alias to {@code made} and returns the alias; null when none is wanted. */
    static @Nullable Made add(Declared declared, Context context, Made function, List<Made> made) {
        if (!declared.says("AutoPublishAlias")) {
            if (declared.says("ProvisionedConcurrencyConfig")) {
                throw declared.problem(
                        "To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function");
            }
            if (declared.get("AutoPublishAlias") != null) {
                return null;
            }
            if (declared.get("VersionDeletionPolicy") != null) {
                throw declared.problem("'VersionDeletionPolicy' requires 'AutoPublishAlias'.");
            }
            return null;
        }
        Object resolved = context.parameters().resolve(Tree.copy(declared.get("AutoPublishAlias")));
        if (!(resolved instanceof String name)) {
            throw declared.problem("'AutoPublishAlias' must be a string or a Ref to a template parameter");
        }
        if (name.isEmpty()) {
            throw declared.problem("Alias name is required to create an alias");
        }
        Object sha = codeSha(declared, context, function);
        Made version = version(declared, context, function, sha);
        if (!name.matches("(?!^[0-9]+$)([a-zA-Z0-9\\-_]+)")) {
            throw declared.problem("AutoPublishAlias name ('" + name
                    + "') must contain only alphanumeric characters, hyphens, or underscores matching"
                    + " (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.");
        }
        String id = function.id() + "Alias" + name.replace("-", "D").replace("_", "U");
        Made alias = new Made(id, "AWS::Lambda::Alias", declared.passedOn())
                .set("Name", name)
                .set("FunctionName", function.ref())
                .set("FunctionVersion", Fn.getAtt(version.id(), "Version"));
        if (declared.says("ProvisionedConcurrencyConfig")) {
            alias.set("ProvisionedConcurrencyConfig", declared.get("ProvisionedConcurrencyConfig"));
        }
        made.add(version);
        made.add(alias);
        return alias;
    }

    /** The digest that the user gives for the code; it becomes part of the description, so that a change publishes. */
    private static @Nullable Object codeSha(Declared declared, Context context, Made function) {
        if (!declared.says("AutoPublishCodeSha256")) {
            return null;
        }
        Object sha = context.parameters().resolve(Tree.copy(declared.get("AutoPublishCodeSha256")));
        if (!(sha instanceof String)) {
            throw declared.problem("AutoPublishCodeSha256 must be a string");
        }
        Object description = context.parameters().resolve(Tree.copy(declared.get("Description")));
        if (!Tree.says(description)) {
            function.set("Description", sha);
        } else if (description instanceof String text) {
            function.set("Description", text + " " + sha);
        } else {
            function.set("Description", Tree.map("Fn::Join", Tree.list(" ", Tree.list(description, sha))));
        }
        return sha;
    }

    private static Made version(Declared declared, Context context, Made function, @Nullable Object sha) {
        Map<String, Object> code = Tree.members(function.get("Code"));
        context.parameters().resolve(code);
        String prefix = declared.id() + "Version";
        String id;
        if (sha instanceof String text) {
            id = prefix + text.substring(0, Math.min(Canonical.ID_DIGITS, text.length()));
        } else {
            id = Canonical.id(prefix, contents(declared, context, function));
        }
        Made version = new Made(id, "AWS::Lambda::Version", declared.passedOn());
        if (!version.attributes().containsKey("DeletionPolicy")) {
            Object policy = declared.get("VersionDeletionPolicy");
            version.attribute("DeletionPolicy", policy == null ? "Retain" : policy);
        }
        return version.set("FunctionName", function.ref()).set("Description", declared.get("VersionDescription"));
    }

    /** What makes a new version when it changes. */
    private static Map<String, Object> contents(Declared declared, Context context, Made function) {
        if (!Tree.says(declared.get("AutoPublishAliasAllProperties"))) {
            Map<String, Object> contents = Tree.map();
            contents.putAll(Tree.members(function.get("Code")));
            contents.putAll(Tree.at(function.properties(), "Environment"));
            if (Tree.says(function.get("MemorySize"))) {
                contents.put("MemorySize", function.get("MemorySize"));
            }
            Object snapshot = Tree.at(function.properties(), "SnapStart").get("ApplyOn");
            if (snapshot != null && !"None".equals(snapshot)) {
                contents.put("SnapStart", function.get("SnapStart"));
            }
            return contents;
        }
        Map<String, Object> contents = Tree.map();
        contents.putAll(function.properties());
        if (function.get("Layers") instanceof List<?> layers) {
            for (Object layer : layers) {
                String id = Fn.idOf(layer);
                if (id != null && Tree.says(context.resource(id).get("PublishLambdaVersion"))) {
                    contents.put(id, context.resource(id).properties());
                }
            }
        }
        return contents;
    }
}
