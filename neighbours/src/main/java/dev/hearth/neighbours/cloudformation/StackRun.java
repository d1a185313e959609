package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.FaultException;
import dev.hearth.core.Timers;
import dev.hearth.neighbours.cloudformation.StackOperation.Kind;
import dev.hearth.neighbours.cloudformation.StackOperation.OnFailure;
import dev.hearth.neighbours.cloudformation.StackOperation.Phase;
import dev.hearth.neighbours.resources.AwsCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stack's operation under way. Whatever happens is taken in by a turn: it decides what comes next, writes that, and
 * then has it done, outside the lock.
 */
final class StackRun {

    private static final Logger LOG = LoggerFactory.getLogger(StackRun.class);
    private static final String ABANDONED = "The stack is deleted. ";

    private final RunParts parts;
    private final Rows rows;
    private final AwsCalls calls;
    private final Consumer<StackRun> ended;
    private final ForwardWalk forward;
    private final RemoveWalk removal;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private final List<Runnable> work = new ArrayList<>();
    private final Queue<Consumer<UnitBuilder>> arrived = new ConcurrentLinkedQueue<>();
    private final Set<String> running = new LinkedHashSet<>();
    private final Set<String> failed = new LinkedHashSet<>();
    private Stack stack;
    private @Nullable RunTarget target;
    private String cancelled = "";
    private boolean over;
    private long told;

    /** @param ended is told when nothing more comes, and when the store failed: then {@link #isLost} */
    StackRun(Stack stack, RunParts parts, Consumer<StackRun> ended) {
        this.stack = stack;
        this.parts = parts;
        this.ended = ended;
        this.rows = new Rows(parts.store().resources(stack.id()));
        this.calls = parts.clients().as(operation().accessKeyId());
        this.forward = new ForwardWalk(this, parts, rows);
        this.removal = new RemoveWalk(this, parts, rows);
        if (phase() == Phase.FORWARD) {
            cancelled = stack.status() == StackStatus.DELETE_IN_PROGRESS ? ABANDONED : "";
            rows.kept().stream()
                    .filter(row -> row.status().name().endsWith("FAILED")
                            && row.updatedMillis() >= operation().startedMillis())
                    .forEach(row -> failed.add(row.logicalId()));
        }
    }

    /** Goes on from what is written. */
    void begin() {
        long timeout = operation().timeoutMillis();
        if (timeout > 0 && operation().kind() == Kind.CREATE) {
            long left =
                    operation().startedMillis() + timeout - parts.ports().time().millis();
            parts.ports()
                    .timers()
                    .after(
                            Duration.ofMillis(Math.max(0, left)),
                            () -> parts.ports()
                                    .tasks()
                                    .start(
                                            "stack timeout",
                                            () -> cancel("Stack creation time exceeded the specified timeout")));
        }
        parts.ports().tasks().start("stack " + stack.name(), () -> turn(unit -> {}));
    }

    /** Makes what is under way fail, if it can still be taken back. */
    void cancel(String why) {
        turn(unit -> {
            if (phase() == Phase.FORWARD) {
                cancelled = why;
            }
        });
    }

    /** Takes back the creation that is under way, and then the stack itself. */
    void abandon() {
        turn(unit -> {
            if (operation().kind() == Kind.CREATE) {
                Stack now = unit.stack();
                unit.stack(now.with(now.settings(), operation().abandoned(), now.outputs()));
                unit.status(StackStatus.DELETE_IN_PROGRESS, "User Initiated");
                stack = unit.stack();
                cancelled = phase() == Phase.FORWARD ? ABANDONED : "";
            }
        });
    }

    /** Waits for the end, for {@link StackLimits#SETTLING} at most. */
    void settle() {
        CompletableFuture<@Nullable Void> waited = new CompletableFuture<>();
        Timers.Timer timer = parts.ports().timers().after(StackLimits.SETTLING, () -> waited.complete(null));
        end.thenRun(() -> waited.complete(null));
        waited.join();
        timer.cancel();
    }

    String stackId() {
        return stack.id();
    }

    synchronized boolean isLost() {
        return !over;
    }

    AwsCalls calls() {
        return calls;
    }

