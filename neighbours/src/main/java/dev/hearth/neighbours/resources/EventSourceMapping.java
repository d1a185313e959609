package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code AWS::Lambda::EventSourceMapping}. */
final class EventSourceMapping implements ResourceType {

    private static final String LAMBDA = "lambda";
    private static final Mark MARK = Mark.tag(
            LAMBDA,
            "ListTags",
            (id, wish) -> Map.of("Resource", wish.scope().arn(LAMBDA, "event-source-mapping:" + id)));
    private static final int POLLS = 600;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Set<String> FIXED = Set.of(
            "EventSourceArn",
            "StartingPosition",
            "StartingPositionTimestamp",
            "SelfManagedEventSource",
            "Topics",
            "Queues",
            "AmazonManagedKafkaEventSourceConfig",
            "SelfManagedKafkaEventSourceConfig");

    @Override
    public String name() {
        return "AWS::Lambda::EventSourceMapping";
    }

    @Override
    public Set<String> replacing() {
        return FIXED;
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String id = wish.isRecorded() ? wish.known() : wish.again() ? find(wish, calls) : null;
        if (id == null) {
            Map<String, Object> input = input(wish);
            input.put("Tags", wish.allTags());
            id = Properties.text(calls.call(LAMBDA, "CreateEventSourceMapping", MARK.put(input, wish)), "UUID");
        }
        told.accept(id);
        return settled(id, wish, calls);
    }

    /** {@code SelfManagedEventSource.Endpoints} has another form in templates. */
    private static Map<String, Object> input(Wish wish) {
        Map<String, Object> input = Properties.without(wish, "Tags", "SelfManagedEventSource");
        Map<String, Object> own = Tree.map(wish.properties(), "SelfManagedEventSource");
        if (!own.isEmpty()) {
            Map<String, Object> endpoints = new LinkedHashMap<>();
            Tree.map(own, "Endpoints")
                    .forEach((name, servers) -> endpoints.put(
                            name.equals("KafkaBootstrapServers") ? "KAFKA_BOOTSTRAP_SERVERS" : name, servers));
            input.put("SelfManagedEventSource", Map.of("Endpoints", endpoints));
        }
        return input;
    }

    private static @Nullable String find(Wish wish, AwsCalls calls) {
        Map<String, Object> filter = new LinkedHashMap<>();
        filter.put("FunctionName", wish.need("FunctionName"));
        if (wish.properties().containsKey("EventSourceArn")) {
            filter.put("EventSourceArn", wish.need("EventSourceArn"));
        }
        return Tree.list(calls.call(LAMBDA, "ListEventSourceMappings", filter).get("EventSourceMappings")).stream()
                .map(each -> Properties.text(Tree.map(each), "UUID"))
                .filter(id -> MARK.isMine(id, wish, calls))
                .findFirst()
                .orElse(null);
    }

    private static Made settled(String id, Wish wish, AwsCalls calls) {
        for (int poll = 0; poll < POLLS; poll++) {
            String state = Properties.text(calls.call(LAMBDA, "GetEventSourceMapping", Map.of("UUID", id)), "State");
            if (!state.equals("Creating")
                    && !state.equals("Updating")
                    && !state.equals("Enabling")
                    && !state.equals("Disabling")) {
                break;
            }
            calls.pause(POLL);
        }
        String arn = wish.scope().arn(LAMBDA, "event-source-mapping:" + id);
        return Made.of(id, Map.of("Id", id, "EventSourceMappingArn", arn));
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Map<String, Object> input = input(now);
        input.keySet().removeAll(FIXED);
        Set<String> changes = Properties.changed(before.properties(), now.properties());
        if (changes.contains("FilterCriteria")) {
            input.putIfAbsent("FilterCriteria", Map.of());
        }
        if (changes.contains("FunctionResponseTypes")) {
            input.putIfAbsent("FunctionResponseTypes", java.util.List.of());
        }
        if (changes.contains("ScalingConfig")) {
            input.putIfAbsent("ScalingConfig", Map.of());
        }
        input.put("UUID", physicalId);
        calls.call(LAMBDA, "UpdateEventSourceMapping", input);
        String arn = now.scope().arn(LAMBDA, "event-source-mapping:" + physicalId);
        Tags.change(before, now, calls, LAMBDA, "Resource", arn, "TagKeys", false);
        return settled(physicalId, now, calls);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Properties.gone(() -> calls.call(LAMBDA, "DeleteEventSourceMapping", Map.of("UUID", physicalId)));
        for (int poll = 0; poll < POLLS; poll++) {
            try {
                calls.call(LAMBDA, "GetEventSourceMapping", Map.of("UUID", physicalId));
            } catch (FaultException gone) {
                return;
            }
            calls.pause(POLL);
        }
    }
}
