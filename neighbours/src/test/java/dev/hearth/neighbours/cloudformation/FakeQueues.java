package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** SQS as far as stacks of queues need it, which may be killed before or after any call. */
final class FakeQueues implements AwsCalls, StackClients {

    /** The process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Map<String, Map<String, Object>> queues = new TreeMap<>();
    private final Map<String, Map<String, Object>> tags = new TreeMap<>();
    private int left = Integer.MAX_VALUE;
    private int moments;
    private Runnable middle = () -> {};

    /** Does {@code what} in the middle of the next creation. */
    void inTheMiddle(Runnable what) {
        middle = what;
    }

    /** Dies at the moment number {@code at}, of all that {@link #moment} marks. */
    void dieAt(int at) {
        left = at;
        moments = 0;
    }

    /** A moment at which the process may die. */
    void moment() {
        moments++;
        if (left-- == 0) {
            throw new Killed();
        }
    }

    int moments() {
        return moments;
    }

    Map<String, Map<String, Object>> queues() {
        return queues;
    }

    @Override
    public AwsCalls as(String accessKeyId) {
        return this;
    }

    @Override
    public byte[] object(String accessKeyId, String bucket, String key, int most) {
        throw AwsCalls.refused("NoSuchKey", 404, key);
    }

    @Override
    public void pause(Duration time) {
        throw new IllegalStateException("nothing here takes time");
    }

    @Override
    public Map<String, Object> call(String service, String operation, Map<String, Object> input) {
        moment();
        Map<String, Object> answer = answer(operation, input);
        if (operation.equals("CreateQueue")) {
            Runnable what = middle;
            middle = () -> {};
            what.run();
        }
        moment();
        return answer;
    }

    private Map<String, Object> answer(String operation, Map<String, Object> input) {
        String name = Tree.text(input, "QueueName", Tree.text(input, "QueueUrl", ""));
        switch (operation) {
            case "CreateQueue" -> {
                Map<String, Object> attributes = Tree.map(input, "Attributes");
                if (Tree.text(attributes, "DelaySeconds", "0").startsWith("-")) {
                    throw AwsCalls.refused("InvalidAttributeValue", 400, "bad delay");
                }
                if (attributes.equals(queues.get(name))) {
                    // As SQS has it, who asks for the same gets what is there.
                    break;
                }
                if (queues.containsKey(name)) {
                    throw AwsCalls.refused("QueueNameExists", 400, name);
                }
                queues.put(name, attributes);
                tags.put(name, Tree.map(input, "Tags"));
            }
            case "ListQueueTags" -> {
                return Map.of("Tags", tags.getOrDefault(name, Map.of()));
            }
            case "SetQueueAttributes" -> queues.get(name).putAll(Tree.map(input, "Attributes"));
            case "GetQueueUrl", "DeleteQueue" -> {
                if (!queues.containsKey(name)) {
                    throw AwsCalls.refused("com.amazonaws.sqs#QueueDoesNotExist", 400, name);
                }
                if (operation.equals("DeleteQueue")) {
                    queues.remove(name);
                    tags.remove(name);
                }
            }
            default -> throw AwsCalls.refused("InvalidAction", 400, operation);
        }
        return Map.of("QueueUrl", name);
    }
}
