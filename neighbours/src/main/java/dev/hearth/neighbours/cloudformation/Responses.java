package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.templates.Tree;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Who waits for answers from outside, by the secret part of the URL that the answer is put to. */
final class Responses {

    /** Answers that nobody has taken yet. */
    private static final int WAITING = 100;

    private static final int SECRET_DIGITS = 32;
    /** Stands in every key and in no secret. */
    private static final char KEY_SEPARATOR = '#';

    private final URI endpoint;
    private final Ports ports;
    private final Map<String, BlockingQueue<Map<String, Object>>> waiting = new ConcurrentHashMap<>();

    /** For whom somebody waits, by the secret. */
    private final Map<String, String> stacks = new ConcurrentHashMap<>();

    Responses(URI endpoint, Ports ports) {
        this.endpoint = endpoint;
        this.ports = ports;
    }

    /** A secret that nobody had before. */
    String secret() {
        return ports.randomness().hex(SECRET_DIGITS);
    }

    /** Where an answer for {@code secret} is put to. */
    String url(String secret) {
        return endpoint + CloudFormation.RESPONSES + secret;
    }

    /** Waits in the name of a stack, which may {@link #giveUp}. */
    BlockingQueue<Map<String, Object>> open(String secret, String stackId) {
        stacks.put(secret, stackId);
        return open(secret);
    }

    /** Nobody waits any longer for answers for the stack: they are failures. */
    void giveUp(String stackId) {
        stacks.forEach((secret, owner) -> {
            BlockingQueue<Map<String, Object>> answers = waiting.get(secret);
            if (owner.equals(stackId) && answers != null) {
                answers.offer(Map.of("Status", "FAILED", "Reason", "Resource creation cancelled"));
            }
        });
    }

    BlockingQueue<Map<String, Object>> open(String secret) {
        return waiting.computeIfAbsent(secret, none -> new LinkedBlockingQueue<>(WAITING));
    }

    void close(String secret) {
        waiting.remove(secret);
        stacks.remove(secret);
    }

    /** The next answer; null when none comes within {@code wait}. */
    @Nullable
    Map<String, Object> next(BlockingQueue<Map<String, Object>> answers, Duration wait, AwsCalls calls) {
        long end = ports.time().nanos() + wait.toNanos();
        Map<String, Object> answer = answers.poll();
        while (answer == null && ports.time().nanos() < end) {
            calls.pause(Duration.ofMillis(50));
            answer = answers.poll();
        }
        return answer;
    }

    boolean take(String secret, String json) {
        // Who waits for SignalResource waits under a key that is no secret.
        BlockingQueue<Map<String, Object>> answers = secret.indexOf(KEY_SEPARATOR) < 0 ? waiting.get(secret) : null;
        try {
            return answers != null && answers.offer(Tree.parseMap(json));
        } catch (FaultException notJson) {
            return answers != null && answers.offer(Map.of("Status", "FAILED", "Reason", "The answer is not JSON"));
        }
    }

    /** The key under which a stack's resource waits for {@code SignalResource}. */
    static String key(String stackId, String logicalId) {
        return stackId + KEY_SEPARATOR + logicalId;
    }

    void signal(String stackId, String logicalId, String uniqueId, boolean success) {
        BlockingQueue<Map<String, Object>> answers = waiting.get(key(stackId, logicalId));
        if (answers == null) {
            throw CloudFormationError.VALIDATION.because(
                    "Resource " + logicalId + " is not waiting for a signal in this stack");
        }
        boolean taken =
                answers.offer(Map.of("Status", success ? "SUCCESS" : "FAILURE", "UniqueId", uniqueId, "Data", ""));
        if (!taken) {
            throw CloudFormationError.LIMIT.because("Too many signals wait for " + logicalId);
        }
    }
}
