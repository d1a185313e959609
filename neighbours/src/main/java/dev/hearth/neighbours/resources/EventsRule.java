package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::Events::Rule}: the rule and its targets. */
final class EventsRule implements ResourceType {

    private static final String EVENTS = "events";
    private static final String BUS = "EventBusName";
    private static final int NAME_CHARS = 64;
    private static final Mark MARK = Mark.tag(
            EVENTS,
            "ListTagsForResource",
            (id, wish) -> Map.of("ResourceARN", wish.scope().arn(EVENTS, "rule/" + id.replace('|', '/'))));

    @Override
    public String name() {
        return "AWS::Events::Rule";
    }

    @Override
    public Set<String> replacing() {
        return Set.of("Name", BUS);
    }

    /** A rule of the default bus is called by its name, one of another bus with the bus before it. */
    private static String id(Wish wish) {
        String name = wish.name("Name", NAME_CHARS);
        String bus = wish.text(BUS, "default");
        return bus.equals("default") ? name : bus.substring(bus.lastIndexOf('/') + 1) + "|" + name;
    }

    private static Map<String, Object> key(Wish wish, String member) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put(member, wish.name("Name", NAME_CHARS));
        if (wish.properties().containsKey(BUS)) {
            key.put(BUS, wish.need(BUS));
        }
        return key;
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        Map<String, Object> input = Properties.without(wish, "Targets", "Tags");
        input.putAll(key(wish, "Name"));
        if (!wish.allTags().isEmpty()) {
            input.put("Tags", wish.tagList());
        }
        if (!MARK.isMine(id(wish), wish, calls)) {
            requireFree(wish, calls);
        }
        Map<String, Object> response = calls.call(EVENTS, "PutRule", MARK.put(input, wish));
        told.accept(id(wish));
        targets(wish, calls);
        return Made.of(id(wish), Map.of("Arn", Properties.text(response, "RuleArn")));
    }

    /** PutRule would change a rule of somebody else's. */
    private static void requireFree(Wish wish, AwsCalls calls) {
        try {
            calls.call(EVENTS, "DescribeRule", key(wish, "Name"));
        } catch (FaultException refused) {
            if (AwsCalls.isMissing(refused)) {
                return;
            }
            throw refused;
        }
        throw AwsCalls.isTaken("AWS::Events::Rule", id(wish));
    }

    private static void targets(Wish wish, AwsCalls calls) {
        List<Object> targets = new ArrayList<>();
        for (Object each : Tree.list(wish.properties().get("Targets"))) {
            Map<String, Object> target = Tree.map(each);
            target.putIfAbsent("Id", wish.logicalId() + targets.size());
            targets.add(target);
        }
        if (targets.isEmpty()) {
            return;
        }
        Map<String, Object> response =
                calls.call(EVENTS, "PutTargets", Properties.with(key(wish, "Rule"), "Targets", targets));
        for (Object each : Tree.list(response.get("FailedEntries"))) {
            Map<String, Object> failed = Tree.map(each);
            throw AwsCalls.refused(Properties.text(failed, "ErrorCode"), 400, Properties.text(failed, "ErrorMessage"));
        }
    }

    private static List<String> targetIds(Wish wish) {
        List<String> ids = new ArrayList<>();
        for (Object each : Tree.list(wish.properties().get("Targets"))) {
            ids.add(Tree.text(Tree.map(each), "Id", wish.logicalId() + ids.size()));
        }
        return ids;
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Map<String, Object> input = Properties.without(now, "Targets", "Tags");
        input.putAll(key(now, "Name"));
        String arn = Properties.text(calls.call(EVENTS, "PutRule", input), "RuleArn");
        List<String> gone = targetIds(before);
        gone.removeAll(targetIds(now));
        if (!gone.isEmpty()) {
            calls.call(EVENTS, "RemoveTargets", Properties.with(key(now, "Rule"), "Ids", gone));
        }
        targets(now, calls);
        Tags.change(before, now, calls, EVENTS, "ResourceARN", arn, "TagKeys", true);
        return Made.of(physicalId, Map.of("Arn", arn));
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Properties.gone(() -> {
            List<String> ids = new ArrayList<>();
            Map<String, Object> targets = calls.call(EVENTS, "ListTargetsByRule", key(wish, "Rule"));
            Tree.list(targets.get("Targets")).forEach(each -> ids.add(Properties.text(Tree.map(each), "Id")));
            if (!ids.isEmpty()) {
                calls.call(EVENTS, "RemoveTargets", Properties.with(key(wish, "Rule"), "Ids", ids));
            }
            calls.call(EVENTS, "DeleteRule", key(wish, "Name"));
        });
    }
}
