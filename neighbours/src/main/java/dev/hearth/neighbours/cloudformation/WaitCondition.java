package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.Fault;
import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.resources.Made;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.resources.Wish;
import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** {@code AWS::CloudFormation::WaitCondition}: is there once enough signals came. */
record WaitCondition(Responses responses) implements ResourceType {

    private static final long MOST_SECONDS = 43_200;

    @Override
    public String name() {
        return "AWS::CloudFormation::WaitCondition";
    }

    @Override
    public Set<String> replacing() {
        return Set.of("Handle", "Timeout", "Count");
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String handle = wish.need("Handle");
        long seconds = number(wish.need("Timeout"), MOST_SECONDS);
        long count = number(wish.text("Count", "1"), 1_000);
        BlockingQueue<Map<String, Object>> signals =
                responses.open(handle.substring(handle.lastIndexOf('/') + 1), wish.stackId());
        Map<String, Object> data = new LinkedHashMap<>();
        while (data.size() < count) {
            Map<String, Object> signal = responses.next(signals, Duration.ofSeconds(seconds), calls);
            if (signal == null) {
                throw failed(
                        "WaitCondition timed out. Received " + data.size() + " conditions when expecting " + count);
            }
            if (!Tree.text(signal, "Status", "").equals("SUCCESS")) {
                throw failed("WaitCondition received failed message: '" + Tree.text(signal, "Reason", "")
                        + "' for uniqueId: " + Tree.text(signal, "UniqueId", ""));
            }
            data.put(Tree.text(signal, "UniqueId", String.valueOf(data.size())), Tree.text(signal, "Data", ""));
        }
        return Made.of(wish.madeUp(128), Map.of("Data", Tree.json(data)));
    }

    private static long number(String text, long most) {
        if (!text.matches("[0-9]{1,6}") || Long.parseLong(text) > most) {
            throw failed("a number of at most " + most + " is wanted, not " + text);
        }
        return Long.parseLong(text);
    }

    private static RuntimeException failed(String why) {
        return new Fault(Fault.Kind.VALIDATION, why, "").asException();
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        return Made.of(physicalId);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        // There is nothing.
    }
}
