package dev.hearth.aws.sqs;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.sqs.MoveTask;
import dev.hearth.neighbours.sqs.Sqs;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

/** The way back from dead-letter queues. */
final class MoveOperations {

    private final Sqs sqs;

    MoveOperations(Sqs sqs) {
        this.sqs = sqs;
    }

    StartMessageMoveTaskResponse start(Call call, StartMessageMoveTaskRequest request) {
        MoveTask task = sqs.moveTasks()
                .start(
                        Needed.member(request.sourceArn(), "SourceArn"),
                        request.destinationArn(),
                        request.maxNumberOfMessagesPerSecond());
        return StartMessageMoveTaskResponse.builder().taskHandle(task.handle()).build();
    }

    ListMessageMoveTasksResponse list(Call call, ListMessageMoveTasksRequest request) {
        return ListMessageMoveTasksResponse.builder()
                .results(
                        sqs
                                .moveTasks()
                                .list(Needed.member(request.sourceArn(), "SourceArn"), request.maxResults())
                                .stream()
                                .map(MoveOperations::view)
                                .toList())
                .build();
    }

    /** Only a task that can be cancelled shows its handle, as on AWS. */
    private static ListMessageMoveTasksResultEntry view(MoveTask task) {
        ListMessageMoveTasksResultEntry.Builder entry = ListMessageMoveTasksResultEntry.builder()
                .status(task.status().name())
                .sourceArn(task.sourceArn())
                .destinationArn(task.destinationArn())
                .maxNumberOfMessagesPerSecond(task.perSecond())
                .approximateNumberOfMessagesMoved(task.moved())
                .approximateNumberOfMessagesToMove(task.toMove())
                .startedTimestamp(task.startedMillis());
        if (task.status() == MoveTask.Status.RUNNING) {
            entry.taskHandle(task.handle());
        }
        return task.failure().isEmpty()
                ? entry.build()
                : entry.failureReason(task.failure()).build();
    }

    CancelMessageMoveTaskResponse cancel(Call call, CancelMessageMoveTaskRequest request) {
        MoveTask task = sqs.moveTasks().cancel(Needed.member(request.taskHandle(), "TaskHandle"));
        return CancelMessageMoveTaskResponse.builder()
                .approximateNumberOfMessagesMoved(task.moved())
                .build();
    }
}
