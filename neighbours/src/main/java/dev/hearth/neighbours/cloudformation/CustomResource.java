package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.Fault;
import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.resources.Made;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.resources.Wish;
import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Custom resources: a function or a topic is asked to make, change or delete something, and answers by a PUT to a URL
 * (CloudFormation User Guide, "Custom resources").
 */
record CustomResource(String name, Responses responses) implements ResourceType {

    private static final String TOKEN = "ServiceToken";
    private static final String TIMEOUT = "ServiceTimeout";
    private static final long TIMEOUT_SECONDS = 3_600;

    /** The same for a type {@code Custom::...}. */
    CustomResource named(String type) {
        return new CustomResource(type, responses);
    }

    @Override
    public Set<String> replacing() {
        return Set.of(TOKEN);
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        return ask("Create", wish, Map.of(), calls);
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        return ask(
                "Update",
                now,
                Map.of("PhysicalResourceId", physicalId, "OldResourceProperties", texts(before.properties())),
                calls);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        ask("Delete", wish, Map.of("PhysicalResourceId", physicalId), calls);
    }

    private Made ask(String what, Wish wish, Map<String, Object> more, AwsCalls calls) {
        String secret = responses.secret();
        BlockingQueue<Map<String, Object>> answers = responses.open(secret, wish.stackId());
        try {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("RequestType", what);
            event.put("ServiceToken", wish.need(TOKEN));
            event.put("ResponseURL", responses.url(secret));
            event.put("StackId", wish.stackId());
            event.put("RequestId", secret);
            event.put("LogicalResourceId", wish.logicalId());
            event.put("ResourceType", wish.type());
            event.put("ResourceProperties", texts(wish.properties()));
            event.putAll(more);
            send(wish.need(TOKEN), Tree.json(event), calls);
            long seconds = seconds(wish.text(TIMEOUT, ""));
            Map<String, Object> answer = responses.next(answers, Duration.ofSeconds(seconds), calls);
            return made(
                    what,
                    wish,
                    more,
                    answer == null
                            ? Map.of(
                                    "Reason",
                                    "CloudFormation did not receive a response" + " from your Custom Resource within "
                                            + seconds + " seconds.")
                            : answer);
        } finally {
            responses.close(secret);
        }
    }

    private static long seconds(String given) {
        return given.matches("[0-9]{1,4}") && Long.parseLong(given) <= TIMEOUT_SECONDS && Long.parseLong(given) > 0
                ? Long.parseLong(given)
                : TIMEOUT_SECONDS;
    }

    private static Made made(String what, Wish wish, Map<String, Object> more, Map<String, Object> answer) {
        if (!Tree.text(answer, "Status", "").equals("SUCCESS")) {
            String reason = Tree.text(answer, "Reason", "no reason was given");
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "Received response status [FAILED] from custom resource. Message" + " returned: " + reason,
                            "")
                    .asException();
        }
        String before = Tree.text(more, "PhysicalResourceId", "");
        String id = Tree.text(answer, "PhysicalResourceId", before);
        if (id.isEmpty() && !what.equals("Delete")) {
            throw new Fault(Fault.Kind.VALIDATION, "Invalid PhysicalResourceId", "").asException();
        }
        return Made.of(id, Tree.map(answer, "Data"));
    }

    private static void send(String target, String event, AwsCalls calls) {
        if (target.split(":").length > 5 && target.split(":")[2].equals("sns")) {
            calls.call(
                    "sns",
                    "Publish",
                    Map.of(
                            "TopicArn",
                            target,
                            "Subject",
                            "AWS CloudFormation custom resource request",
                            "Message",
                            event));
            return;
        }
        calls.call("lambda", "InvokeAsync", Map.of("FunctionName", target, "InvokeArgs", event));
    }

    /** In events to custom resources every single value is a text. */
    private static Object texts(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach((key, value) -> all.put(String.valueOf(key), texts(value)));
                yield all;
            }
            case List<?> list -> list.stream().map(CustomResource::texts).toList();
            default -> Tree.text(tree);
        };
    }
}
