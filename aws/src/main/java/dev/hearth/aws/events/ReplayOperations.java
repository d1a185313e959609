package dev.hearth.aws.events;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.events.Archives;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.Page;
import dev.hearth.neighbours.events.Replay;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.CancelReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.CancelReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysRequest;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysResponse;
import software.amazon.awssdk.services.eventbridge.model.ReplayDestination;
import software.amazon.awssdk.services.eventbridge.model.StartReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.StartReplayResponse;

/** Replays of archived events. */
final class ReplayOperations {

    private final Events events;

    ReplayOperations(Events events) {
        this.events = events;
    }

    StartReplayResponse start(Call call, StartReplayRequest request) {
        ReplayDestination destination = request.destination();
        Replay replay = events.archives()
                .start(new Archives.ReplayWish(
                        request.replayName(),
                        request.eventSourceArn(),
                        request.description(),
                        millis(request.eventStartTime()),
                        millis(request.eventEndTime()),
                        destination == null ? null : destination.arn(),
                        destination == null ? List.of() : destination.filterArns()));
        return StartReplayResponse.builder()
                .replayArn(events.archives().arn(replay))
                .state(replay.state().name())
                .replayStartTime(Needed.time(replay.startedMillis()))
                .build();
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    CancelReplayResponse cancel(Call call, CancelReplayRequest request) {
        Replay replay = events.archives().cancel(Needed.member(request.replayName(), "replayName"));
        return CancelReplayResponse.builder()
                .replayArn(events.archives().arn(replay))
                .state(replay.state().name())
                .build();
    }

    DescribeReplayResponse describe(Call call, DescribeReplayRequest request) {
        Replay replay = events.archives().replay(Needed.member(request.replayName(), "replayName"));
        return DescribeReplayResponse.builder()
                .replayName(replay.name())
                .replayArn(events.archives().arn(replay))
                .description(Needed.shown(replay.description()))
                .state(replay.state().name())
                .stateReason(Needed.shown(replay.reason()))
                .eventSourceArn(archiveArn(call, replay))
                .destination(ReplayDestination.builder()
                        .arn(call.scope().arn("events", "event-bus/" + replay.bus()))
                        .filterArns(replay.filterArns())
                        .build())
                .eventStartTime(Instant.ofEpochMilli(replay.fromMillis()))
                .eventEndTime(Instant.ofEpochMilli(replay.toMillis()))
                .eventLastReplayedTime(Needed.time(replay.lastMillis()))
                .replayStartTime(Needed.time(replay.startedMillis()))
                .replayEndTime(Needed.time(replay.endedMillis()))
                .build();
    }

    /** The archive may be gone. */
    private static String archiveArn(Call call, Replay replay) {
        return call.scope().arn("events", "archive/" + replay.archive());
    }

    ListReplaysResponse list(Call call, ListReplaysRequest request) {
        Page<Replay> page = events.archives()
                .replays(
                        request.namePrefix(),
                        request.eventSourceArn(),
                        request.stateAsString(),
                        Needed.page(request.limit(), request.nextToken()));
        return ListReplaysResponse.builder()
                .replays(page.items().stream().map(each -> listed(call, each)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static software.amazon.awssdk.services.eventbridge.model.Replay listed(Call call, Replay replay) {
        return software.amazon.awssdk.services.eventbridge.model.Replay.builder()
                .replayName(replay.name())
                .eventSourceArn(archiveArn(call, replay))
                .state(replay.state().name())
                .stateReason(Needed.shown(replay.reason()))
                .eventStartTime(Instant.ofEpochMilli(replay.fromMillis()))
                .eventEndTime(Instant.ofEpochMilli(replay.toMillis()))
                .eventLastReplayedTime(Needed.time(replay.lastMillis()))
                .replayStartTime(Needed.time(replay.startedMillis()))
                .replayEndTime(Needed.time(replay.endedMillis()))
                .build();
    }
}
