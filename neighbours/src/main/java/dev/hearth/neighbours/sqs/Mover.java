package dev.hearth.neighbours.sqs;

import dev.hearth.neighbours.sqs.MoveTask.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of {@link MoveTasks}: each running task takes turns, every one of which moves some messages. A task that
 * runs survives a restart.
 *
 * <pre>
 * RUNNING    -- no message is left ------> COMPLETED
 * RUNNING    -- a turn fails ------------> FAILED
 * RUNNING    -- cancelled ---------------> CANCELLING -- its next turn ---> CANCELLED
 * </pre>
 */
final class Mover implements MoveTasks {

    private static final Logger LOG = LoggerFactory.getLogger(Mover.class);

    /** The most messages of a turn. */
    private static final int TURN_MESSAGES = 100;

    private static final Duration TURN = Duration.ofMillis(200);
    private static final int TURNS_PER_SECOND = 5;

    private final RoomSqs room;
    private final RoomQueues queues;
    private final Map<String, MoveTask> tasks = new ConcurrentHashMap<>();

    Mover(RoomSqs room, RoomQueues queues) {
        this.room = room;
        this.queues = queues;
        room.store().moveTasks().forEach(task -> tasks.put(task.handle(), task));
    }

    /** Goes on with the tasks that ran when the last process ended. */
    void resume() {
        tasks.values().stream().filter(Mover::isActive).forEach(task -> turnLater(task.handle()));
    }

    private static boolean isActive(MoveTask task) {
        return task.status() == Status.RUNNING || task.status() == Status.CANCELLING;
    }

