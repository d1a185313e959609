package dev.hearth.server;

import dev.hearth.services.pollerfleet.DestinationMessage;
import dev.hearth.services.pollerfleet.EventListener;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to events, for the status and {@link MetricsPage}. */
final class EventMetrics implements EventListener {

    /** Functions that are told apart; what comes later is counted together as {@link InvocationMetrics#OTHER}. */
    static final int MAX_FUNCTIONS = 100;

    /**
     * What is counted of one function's events.
     *
     * @param ages from their acceptance to the first try ({@code AsyncEventAge})
     * @param retries after errors of the function's
     * @param repeated runs whose earlier run may have done its work: duplicates
     * @param refusals tries that were throttled or met a system error
     * @param succeeded that ran
     * @param dropped that ended without success ({@code AsyncEventsDropped})
     * @param delivered messages that destinations took
     * @param deadLetters messages that dead-letter queues took
     * @param undelivered messages that nobody took ({@code DestinationDeliveryFailures}, {@code DeadLetterErrors})
     */
    record Meters(
            Durations ages,
            LongAdder retries,
            LongAdder repeated,
            LongAdder refusals,
            LongAdder succeeded,
            LongAdder dropped,
            LongAdder delivered,
            LongAdder deadLetters,
            LongAdder undelivered) {

        static Meters fresh() {
            return new Meters(
                    new Durations(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder());
        }
    }

    private final ConcurrentMap<String, Meters> functions = new ConcurrentHashMap<>();
    private final Meters others = Meters.fresh();

    private Meters of(String function) {
        Meters known = functions.get(function);
        if (known != null) {
            return known;
        }
        return functions.size() >= MAX_FUNCTIONS ? others : functions.computeIfAbsent(function, _ -> Meters.fresh());
    }

    /** By function; the rest together under {@link InvocationMetrics#OTHER}. */
    Map<String, Meters> functions() {
        Map<String, Meters> all = new TreeMap<>(functions);
        all.put(InvocationMetrics.OTHER, others);
        return all;
    }

    @Override
    public void started(String function, Duration age) {
        of(function).ages().add(Math.max(0, age.toNanos()));
    }

    @Override
    public void retried(String function, boolean functionError) {
        Meters meters = of(function);
        (functionError ? meters.retries() : meters.refusals()).increment();
    }

    @Override
    public void repeated(String function) {
        of(function).repeated().increment();
    }

    @Override
    public void ended(String function, String condition) {
        Meters meters = of(function);
        (condition.equals("Success") ? meters.succeeded() : meters.dropped()).increment();
    }

    @Override
    public void delivered(String function, DestinationMessage.Kind kind) {
        Meters meters = of(function);
        switch (kind) {
            case SUCCESS, FAILURE -> meters.delivered().increment();
            case DEAD_LETTER -> meters.deadLetters().increment();
        }
    }

    @Override
    public void undelivered(String function, DestinationMessage.Kind kind, boolean again) {
        if (!again) {
            of(function).undelivered().increment();
        }
    }
}
