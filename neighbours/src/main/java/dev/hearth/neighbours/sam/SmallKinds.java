package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds that become one resource: a table, a layer, a nested application. */
final class SmallKinds {

    private SmallKinds() {}

    /** {@code AWS::Serverless::SimpleTable}: a table with one key. */
    static final class SimpleTable implements SamKind {

        private static final PropertyTable TABLE = PropertyTable.of(
                "AWS::Serverless::SimpleTable",
                "PointInTimeRecoverySpecification PrimaryKey:m ProvisionedThroughput:m TableName:sm Tags:m",
                "SSESpecification:m");
        private static final Map<String, String> TYPES = Map.of("String", "S", "Number", "N", "Binary", "B");

        @Override
        public PropertyTable table() {
            return TABLE;
        }

        @Override
        public List<Made> translate(Declared declared, Context context) {
            Object name = "id";
            String type = "S";
            if (declared.says("PrimaryKey")) {
                Map<String, Object> key = Tree.at(declared.properties(), "PrimaryKey");
                for (String part : List.of("Name", "Type")) {
                    if (key.get(part) == null) {
                        throw declared.problem("Property 'PrimaryKey." + part + "' is required.");
                    }
                }
                name = key.get("Name");
                type = TYPES.getOrDefault(String.valueOf(key.get("Type")), "");
                if (type.isEmpty()) {
                    throw declared.problem("Invalid 'Type' \"" + key.get("Type") + "\".");
                }
            }
            Made table = new Made(declared.id(), "AWS::DynamoDB::Table", declared.attributes())
                    .dependsOn(declared.dependsOn())
                    .set("AttributeDefinitions", Tree.list(Tree.map("AttributeName", name, "AttributeType", type)))
                    .set("KeySchema", Tree.list(Tree.map("AttributeName", name, "KeyType", "HASH")));
            if (declared.says("ProvisionedThroughput")) {
                table.set("ProvisionedThroughput", declared.get("ProvisionedThroughput"));
            } else {
                table.set("BillingMode", "PAY_PER_REQUEST");
            }
            for (String property : List.of("PointInTimeRecoverySpecification", "SSESpecification", "TableName")) {
                table.set(property, declared.says(property) ? declared.get(property) : null);
            }
            return List.of(table.set("Tags", declared.says("Tags") ? Tree.tags(declared.get("Tags")) : null));
        }
    }

    /**
     * {@code AWS::Serverless::LayerVersion}: a layer; its logical id has a digest, so that a change makes a new one.
     */
    static final class Layer implements SamKind {

        private static final PropertyTable TABLE = PropertyTable.of(
                "AWS::Serverless::LayerVersion",
                "LayerName:sm Description:s PublishLambdaVersion:b ContentUri:!sm CompatibleArchitectures:l",
                "CompatibleRuntimes:l LicenseInfo:s RetentionPolicy:s");

        @Override
        public PropertyTable table() {
            return TABLE;
        }

        @Override
        public List<Made> translate(Declared declared, Context context) {
            Map<String, Object> properties = declared.properties();
            for (String name : List.of("LayerName", "LicenseInfo", "Description", "RetentionPolicy")) {
                properties.computeIfPresent(
                        name, (key, value) -> context.parameters().resolve(value));
            }
            Map<String, Object> attributes = declared.attributes();
            attributes.remove("UpdatePolicy");
            attributes.remove("Metadata");
            Object retention = retention(declared);
            if (retention != null) {
                attributes.put("DeletionPolicy", retention);
            }
            attributes.putIfAbsent("DeletionPolicy", "Retain");
            Made layer = new Made(id(declared), "AWS::Lambda::LayerVersion", attributes)
                    .dependsOn(declared.dependsOn())
                    .set("LayerName", declared.says("LayerName") ? declared.get("LayerName") : declared.id())
                    .set(
                            "Content",
                            Location.of(declared, "ContentUri", declared.get("ContentUri"))
                                    .asCode());
            architectures(declared);
            for (String name : List.of("Description", "CompatibleArchitectures", "CompatibleRuntimes", "LicenseInfo")) {
                layer.set(name, declared.get(name));
            }
            return List.of(layer);
        }

        private static String id(Declared declared) {
            Map<String, Object> contents = Tree.map("Type", declared.type());
            if (Tree.says(declared.dependsOn())) {
                contents.put("DependsOn", declared.dependsOn());
            }
            contents.putAll(declared.attributes());
            contents.keySet().removeAll(List.of("DeletionPolicy", "UpdateReplacePolicy", "Metadata"));
            Map<String, Object> properties = Tree.copyOf(declared.properties());
            properties.values().removeIf(value -> value == null);
            contents.put("Properties", properties);
            return Canonical.id(declared.id(), Tree.map(declared.id(), contents));
        }

        private static @Nullable Object retention(Declared declared) {
            Object policy = declared.get("RetentionPolicy");
            if (policy == null) {
                return null;
            }
            for (String known : List.of("Retain", "Delete")) {
                if (known.equalsIgnoreCase(String.valueOf(policy))) {
                    return known;
                }
            }
            throw declared.problem(
                    Fn.is(policy)
                            ? "'RetentionPolicy' does not accept intrinsic functions, please use one of the following"
                                    + " options: ['Retain', 'Delete']"
                            : "'RetentionPolicy' must be one of the following options: ['Retain', 'Delete'].");
        }

        private static void architectures(Declared declared) {
            if (declared.get("CompatibleArchitectures") instanceof List<?> list) {
                for (Object one : list) {
                    if (!Fn.is(one) && !List.of("arm64", "x86_64").contains(String.valueOf(one))) {
                        throw declared.problem("CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'");
                    }
                }
            }
        }
    }

    /** {@code AWS::Serverless::Application}: a nested stack of a template at a URL. */
    static final class Application implements SamKind {

        private static final PropertyTable TABLE = PropertyTable.of(
                "AWS::Serverless::Application",
                "Location:!sm TemplateUrl:s Parameters:m NotificationARNs:l Tags:m TimeoutInMinutes:i");

        @Override
        public PropertyTable table() {
            return TABLE;
        }

        @Override
        public List<Made> translate(Declared declared, Context context) {
            if (!(declared.get("Location") instanceof String url)) {
                throw declared.problem(
                        "Applications of the AWS Serverless Application Repository are not supported here;"
                                + " 'Location' must be the URL of a template.");
            }
            FunctionKind.checkTags(declared);
            List<Object> tags = Tree.list(Tree.map("Key", "lambda:createdBy", "Value", "SAM"));
            tags.addAll(Tree.tags(declared.get("Tags")));
            Made stack = new Made(declared.id(), "AWS::CloudFormation::Stack", declared.passedOn())
                    .dependsOn(declared.dependsOn())
                    .set("TemplateURL", url)
                    .set("Tags", tags);
            for (String name : List.of("Parameters", "NotificationARNs", "TimeoutInMinutes")) {
                stack.set(name, declared.get(name));
            }
            return List.of(stack);
        }
    }
}