    @Override
    public MoveTask start(String sourceArn, @Nullable String destinationArn, @Nullable Integer perSecond) {
        Queue source = queue(sourceArn);
        if (!queues.isDeadLetterQueue(sourceArn)) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Source queue must be configured as a Dead Letter Queue.");
        }
        if (destinationArn != null) {
            if (queue(destinationArn).isFifo() != source.isFifo()) {
                throw SqsError.UNSUPPORTED_OPERATION.because("The destination queue must be of the source's type.");
            }
            if (destinationArn.equals(sourceArn)) {
                throw SqsError.INVALID_PARAMETER_VALUE.because(
                        "Source queue arn and destination queue arn cannot be the same.");
            }
        }
        if (perSecond != null && (perSecond < 1 || perSecond > SqsLimits.MOVE_PER_SECOND)) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Value " + perSecond + " for parameter"
                    + " MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.");
        }
        MoveTask task;
        synchronized (this) {
            if (of(sourceArn).stream().anyMatch(Mover::isActive)) {
                throw SqsError.UNSUPPORTED_OPERATION.because(
                        "There is already a task running. Only one active task is allowed for a source queue arn at a"
                                + " given time.");
            }
            task = new MoveTask(
                    room.ports().randomness().uuid().toString(),
                    sourceArn,
                    destinationArn,
                    perSecond,
                    Status.RUNNING,
                    0,
                    room.counts(source).visible(),
                    room.nowMillis(),
                    "");
            keep(task);
            forgetOld(sourceArn);
        }
        room.ports().tasks().start("sqs move", () -> turn(task.handle()));
        return task;
    }

    private Queue queue(String arn) {
        Queue found = room.named(arn);
        if (found == null) {
            throw SqsError.RESOURCE_NOT_FOUND.because(
                    "The resource that you specified for the ARN parameter doesn't" + " exist.");
        }
        return found;
    }

    private void keep(MoveTask task) {
        room.store().put(task);
        tasks.put(task.handle(), task);
    }

    private List<MoveTask> of(String sourceArn) {
        return tasks.values().stream()
                .filter(task -> task.sourceArn().equals(sourceArn))
                .sorted(Comparator.comparingLong(MoveTask::startedMillis).reversed())
                .toList();
    }

    private void forgetOld(String sourceArn) {
        of(sourceArn).stream().skip(SqsLimits.MOVE_TASKS).forEach(task -> {
            room.store().deleteMoveTask(task.handle());
            tasks.remove(task.handle());
        });
    }

    @Override
    public List<MoveTask> list(String sourceArn, @Nullable Integer limit) {
        queue(sourceArn);
        if (limit != null && (limit < 1 || limit > SqsLimits.MOVE_TASKS)) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Value " + limit + " for parameter MaxResults is invalid."
                    + " Reason: Must be between 1 and 10, if provided.");
        }
        return of(sourceArn).stream().limit(limit == null ? 1 : limit).toList();
    }

    @Override
    public synchronized MoveTask cancel(String handle) {
        MoveTask task = tasks.get(handle);
        if (task == null) {
            throw SqsError.RESOURCE_NOT_FOUND.because("Task does not exist.");
        }
        if (task.status() != Status.RUNNING) {
            throw SqsError.UNSUPPORTED_OPERATION.because("Only active tasks can be cancelled.");
        }
        MoveTask cancelling = task.with(Status.CANCELLING, task.moved(), "");
        keep(cancelling);
        return cancelling;
    }

    private void turnLater(String handle) {
        room.ports().timers().after(TURN, () -> room.ports().tasks().start("sqs move", () -> turn(handle)));
    }

    private void turn(String handle) {
        MoveTask task = tasks.get(handle);
        if (task == null || room.isClosed()) {
            return;
        }
        if (task.status() == Status.CANCELLING) {
            keep(task.with(Status.CANCELLED, task.moved(), ""));
            return;
        }
        CompletionStage<Integer> moving;
        try {
            moving = moveSome(task);
        } catch (RuntimeException e) {
            moving = CompletableFuture.failedStage(e);
        }
        moving.whenComplete((moved, failure) ->
                room.ports().tasks().start("sqs move", () -> turned(handle, moved == null ? 0 : moved, failure)));
    }

    private synchronized void turned(String handle, int moved, @Nullable Throwable failure) {
        MoveTask task = tasks.get(handle);
        if (task == null || room.isClosed()) {
            return;
        }
        if (failure != null) {
            LOG.debug("a turn of move task {} failed", handle, failure);
            String why = failure.getMessage();
            keep(task.with(Status.FAILED, task.moved(), why == null ? "CouldNotMove" : why));
            return;
        }
        boolean done = moved == 0 && task.status() == Status.RUNNING;
        keep(task.with(done ? Status.COMPLETED : task.status(), task.moved() + Math.max(0, moved), ""));
        if (!done) {
            turnLater(handle);
        }
    }

    /** How many were moved; negative when more may come. */
    private CompletionStage<Integer> moveSome(MoveTask task) {
        Queue source = queue(task.sourceArn());
        Integer perSecond = task.perSecond();
        int most = perSecond == null ? TURN_MESSAGES : Math.max(1, perSecond / TURNS_PER_SECOND);
        LiveQueue from = room.live(source);
        List<Entry> taken = from.takeOut(most);
        if (taken == null || taken.isEmpty()) {
            return CompletableFuture.completedFuture(taken == null ? -1 : 0);
        }
        Map<Long, StoredMessage.Content> contents = room.store()
                .contents(
                        source.id(), taken.stream().map(entry -> entry.sequence).toList());
        Map<String, List<Entry>> byTarget = new LinkedHashMap<>();
        for (Entry entry : taken) {
            StoredMessage.Content content = contents.get(entry.sequence);
            String origin = content == null || content.sourceArn() == null ? "" : content.sourceArn();
            String target = task.destinationArn() == null ? origin : task.destinationArn();
            byTarget.computeIfAbsent(target, each -> new ArrayList<>()).add(entry);
        }
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (Map.Entry<String, List<Entry>> each : byTarget.entrySet()) {
            Queue target = room.named(each.getKey());
            if (target == null) {
                throw room.broken(
                        from,
                        SqsError.RESOURCE_NOT_FOUND.because(
                                "CouldNotDetermineMessageSource: a message has no source queue that exists."));
            }
            CompletionStage<Void> one = room.move(source, from, each.getValue(), target, false);
            all = all.thenCombine(one, (before, now) -> now);
        }
        return all.thenApply(done -> taken.size());
    }
}
