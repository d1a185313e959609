package dev.hearth.aws.events;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.NewEvent;
import dev.hearth.neighbours.events.PutResult;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** Events, patterns and tags. */
final class EventOperations {

    private final Events events;

    EventOperations(Events events) {
        this.events = events;
    }

    PutEventsResponse put(Call call, PutEventsRequest request) {
        List<PutResult> results = await(events.put(
                request.entries().stream().map(EventOperations::event).toList()));
        List<PutEventsResultEntry> entries =
                results.stream().map(EventOperations::result).toList();
        return PutEventsResponse.builder()
                .failedEntryCount((int) results.stream()
                        .filter(PutResult.Refused.class::isInstance)
                        .count())
                .entries(entries)
                .build();
    }

    private static NewEvent event(PutEventsRequestEntry entry) {
        return new NewEvent(
                entry.eventBusName(),
                entry.source(),
                entry.detailType(),
                entry.detail(),
                entry.resources(),
                entry.time() == null ? null : entry.time().toEpochMilli(),
                entry.traceHeader());
    }

    private static PutEventsResultEntry result(PutResult result) {
        return switch (result) {
            case PutResult.Accepted(String id) ->
                PutEventsResultEntry.builder().eventId(id).build();
            case PutResult.Refused(String code, String message) ->
                PutEventsResultEntry.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build();
        };
    }

    /** Handlers run on tasks and may wait for the store. */
    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    TestEventPatternResponse test(Call call, TestEventPatternRequest request) {
        boolean result = events.matches(
                Needed.member(request.eventPattern(), "eventPattern"), Needed.member(request.event(), "event"));
        return TestEventPatternResponse.builder().result(result).build();
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        events.tag(Needed.member(request.resourceARN(), "resourceARN"), Needed.tags(request.tags()));
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        events.untag(Needed.member(request.resourceARN(), "resourceARN"), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(events.tags(Needed.member(request.resourceARN(), "resourceARN")).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .sorted(java.util.Comparator.comparing(Tag::key))
                        .toList())
                .build();
    }
}