    private StackOperation operation() {
        StackOperation operation = stack.operation();
        if (operation == null) {
            throw new IllegalStateException("nothing is under way with " + stack.id());
        }
        return operation;
    }

    String operationId() {
        return operation().id();
    }

    Phase phase() {
        return operation().phase();
    }

    Set<String> retained() {
        return Set.copyOf(operation().retained());
    }

    Stack stack() {
        return stack;
    }

    /** What the resources are to become, in this phase. */
    RunTarget target() {
        RunTarget known = target;
        if (known == null) {
            boolean back = phase() == Phase.ROLLBACK || phase() == Phase.ROLLBACK_CLEANUP;
            known = new RunTarget(
                    back ? stack.settings() : operation().wanted(),
                    forward::finished,
                    () -> parts.store().exports(),
                    calls);
            target = known;
        }
        return known;
    }

    boolean isRunning(StackResource row) {
        return running.contains(row.logicalId() + "#" + row.generation());
    }

    int running() {
        return running.size();
    }

    boolean isFailing() {
        return !failed.isEmpty() || !cancelled.isEmpty();
    }

    void failed(String logicalId) {
        failed.add(logicalId);
    }

    /** Has {@code step} done once the turn is written; what it gives is taken in by a turn of its own. */
    void begun(StackResource row, StackStep step) {
        running.add(row.logicalId() + "#" + row.generation());
        work.add(() -> {
            Consumer<UnitBuilder> outcome = step.attempt();
            turn(unit -> {
                running.remove(row.logicalId() + "#" + row.generation());
                outcome.accept(unit);
            });
        });
    }

    /** Something is there that must not be forgotten: returns when it is written, or the run is lost. */
    void note(StackResource row) {
        turn(unit -> {
            rows.put(row);
            unit.row(row);
        });
    }

    /** What happened while another turn was being written is taken in by one turn, whoever comes first. */
    private void turn(Consumer<UnitBuilder> change) {
        arrived.add(change);
        List<Runnable> next;
        boolean isEnd;
        synchronized (this) {
            if (over || arrived.isEmpty()) {
                return;
            }
            try {
                UnitBuilder unit = new UnitBuilder(stack, parts.ports(), told);
                for (Consumer<UnitBuilder> each = arrived.poll(); each != null; each = arrived.poll()) {
                    each.accept(unit);
                }
                advance(unit);
                stack = unit.save(parts.store());
                told = unit.lastTold();
            } catch (RuntimeException lost) {
                LOG.warn("the stack {} cannot go on for now", stack.name(), lost);
                work.clear();
                ended.accept(this);
                over = true;
                return;
            }
            next = List.copyOf(work);
            work.clear();
            isEnd = over;
        }
        if (isEnd) {
            ended.accept(this);
            end.complete(null);
        }
        next.forEach(each -> parts.ports().tasks().start("stack " + stack.name(), each));
    }

    private void advance(UnitBuilder unit) {
        boolean more = true;
        while (more && !over) {
            stack = unit.stack();
            more = switch (phase()) {
                case FORWARD, ROLLBACK -> !forward.advance(unit) && running.isEmpty() && forwardEnded(unit);
                case CLEANUP, ROLLBACK_CLEANUP, UNDO, DELETE ->
                    !removal.advance(unit) && running.isEmpty() && removalEnded(unit);
            };
        }
    }

    private void enter(UnitBuilder unit, Phase phase, StackStatus status, String reason) {
        Stack now = unit.stack();
        unit.stack(now.with(now.settings(), operation().in(phase), now.outputs()));
        stack = unit.stack();
        if (unit.stack().status() != status) {
            unit.status(status, reason);
        }
        stack = unit.stack();
        target = null;
        failed.clear();
        cancelled = "";
        forward.forget();
    }

    private void end(UnitBuilder unit, StackStatus status, String reason, boolean keepOperation) {
        unit.status(status, reason);
        if (!keepOperation) {
            Stack now = unit.stack();
            unit.stack(now.with(now.settings(), null, now.outputs()));
        }
        over = true;
    }

