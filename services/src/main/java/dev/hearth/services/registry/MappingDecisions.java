package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.JsonRuleCompiler;

/**
 * What an event source mapping may be (API reference, CreateEventSourceMapping; developer guide, "Using Lambda with
 * Amazon SQS").
 */
final class MappingDecisions {

    private static final int DEFAULT_BATCH = 10;
    private static final int MOST_BATCH = 10_000;
    private static final int FIFO_BATCH = 10;
    private static final int MOST_WINDOW_SECONDS = 300;
    private static final int LEAST_CONCURRENCY = 2;
    private static final int MOST_CONCURRENCY = 1_000;
    private static final int MOST_FILTERS = 5;
    private static final int FILTER_CHARS = 4_096;

    private MappingDecisions() {}

    static EventSourceMapping create(
            String uuid,
            String functionArn,
            int timeoutSeconds,
            MappingWish wish,
            Mappings.Sources.Source source,
            Instant now) {
        EventSourceMapping mapping = new EventSourceMapping(
                uuid,
                functionArn,
                Objects.requireNonNull(wish.sourceArn()),
                wish.enabled() == null || wish.enabled(),
                orElse(wish.batchSize(), DEFAULT_BATCH),
                orElse(wish.windowSeconds(), 0),
                wish.filters() == null ? List.of() : wish.filters(),
                Boolean.TRUE.equals(wish.partialResponses()),
                orElse(wish.maximumConcurrency(), 0),
                now);
        return checked(mapping, timeoutSeconds, source);
    }

    /** {@code functionArn} is the new function's, or the present one's. */
    static EventSourceMapping update(
            EventSourceMapping present,
            String functionArn,
            int timeoutSeconds,
            MappingWish wish,
            Mappings.Sources.Source source,
            Instant now) {
        EventSourceMapping mapping = new EventSourceMapping(
                present.uuid(),
                functionArn,
                present.sourceArn(),
                wish.enabled() == null ? present.enabled() : wish.enabled(),
                orElse(wish.batchSize(), present.batchSize()),
                orElse(wish.windowSeconds(), present.windowSeconds()),
                wish.filters() == null ? present.filters() : wish.filters(),
                wish.partialResponses() == null ? present.partialResponses() : wish.partialResponses(),
                orElse(wish.maximumConcurrency(), present.maximumConcurrency()),
                now);
        return checked(mapping, timeoutSeconds, source);
    }

    private static int orElse(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private static EventSourceMapping checked(
            EventSourceMapping mapping, int timeoutSeconds, Mappings.Sources.Source source) {
        if (mapping.batchSize() < 1 || mapping.batchSize() > MOST_BATCH) {
            throw invalid("Batch size must be between 1 and 10000.");
        }
        if (mapping.windowSeconds() < 0 || mapping.windowSeconds() > MOST_WINDOW_SECONDS) {
            throw invalid("Maximum batch window in seconds must be between 0 and 300.");
        }
        if (source.fifo()) {
            fifo(mapping);
        } else if (mapping.batchSize() > DEFAULT_BATCH && mapping.windowSeconds() == 0) {
            throw invalid(
                    "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
        }
        int concurrency = mapping.maximumConcurrency();
        if (concurrency != 0 && (concurrency < LEAST_CONCURRENCY || concurrency > MOST_CONCURRENCY)) {
            throw invalid("MaximumConcurrency must be between 2 and 1000.");
        }
        if (source.visibilitySeconds() < timeoutSeconds) {
            throw invalid("Queue visibility timeout: " + source.visibilitySeconds()
                    + " seconds is less than Function timeout: " + timeoutSeconds + " seconds");
        }
        filters(mapping.filters());
        return mapping;
    }

    private static void fifo(EventSourceMapping mapping) {
        if (mapping.batchSize() > FIFO_BATCH) {
            throw invalid("BatchSize of a FIFO queue must be between 1 and 10.");
        }
        if (mapping.windowSeconds() > 0) {
            throw invalid("Batching window is not supported for FIFO queues");
        }
    }

    private static void filters(List<String> filters) {
        if (filters.size() > MOST_FILTERS) {
            throw invalid("The number of filters is more than the limit of " + MOST_FILTERS + ".");
        }
        for (String pattern : filters) {
            if (pattern.length() > FILTER_CHARS || !isPattern(pattern)) {
                throw invalid("Invalid filter pattern definition.");
            }
        }
    }

    private static boolean isPattern(String pattern) {
        try {
            return JsonRuleCompiler.check(pattern) == null;
        } catch (RuntimeException notJson) {
            return false;
        }
    }

    static FaultException alreadyThere(EventSourceMapping present, String function) {
        return new Fault(
                        Fault.Kind.CONFLICT,
                        "An event source mapping with SQS arn (\" " + present.sourceArn() + " \") and function (\" "
                                + function
                                + " \") already exists. Please update or delete the existing mapping with UUID "
                                + present.uuid())
                .asException();
    }

    static FaultException invalid(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
