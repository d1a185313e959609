package dev.hearth.aws.logs;

import dev.hearth.aws.Call;
import dev.hearth.services.logs.LogEvent;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.logs.Logs.EventPage;
import dev.hearth.services.logs.Logs.EventQuery;
import dev.hearth.services.logs.Logs.FilterPage;
import dev.hearth.services.logs.Logs.FilterQuery;
import dev.hearth.services.logs.Logs.PutOutcome;
import dev.hearth.services.logs.StoredEvent;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.SearchedLogStream;

/** Events in and out. */
final class EventOperations {

    /** What older clients expect back; AWS ignores sequence tokens since 2023, and so do we. */
    static final String SEQUENCE_TOKEN = "49000000000000000000000000000000000000000000000000000000";

    private final Logs logs;

    EventOperations(Logs logs) {
        this.logs = logs;
    }

    PutLogEventsResponse put(Call call, PutLogEventsRequest request) {
        String group = Needed.group(Needed.member(request.logGroupName(), "logGroupName"), null);
        String stream = Needed.member(request.logStreamName(), "logStreamName");
        if (!request.hasLogEvents()) {
            Needed.member(null, "logEvents");
        }
        List<LogEvent> events =
                request.logEvents().stream().map(EventOperations::event).toList();
        PutOutcome outcome = logs.put(group, stream, events);
        PutLogEventsResponse.Builder response = PutLogEventsResponse.builder().nextSequenceToken(SEQUENCE_TOKEN);
        if (outcome.tooNewStart() != null || outcome.tooOldEnd() != null || outcome.expiredEnd() != null) {
            response.rejectedLogEventsInfo(RejectedLogEventsInfo.builder()
                    .tooNewLogEventStartIndex(outcome.tooNewStart())
                    .tooOldLogEventEndIndex(outcome.tooOldEnd())
                    .expiredLogEventEndIndex(outcome.expiredEnd())
                    .build());
        }
        return response.build();
    }

    private static LogEvent event(InputLogEvent event) {
        return new LogEvent(
                Needed.member(event.timestamp(), "logEvents.member.timestamp"),
                Needed.member(event.message(), "logEvents.member.message"));
    }

    GetLogEventsResponse get(Call call, GetLogEventsRequest request) {
        EventPage page = logs.events(new EventQuery(
                Needed.group(request.logGroupName(), request.logGroupIdentifier()),
                Needed.member(request.logStreamName(), "logStreamName"),
                request.startTime(),
                request.endTime(),
                Boolean.TRUE.equals(request.startFromHead()),
                request.limit(),
                request.nextToken()));
        return GetLogEventsResponse.builder()
                .events(page.events().stream().map(EventOperations::output).toList())
                .nextForwardToken(page.forwardToken())
                .nextBackwardToken(page.backwardToken())
                .build();
    }

    private static OutputLogEvent output(StoredEvent event) {
        return OutputLogEvent.builder()
                .timestamp(event.timestampMillis())
                .message(event.message())
                .ingestionTime(event.ingestionMillis())
                .build();
    }

    FilterLogEventsResponse filter(Call call, FilterLogEventsRequest request) {
        FilterPage page = logs.filter(new FilterQuery(
                Needed.group(request.logGroupName(), request.logGroupIdentifier()),
                request.logStreamNames(),
                request.logStreamNamePrefix(),
                request.startTime(),
                request.endTime(),
                request.filterPattern(),
                request.limit(),
                request.nextToken()));
        return FilterLogEventsResponse.builder()
                .events(page.events().stream().map(EventOperations::filtered).toList())
                .searchedLogStreams(List.<SearchedLogStream>of())
                .nextToken(page.nextToken())
                .build();
    }

    private static FilteredLogEvent filtered(StoredEvent event) {
        return FilteredLogEvent.builder()
                .logStreamName(event.stream())
                .timestamp(event.timestampMillis())
                .message(event.message())
                .ingestionTime(event.ingestionMillis())
                .eventId(event.eventId())
                .build();
    }
}
