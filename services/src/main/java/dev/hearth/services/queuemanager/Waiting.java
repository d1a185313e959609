package dev.hearth.services.queuemanager;

import dev.hearth.core.Ports;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Callers that wait for a commit: who has waited too long is told so. One timer for all, which runs while any wait. */
final class Waiting {

    private record Caller(CompletableFuture<Void> answer, long untilNanos) {}

    private final Ports ports;
    private final Duration patience;
    private final Duration look;
    /** In the order in which their patience ends. */
    private final ConcurrentLinkedQueue<Caller> callers = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean looking = new AtomicBoolean();

    Waiting(Ports ports, Duration patience, Duration look) {
        this.ports = ports;
        this.patience = patience;
        this.look = look;
    }

    /** Commits come in nearly the order of their callers, so that those who are answered are soon let go of here. */
    void add(CompletableFuture<Void> answer) {
        @Nullable Caller first = callers.peek();
        while (first != null && first.answer.isDone()) {
            callers.remove(first);
            first = callers.peek();
        }
        callers.add(new Caller(answer, ports.time().nanos() + patience.toNanos()));
        lookLater();
    }

    private void lookLater() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            ports.timers().after(look, this::tell);
        }
    }

    private void tell() {
        looking.set(false);
        long now = ports.time().nanos();
        for (@Nullable Caller first = callers.peek(); first != null; first = callers.peek()) {
            if (!first.answer.isDone() && first.untilNanos - now > 0) {
                break;
            }
            callers.remove(first);
            first.answer.completeExceptionally(StoredQueues.unavailable().asException());
        }
        if (!callers.isEmpty()) {
            lookLater();
        }
    }
}
