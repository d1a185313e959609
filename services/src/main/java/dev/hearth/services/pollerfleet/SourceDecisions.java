package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.frontend.Lineage;
import dev.hearth.services.pollerfleet.EventSource.Item;
import dev.hearth.services.pollerfleet.SourcePlan.OnError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What becomes of a batch before and after an invocation with it: pure functions. */
final class SourceDecisions {

    /** The longest wait before a batch is tried again. */
    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

    private static final int OK = 200;

    /**
     * A batch that is to be invoked with.
     *
     * @param failures invocations with it that failed for the function's own reasons
     * @param refusals invocations in a row that were throttled or met a system error
     * @param end of the tumbling window, which has no items; or that it goes on
     */
    record Batch(List<Item> items, int failures, int refusals, TumblingWindow.End end) {

        static Batch fresh(List<Item> items) {
            return new Batch(List.copyOf(items), 0, 0, TumblingWindow.End.OPEN);
        }

        static Batch windowEnd(TumblingWindow.End end) {
            return new Batch(List.of(), 0, 0, end);
        }
    }

    /** Items that are not tried any more, and what their owner is told. */
    record GivenUp(List<Item> items, FailedBatch why) {}

    /**
     * What is to be done, in this order: checkpoint {@code done}, give back {@code returned}, drop {@code looped}, tell
     * the destination of {@code givenUp} and checkpoint them, and after {@code delay} go on with {@code next}.
     */
    record Decision(
            List<Item> done,
            List<Item> returned,
            List<Item> looped,
            List<GivenUp> givenUp,
            List<Batch> next,
            Duration delay) {

        static Decision done(List<Item> items) {
            return new Decision(items, List.of(), List.of(), List.of(), List.of(), Duration.ZERO);
        }

        static Decision returned(List<Item> done, List<Item> returned, Duration delay) {
            return new Decision(done, returned, List.of(), List.of(), List.of(), delay);
        }

        /** Whether the function ran with the whole batch. */
        boolean isSuccess() {
            return returned.isEmpty() && looped.isEmpty() && givenUp.isEmpty() && next.isEmpty();
        }
    }

    private SourceDecisions() {}

    /** Splits off what is too old to be tried at all. */
    static Decision before(SourcePlan plan, Batch batch, Instant now) {
        List<Item> old = tooOld(plan, batch.items, now);
        List<Item> young = without(batch.items, old);
        List<Batch> next = young.isEmpty() && !batch.items.isEmpty()
                ? List.of()
                : List.of(new Batch(young, batch.failures, batch.refusals, batch.end));
        return new Decision(
                List.of(),
                List.of(),
                List.of(),
                givenUp(old, new FailedBatch(FailedBatch.AGE_EXCEEDED, tries(batch), 0, "", "")),
                next,
                Duration.ZERO);
    }

    static Decision after(SourcePlan plan, Batch batch, InvokeOutcome outcome, Instant now) {
        return switch (outcome) {
            case InvokeOutcome.Answered answered -> answered(plan, batch, answered, now);
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ -> Decision.done(batch.items);
            case InvokeOutcome.Refused(Fault fault)
            when fault.kind() == Fault.Kind.RECURSIVE_INVOCATION -> looped(batch);
            case InvokeOutcome.Refused(Fault fault) when Faults.isTemporary(fault) -> refused(plan, batch, now);
            case InvokeOutcome.Refused(Fault fault) ->
                failed(
                        plan,
                        batch,
                        batch.items,
                        new FailedBatch(condition(fault), tries(batch) + 1, Faults.status(fault), "", ""),
                        now);
        };
    }

    private static String condition(Fault fault) {
        return fault.kind() == Fault.Kind.REQUEST_TOO_LARGE
                ? FailedBatch.PAYLOAD_EXCEEDED
                : FailedBatch.RETRIES_EXHAUSTED;
    }

    private static Decision answered(SourcePlan plan, Batch batch, InvokeOutcome.Answered answered, Instant now) {
        FailedBatch why = new FailedBatch(
                FailedBatch.RETRIES_EXHAUSTED,
                tries(batch) + 1,
                OK,
                answered.functionError(),
                answered.executedVersion());
        if (!answered.functionError().isEmpty()) {
            return failed(plan, batch, batch.items, why, now);
        }
        if (!plan.partialResponses()) {
            return Decision.done(batch.items);
        }
        Set<String> failures = BatchFailures.failures(answered.payload()).orElse(null);
        if (failures == null || !known(batch, failures)) {
            return failed(plan, batch, batch.items, why, now);
        }
        if (failures.isEmpty()) {
            return Decision.done(batch.items);
        }
        if (plan.onError() == OnError.RETRY) {
            return failed(plan, batch, fromTheFirst(batch, failures), why, now);
        }
        return Decision.returned(
                those(batch.items, item -> !failures.contains(item.id())),
                those(batch.items, item -> failures.contains(item.id())),
                Duration.ZERO);
    }

