package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.pollerfleet.EventSource.Item;
import dev.hearth.services.pollerfleet.SourcePlan.OnError;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What becomes of a batch after an invocation with it: pure functions. */
final class SourceDecisions {

    /** The longest wait before a batch is tried again. */
    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * A batch that is to be invoked with.
     *
     * @param failures invocations with it that failed for the function's own reasons
     * @param refusals invocations in a row that were throttled or met a system error
     */
    record Batch(List<Item> items, int failures, int refusals) {

        static Batch fresh(List<Item> items) {
            return new Batch(List.copyOf(items), 0, 0);
        }
    }

    /**
     * What is to be done: in this order, checkpoint {@code done}, give back {@code returned}, tell the destination of
     * {@code givenUp} and checkpoint them, and after {@code delay} go on with {@code next}.
     *
     * @param error what the destination is told of what was given up, or empty
     */
    record Decision(
            List<Item> done, List<Item> returned, List<Item> givenUp, String error, List<Batch> next, Duration delay) {

        static Decision done(List<Item> items) {
            return new Decision(items, List.of(), List.of(), "", List.of(), Duration.ZERO);
        }
    }

    private SourceDecisions() {}

    static Decision after(SourcePlan plan, Batch batch, InvokeOutcome outcome, Instant now) {
        return switch (outcome) {
            case InvokeOutcome.Answered answered -> answered(plan, batch, answered, now);
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ -> Decision.done(batch.items);
            case InvokeOutcome.Refused(Fault fault) when Faults.isTemporary(fault) -> refused(plan, batch, fault, now);
            case InvokeOutcome.Refused(Fault fault) -> failed(plan, batch, 0, fault.message(), now);
        };
    }

    private static Decision answered(SourcePlan plan, Batch batch, InvokeOutcome.Answered answered, Instant now) {
        if (!answered.functionError().isEmpty()) {
            return failed(plan, batch, 0, answered.functionError(), now);
        }
        if (!plan.partialResponses()) {
            return Decision.done(batch.items);
        }
        Set<String> failures = failures(answered.payload()).orElse(null);
        if (failures == null || !known(batch, failures)) {
            return failed(plan, batch, 0, "Invalid partial batch response", now);
        }
        if (failures.isEmpty()) {
            return Decision.done(batch.items);
        }
        if (plan.onError() == OnError.RETRY) {
            return failed(plan, batch, firstOf(batch, failures), "Partial failure", now);
        }
        return new Decision(
                batch.items.stream()
                        .filter(item -> !failures.contains(item.id()))
                        .toList(),
                batch.items.stream()
                        .filter(item -> failures.contains(item.id()))
                        .toList(),
                List.of(),
                "",
                List.of(),
                Duration.ZERO);
    }

    private static boolean known(Batch batch, Set<String> failures) {
        Set<String> ids = new HashSet<>(failures);
        batch.items.forEach(item -> ids.remove(item.id()));
        return ids.isEmpty();
    }

    private static int firstOf(Batch batch, Set<String> failures) {
        int first = 0;
        while (!failures.contains(batch.items.get(first).id())) {
            first++;
        }
        return first;
    }

    /** The items from {@code first} on failed for the function's own reasons; those before are done. */
    private static Decision failed(SourcePlan plan, Batch batch, int first, String error, Instant now) {
        List<Item> done = batch.items.subList(0, first);
        List<Item> failed = batch.items.subList(first, batch.items.size());
        if (plan.onError() == OnError.GIVE_BACK) {
            return new Decision(done, failed, List.of(), "", List.of(), Duration.ZERO);
        }
        boolean progress = first > 0;
        int failures = progress ? 0 : batch.failures + 1;
        boolean exhausted = plan.maximumRetries() >= 0 && failures > plan.maximumRetries();
        if (exhausted || tooOld(plan, failed, now)) {
            return new Decision(done, List.of(), failed, error, List.of(), Duration.ZERO);
        }
        Duration delay = backoff(failures);
        if (plan.bisect() && failed.size() > 1) {
            int half = (failed.size() + 1) / 2;
            // A split starts the count anew: the halves have not failed yet.
            List<Batch> halves =
                    List.of(Batch.fresh(failed.subList(0, half)), Batch.fresh(failed.subList(half, failed.size())));
            return new Decision(done, List.of(), List.of(), "", halves, delay);
        }
        return new Decision(
                done, List.of(), List.of(), "", List.of(new Batch(List.copyOf(failed), failures, 0)), delay);
    }

    /** Throttles and system errors do not count as tries of the function. */
    private static Decision refused(SourcePlan plan, Batch batch, Fault fault, Instant now) {
        if (plan.onError() == OnError.GIVE_BACK) {
            return new Decision(List.of(), batch.items, List.of(), "", List.of(), backoff(batch.refusals + 1));
        }
        if (tooOld(plan, batch.items, now)) {
            return new Decision(List.of(), List.of(), batch.items, fault.message(), List.of(), Duration.ZERO);
        }
        Batch again = new Batch(batch.items, batch.failures, batch.refusals + 1);
        return new Decision(List.of(), List.of(), List.of(), "", List.of(again), backoff(again.refusals));
    }

    private static boolean tooOld(SourcePlan plan, List<Item> items, Instant now) {
        return !plan.maximumAge().isZero()
                && !items.isEmpty()
                && items.getFirst().arrived().plus(plan.maximumAge()).isBefore(now);
    }

    /** One second, doubled with every failure in a row. */
    static Duration backoff(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, 6);
        Duration delay = Duration.ofSeconds(1L << doublings);
        return delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay;
    }

    /** The ids in {@code batchItemFailures}; empty when the response is not of that form. */
    static Optional<Set<String>> failures(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        Set<String> ids = new HashSet<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            JsonToken first = json.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return Optional.of(ids);
            }
            if (first != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean list = json.currentName().equals("batchItemFailures");
                JsonToken value = json.nextToken();
                if (list && value == JsonToken.START_ARRAY) {
                    if (!readFailures(json, ids)) {
                        return Optional.empty();
                    }
                } else if (list && value != JsonToken.VALUE_NULL) {
                    return Optional.empty();
                } else {
                    json.skipChildren();
                }
            }
            return Optional.of(ids);
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static boolean readFailures(JsonParser json, Set<String> ids) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return false;
            }
            String id = "";
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean named = json.currentName().equals("itemIdentifier");
                if (json.nextToken() == JsonToken.VALUE_STRING && named) {
                    id = json.getString();
                } else {
                    json.skipChildren();
                }
            }
            if (id.isEmpty()) {
                return false;
            }
            ids.add(id);
        }
        return true;
    }
}
