package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events that another service brings: {@code S3}, {@code CloudWatchLogs} and {@code AlexaSkill}. */
final class PushEvents {

    private PushEvents() {}

    /** {@code S3}: notifications of a bucket in the same template. */
    static final class Bucket implements SamEvent.Kind {

        private static final PropertyTable TABLE = PropertyTable.of("S3", "Bucket:!s Events:!=sl Filter:m");

        @Override
        public PropertyTable table() {
            return TABLE;
        }

        /** The bucket's logical id. */
        static String bucket(SamEvent event, Context context) {
            if (event.get("Bucket") instanceof Map<?, ?> map && map.containsKey(Fn.REF)) {
                if (!(map.get(Fn.REF) instanceof String id)) {
                    throw event.problem("'Ref' value in S3 events is not a valid string.");
                }
                if (context.source().containsKey(id)) {
                    return id;
                }
            }
            throw event.problem("S3 events must reference an S3 bucket in the same template.");
        }

        @Override
        public List<Made> make(SamEvent event, Context context) {
            String id = bucket(event, context);
            Map<String, Object> bucket = context.resource(id).resource();
            Made permission = event.permission("s3.amazonaws.com").set("SourceAccount", Fn.ref("AWS::AccountId"));
            Map<String, Object> properties = Tree.make(bucket, "Properties");
            String condition = event.target().condition();
            if (condition == null) {
                dependOn(bucket, permission.id());
            } else {
                dependByTag(id, properties, permission, condition);
            }
            notify(event, id, properties, condition);
            Made made = new Made(id, "AWS::S3::Bucket", new Declared(id, bucket).attributes());
            made.dependsOn(bucket.get("DependsOn"));
            properties.forEach(made::set);
            return List.of(permission, made);
        }

        private static void dependOn(Map<String, Object> bucket, String permission) {
            Set<Object> all = new LinkedHashSet<>();
            Object before = bucket.get("DependsOn");
            if (before instanceof List<?> list) {
                all.addAll(list);
            } else if (before != null) {
                all.add(before);
            }
            if (!all.stream().allMatch(String.class::isInstance)) {
                throw SamProblem.ofResource(
                        permission.replace("Permission", ""),
                        "Invalid type for field 'DependsOn'. Expected a string or list of strings.");
            }
            all.add(permission);
            bucket.put("DependsOn", new ArrayList<>(all));
        }

        /** A resource under a condition cannot be depended on by name; a tag refers to it instead. */
        private static void dependByTag(
                String bucket, Map<String, Object> properties, Made permission, String condition) {
            properties.putIfAbsent("Tags", new ArrayList<>());
            if (!(properties.get("Tags") instanceof List<?> tags)) {
                throw SamProblem.ofResource(bucket, "Property 'Tags' should be a list.");
            }
            List<Object> all = new ArrayList<>(tags);
            all.add(Tree.map(
                    "Key",
                    "sam:ConditionalDependsOn:" + permission.id(),
                    "Value",
                    Fn.when(condition, permission.ref(), "no dependency")));
            properties.put("Tags", all);
        }

        private static void notify(
                SamEvent event, String bucket, Map<String, Object> properties, @Nullable String condition) {
            Object configuration = properties.get("NotificationConfiguration");
            if (configuration != null && !(configuration instanceof Map)) {
                throw SamProblem.ofResource(bucket, "Property 'NotificationConfiguration' should be a map.");
            }
            Map<String, Object> notifications = Tree.make(properties, "NotificationConfiguration");
            notifications.putIfAbsent("LambdaConfigurations", new ArrayList<>());
            if (!(notifications.get("LambdaConfigurations") instanceof List<?> list)) {
                throw SamProblem.ofResource(bucket, "Invalid type for LambdaConfigurations. Must be a list.");
            }
            List<Object> wanted =
                    event.get("Events") instanceof List<?> many ? Tree.items(many) : Tree.list(event.get("Events"));
            for (Object type : wanted) {
                Map<String, Object> one = Tree.map("Function", event.target().arn());
                if (event.get("Filter") != null) {
                    one.put("Filter", event.get("Filter"));
                }
                one.put("Event", type);
                Object entry = condition == null ? one : Fn.when(condition, one);
                if (!list.contains(entry)) {
                    Tree.items(list).add(entry);
                }
            }
        }
    }

    /** {@code CloudWatchLogs}: a subscription filter of a log group. */
    static final class Logs implements SamEvent.Kind {

        private static final PropertyTable TABLE =
                PropertyTable.of("CloudWatchLogs", "LogGroupName:!s FilterPattern:!s");

        @Override
        public PropertyTable table() {
            return TABLE;
        }

        @Override
        public List<Made> make(SamEvent event, Context context) {
            Made permission = event.permission("logs.amazonaws.com")
                    .set(
                            "SourceArn",
                            Fn.sub(
                                    "arn:" + context.partition() + ":logs:${AWS::Region}:${AWS::AccountId}:log-group:"
                                            + "${__LogGroupName__}:*",
                                    Tree.map("__LogGroupName__", event.get("LogGroupName"))));
            Made filter = event.make("", "AWS::Logs::SubscriptionFilter")
                    .dependsOn(Tree.list(permission.id()))
                    .set("LogGroupName", event.get("LogGroupName"))
                    .set("FilterPattern", event.get("FilterPattern"))
                    .set("DestinationArn", event.target().arn());
            return List.of(permission, filter);
        }
    }

    /** {@code AlexaSkill}: the right of Alexa to call the function. */
    static final class Alexa implements SamEvent.Kind {

        private static final PropertyTable TABLE = PropertyTable.of("AlexaSkill", "SkillId:s");

        @Override
        public PropertyTable table() {
            return TABLE;
        }

        @Override
        public List<Made> make(SamEvent event, Context context) {
            return List.of(event.permission("alexa-appkit.amazon.com").set("EventSourceToken", event.get("SkillId")));
        }
    }
}