    private static List<Item> those(List<Item> items, Predicate<Item> which) {
        return items.stream().filter(which).toList();
    }

    private static List<Item> without(List<Item> items, List<Item> gone) {
        if (gone.isEmpty()) {
            return items;
        }
        Set<Item> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(gone);
        return those(items, item -> !set.contains(item));
    }

    private static boolean known(Batch batch, Set<String> failures) {
        Set<String> ids = new HashSet<>(failures);
        batch.items.forEach(item -> ids.remove(item.id()));
        return ids.isEmpty();
    }

    /** Of each lane what comes from its first failed item on. */
    private static List<Item> fromTheFirst(Batch batch, Set<String> failures) {
        Set<String> stopped = new HashSet<>();
        List<Item> failed = new ArrayList<>();
        for (Item item : batch.items) {
            if (failures.contains(item.id())) {
                stopped.add(item.lane());
            }
            if (stopped.contains(item.lane())) {
                failed.add(item);
            }
        }
        return failed;
    }

    /** {@code failed} failed for the function's own reasons; the others are done. */
    private static Decision failed(SourcePlan plan, Batch batch, List<Item> failed, FailedBatch why, Instant now) {
        List<Item> done = without(batch.items, failed.size() == batch.items.size() ? batch.items : failed);
        if (plan.onError() == OnError.GIVE_BACK) {
            return Decision.returned(done, failed, Duration.ZERO);
        }
        List<Item> old = tooOld(plan, failed, now);
        List<Item> young = without(failed, old);
        List<GivenUp> givenUp = new ArrayList<>(givenUp(old, why.because(FailedBatch.AGE_EXCEEDED)));
        boolean progress = !done.isEmpty() || !old.isEmpty();
        int failures = progress ? 0 : batch.failures + 1;
        if (young.isEmpty() && !failed.isEmpty()) {
            return new Decision(done, List.of(), List.of(), givenUp, List.of(), Duration.ZERO);
        }
        // A split is no try of its own: the halves have not failed yet.
        if (plan.bisect() && !progress && young.size() > 1) {
            int half = (young.size() + 1) / 2;
            List<Batch> halves =
                    List.of(Batch.fresh(young.subList(0, half)), Batch.fresh(young.subList(half, young.size())));
            return new Decision(done, List.of(), List.of(), givenUp, halves, backoff(failures));
        }
        boolean exhausted = plan.maximumRetries() >= 0 && failures > plan.maximumRetries();
        if (exhausted || why.condition().equals(FailedBatch.PAYLOAD_EXCEEDED)) {
            givenUp.addAll(givenUp(young, why));
            return new Decision(done, List.of(), List.of(), givenUp, List.of(), Duration.ZERO);
        }
        return new Decision(
                done,
                List.of(),
                List.of(),
                givenUp,
                List.of(new Batch(List.copyOf(young), failures, 0, batch.end)),
                backoff(Math.max(1, failures)));
    }

    private static List<GivenUp> givenUp(List<Item> items, FailedBatch why) {
        return items.isEmpty() ? List.of() : List.of(new GivenUp(items, why));
    }

    /** Throttles and system errors do not count as tries of the function. */
    private static Decision refused(SourcePlan plan, Batch batch, Instant now) {
        if (plan.onError() == OnError.GIVE_BACK) {
            return Decision.returned(List.of(), batch.items, backoff(batch.refusals + 1));
        }
        Decision split = before(plan, batch, now);
        List<Batch> again = split.next.stream()
                .map(left -> new Batch(left.items, left.failures, left.refusals + 1, left.end))
                .toList();
        return new Decision(List.of(), List.of(), List.of(), split.givenUp, again, backoff(batch.refusals + 1));
    }

    /** What came round as often as the one that was stopped is stopped with it; the others are tried without it. */
    private static Decision looped(Batch batch) {
        int most = batch.items.stream()
                .mapToInt(item -> Lineage.loops(item.traceHeader()))
                .max()
                .orElse(0);
        List<Item> looped = those(batch.items, item -> Lineage.loops(item.traceHeader()) == most);
        List<Item> others = without(batch.items, looped);
        return new Decision(
                List.of(),
                List.of(),
                looped,
                List.of(),
                others.isEmpty() ? List.of() : List.of(Batch.fresh(others)),
                Duration.ZERO);
    }

    private static List<Item> tooOld(SourcePlan plan, List<Item> items, Instant now) {
        return plan.maximumAge().isZero()
                ? List.of()
                : those(items, item -> item.arrived().plus(plan.maximumAge()).isBefore(now));
    }

    private static int tries(Batch batch) {
        return batch.failures + batch.refusals;
    }

    /** One second, doubled with every failure in a row. */
    static Duration backoff(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, 6);
        Duration delay = Duration.ofSeconds(1L << doublings);
        return delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay;
    }
}
