package dev.hearth.neighbours.resources;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of EventBridge and of its Scheduler. */
final class EventsTypes {

    private static final String EVENTS = "events";
    private static final String SCHEDULER = "scheduler";
    private static final String GROUP = "GroupName";
    private static final int NAME_CHARS = 64;
    private static final int ARCHIVE_CHARS = 48;

    private EventsTypes() {}

    static List<ResourceType> all() {
        return List.of(new EventsRule(), bus(), archive(), busPolicy(), schedule(), scheduleGroup());
    }

    private static ResourceType bus() {
        return Declared.of("AWS::Events::EventBus", EVENTS)
                .create("CreateEventBus", wish -> {
                    Map<String, Object> input = Properties.without(wish, "Tags", "Policy");
                    input.put("Tags", wish.tagList());
                    return input;
                })
                .id((wish, response) -> wish.need("Name"))
                .computed("Arn", (id, wish) -> wish.scope().arn(EVENTS, "event-bus/" + id))
                .computed("Name", (id, wish) -> id)
                .replacing("Name", "EventSourceName")
                .marked(Mark.tag(
                        EVENTS,
                        "ListTagsForResource",
                        (id, wish) -> Map.of("ResourceARN", wish.scope().arn(EVENTS, "event-bus/" + id))))
                .update("UpdateEventBus", (id, wish) -> {
                    Map<String, Object> input = Properties.without(wish, "Tags", "Policy", "EventSourceName");
                    input.put("Name", id);
                    return input;
                })
                .delete("DeleteEventBus", (id, wish) -> Map.of("Name", id));
    }

    private static ResourceType archive() {
        return Declared.of("AWS::Events::Archive", EVENTS)
                .create("CreateArchive", wish -> {
                    Map<String, Object> input = Properties.without(wish, "SourceArn");
                    input.put("ArchiveName", wish.name("ArchiveName", ARCHIVE_CHARS));
                    input.put("EventSourceArn", wish.need("SourceArn"));
                    return input;
                })
                .id((wish, response) -> wish.name("ArchiveName", ARCHIVE_CHARS))
                .computed("Arn", (id, wish) -> wish.scope().arn(EVENTS, "archive/" + id))
                .computed("ArchiveName", (id, wish) -> id)
                .replacing("ArchiveName", "SourceArn")
                .marked(Mark.property(
                        "Description", EVENTS, "DescribeArchive", (id, wish) -> Map.of("ArchiveName", id)))
                .update("UpdateArchive", (id, wish) -> {
                    Map<String, Object> input = Properties.without(wish, "SourceArn");
                    input.putIfAbsent("Description", "");
                    input.put("ArchiveName", id);
                    return input;
                })
                .delete("DeleteArchive", (id, wish) -> Map.of("ArchiveName", id));
    }

    private static ResourceType busPolicy() {
        return Declared.of("AWS::Events::EventBusPolicy", EVENTS)
                .create("PutPermission", EventsTypes::permission)
                .update("PutPermission", (id, wish) -> permission(wish))
                .id((wish, response) -> wish.text("EventBusName", "default") + "|" + wish.need("StatementId"))
                .replacing("EventBusName", "StatementId")
                .delete("RemovePermission", (id, wish) -> {
                    Map<String, Object> input = new LinkedHashMap<>();
                    input.put("StatementId", wish.need("StatementId"));
                    input.put("EventBusName", wish.text("EventBusName", "default"));
                    return input;
                });
    }

    /** A whole statement is put as a policy of one statement. */
    private static Map<String, Object> permission(Wish wish) {
        Map<String, Object> input = Properties.without(wish, "Statement");
        Object statement = wish.properties().get("Statement");
        if (statement != null) {
            Map<String, Object> named = dev.hearth.neighbours.templates.Tree.map(statement);
            named.put("Sid", wish.need("StatementId"));
            input.remove("StatementId");
            input.put("Policy", Map.of("Version", "2012-10-17", "Statement", List.of(named)));
        }
        return input;
    }

    private static ResourceType schedule() {
        return Declared.of("AWS::Scheduler::Schedule", SCHEDULER)
                .create("CreateSchedule", EventsTypes::scheduleInput)
                .id((wish, response) -> wish.name("Name", NAME_CHARS))
                .computed(
                        "Arn",
                        (id, wish) -> wish.scope().arn(SCHEDULER, "schedule/" + wish.text(GROUP, "default") + "/" + id))
                .replacing("Name", GROUP)
                .marked(new Token())
                .update("UpdateSchedule", (id, wish) -> scheduleInput(wish))
                .delete("DeleteSchedule", (id, wish) -> Map.of("Name", id, GROUP, wish.text(GROUP, "default")));
    }

    /** The Scheduler itself knows a request that is made twice. */
    private static final class Token implements Mark {

        @Override
        public Map<String, Object> put(Map<String, Object> input, Wish wish) {
            return Properties.with(input, "ClientToken", wish.mark());
        }

        @Override
        public boolean isOn(String id, Wish wish, AwsCalls calls) {
            return false;
        }
    }

    private static Map<String, Object> scheduleInput(Wish wish) {
        return Properties.with(wish.properties(), "Name", wish.name("Name", NAME_CHARS));
    }

    private static ResourceType scheduleGroup() {
        return Declared.of("AWS::Scheduler::ScheduleGroup", SCHEDULER)
                .create("CreateScheduleGroup", wish -> {
                    Map<String, Object> input = Properties.without(wish);
                    input.put("Name", wish.name("Name", NAME_CHARS));
                    input.put("Tags", wish.tagList());
                    return input;
                })
                .id((wish, response) -> wish.name("Name", NAME_CHARS))
                .computed("Arn", (id, wish) -> wish.scope().arn(SCHEDULER, "schedule-group/" + id))
                .replacing("Name")
                .marked(new Token())
                .after((id, before, now, calls) -> {
                    if (before != null) {
                        String arn = now.scope().arn(SCHEDULER, "schedule-group/" + id);
                        Tags.change(before, now, calls, SCHEDULER, "ResourceArn", arn, "TagKeys", true);
                    }
                })
                .delete("DeleteScheduleGroup", (id, wish) -> Map.of("Name", id));
    }
}
