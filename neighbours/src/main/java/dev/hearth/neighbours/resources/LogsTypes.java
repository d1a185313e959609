package dev.hearth.neighbours.resources;

import dev.hearth.neighbours.templates.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of CloudWatch Logs. */
final class LogsTypes {

    private static final String LOGS = "logs";
    private static final String GROUP = "logGroupName";
    private static final int NAME_CHARS = 512;

    private LogsTypes() {}

    static List<ResourceType> all() {
        return List.of(group(), stream());
    }

    private static ResourceType group() {
        return Declared.of("AWS::Logs::LogGroup", LOGS)
                .create("CreateLogGroup", wish -> {
                    Map<String, Object> input = Properties.without(wish, "RetentionInDays", "Tags", "LogGroupName");
                    input.put(GROUP, wish.name("LogGroupName", NAME_CHARS));
                    input.put("tags", wish.allTags());
                    return input;
                })
                .id((wish, response) -> wish.name("LogGroupName", NAME_CHARS))
                .computed("Arn", (id, wish) -> wish.scope().arn(LOGS, "log-group:" + id + ":*"))
                .replacing("LogGroupName", "LogGroupClass")
                .marked(Mark.tag(
                        LOGS,
                        "ListTagsForResource",
                        (id, wish) -> Map.of("resourceArn", wish.scope().arn(LOGS, "log-group:" + id))))
                .after(LogsTypes::retention)
                .delete("DeleteLogGroup", (id, wish) -> Map.of(GROUP, id));
    }

    private static void retention(String group, @Nullable Wish before, Wish now, AwsCalls calls) {
        Object days = now.properties().get("RetentionInDays");
        if (days != null) {
            calls.call(LOGS, "PutRetentionPolicy", Map.of(GROUP, group, "retentionInDays", days));
        } else if (before != null && before.properties().containsKey("RetentionInDays")) {
            calls.call(LOGS, "DeleteRetentionPolicy", Map.of(GROUP, group));
        }
        if (before != null) {
            String arn = now.scope().arn(LOGS, "log-group:" + group);
            Tags.change(before, now, calls, LOGS, "resourceArn", arn, "tagKeys", false);
        }
    }

    private static ResourceType stream() {
        return Declared.of("AWS::Logs::LogStream", LOGS)
                .create("CreateLogStream", LogsTypes::streamKey)
                .id((wish, response) -> wish.name("LogStreamName", NAME_CHARS))
                .marked(new Empty())
                .delete("DeleteLogStream", (id, wish) -> streamKey(wish));
    }

    /** Nothing can be written on a stream: what is taken as a lost attempt's has no events that could be lost. */
    private static final class Empty implements Mark {

        @Override
        public Map<String, Object> put(Map<String, Object> input, Wish wish) {
            return input;
        }

        @Override
        public boolean isOn(String stream, Wish wish, AwsCalls calls) {
            Map<String, Object> input = Map.of(GROUP, wish.need("LogGroupName"), "logStreamNamePrefix", stream);
            return Tree.list(calls.call(LOGS, "DescribeLogStreams", input).get("logStreams")).stream()
                    .map(Tree::map)
                    .filter(there -> Properties.text(there, "logStreamName").equals(stream))
                    .anyMatch(there ->
                            Properties.text(there, "firstEventTimestamp").isEmpty());
        }
    }

    private static Map<String, Object> streamKey(Wish wish) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put(GROUP, wish.need("LogGroupName"));
        key.put("logStreamName", wish.name("LogStreamName", NAME_CHARS));
        return key;
    }
}