    /** True when a new phase has begun. */
    private boolean forwardEnded(UnitBuilder unit) {
        boolean back = phase() == Phase.ROLLBACK;
        if (isFailing()) {
            return back ? rollbackFailed(unit) : forwardFailed(unit, reason());
        }
        List<StackOutput> outputs;
        Map<String, String> exports = new LinkedHashMap<>();
        try {
            outputs = target().outputs();
            outputs.forEach(output -> {
                if (!output.exportName().isEmpty()) {
                    exports.put(output.exportName(), output.value());
                }
            });
            Exports.check(stack.id(), exports, parts.store());
        } catch (FaultException wrong) {
            return back
                    ? rollbackFailed(unit)
                    : forwardFailed(unit, wrong.fault().message());
        }
        unit.trade(exports, Set.copyOf(target().imports()));
        Stack now = unit.stack();
        unit.stack(now.with(target().settings(), operation(), outputs));
        stack = unit.stack();
        if (back) {
            enter(unit, Phase.ROLLBACK_CLEANUP, StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, "");
            return true;
        }
        if (operation().kind() == Kind.CREATE) {
            end(unit, StackStatus.CREATE_COMPLETE, "", false);
            return false;
        }
        enter(unit, Phase.CLEANUP, StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, "");
        return true;
    }

    private String reason() {
        String what = operation().kind() == Kind.CREATE ? "create" : "update";
        return cancelled.isEmpty()
                ? "The following resource(s) failed to " + what + ": [" + String.join(", ", failed) + "]. "
                : cancelled;
    }

    private boolean rollbackFailed(UnitBuilder unit) {
        end(unit, StackStatus.UPDATE_ROLLBACK_FAILED, reason(), true);
        return false;
    }

    private boolean forwardFailed(UnitBuilder unit, String reason) {
        boolean creation = operation().kind() == Kind.CREATE;
        if (operation().onFailure() == OnFailure.DO_NOTHING) {
            Stack now = unit.stack();
            if (creation) {
                unit.stack(now.with(operation().wanted(), operation(), now.outputs()));
            }
            end(unit, creation ? StackStatus.CREATE_FAILED : StackStatus.UPDATE_FAILED, reason, true);
            return false;
        }
        if (creation) {
            Stack now = unit.stack();
            unit.stack(now.with(operation().wanted(), operation(), now.outputs()));
            stack = unit.stack();
            boolean goes = now.status() == StackStatus.DELETE_IN_PROGRESS;
            StackStatus next = goes ? StackStatus.DELETE_IN_PROGRESS : StackStatus.ROLLBACK_IN_PROGRESS;
            enter(unit, Phase.UNDO, next, reason + "Rollback requested by user.");
            return true;
        }
        rows.takenBack(operation().id()).forEach(unit::row);
        enter(unit, Phase.ROLLBACK, StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, reason);
        return true;
    }

    private boolean removalEnded(UnitBuilder unit) {
        List<String> stuck = removal.stuck();
        String reason = "The following resource(s) failed to delete: [" + String.join(", ", stuck) + "]. ";
        switch (phase()) {
            case CLEANUP -> end(unit, StackStatus.UPDATE_COMPLETE, "", false);
            case ROLLBACK_CLEANUP -> end(unit, StackStatus.UPDATE_ROLLBACK_COMPLETE, "", false);
            case UNDO -> {
                if (!stuck.isEmpty()) {
                    boolean goes = unit.stack().status() == StackStatus.DELETE_IN_PROGRESS;
                    end(unit, goes ? StackStatus.DELETE_FAILED : StackStatus.ROLLBACK_FAILED, reason, true);
                } else if (operation().onFailure() == OnFailure.DELETE) {
                    deleted(unit);
                } else {
                    end(unit, StackStatus.ROLLBACK_COMPLETE, "", false);
                }
            }
            case DELETE -> {
                if (stuck.isEmpty()) {
                    deleted(unit);
                } else {
                    end(unit, StackStatus.DELETE_FAILED, reason, true);
                }
            }
            case FORWARD, ROLLBACK -> throw new IllegalStateException("not a removal: " + phase());
        }
        return false;
    }

    private void deleted(UnitBuilder unit) {
        unit.trade(Map.of(), Set.of());
        Stack now = unit.stack();
        unit.stack(now.at(now.updatedMillis(), unit.millis(), now.lastEvent()));
        end(unit, StackStatus.DELETE_COMPLETE, "", false);
    }
}
