package dev.hearth.cluster;

import dev.hearth.core.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the host at the other end of a channel is asked, and how far its clock is from this one's. */
final class Questions {

    private static final ClusterDoor.Facts NOTHING = new ClusterDoor.Facts("", 0);

    private record Asked(CompletableFuture<ClusterDoor.Facts> answer, long wallMillis, long nanos) {}

    private final Channel channel;
    private final Time time;
    private final AtomicLong exchanges = new AtomicLong();
    private final Map<Long, Asked> open = new ConcurrentHashMap<>();
    private volatile boolean broken;

    Questions(Channel channel, Time time) {
        this.channel = channel;
        this.time = time;
    }

    /** Answered with nothing where the other host is too old to answer, or lost. */
    CompletableFuture<ClusterDoor.Facts> ask(int protocol) {
        if (protocol < Message.QUESTIONS) {
            return CompletableFuture.completedFuture(NOTHING);
        }
        long exchange = exchanges.incrementAndGet();
        Asked asked = new Asked(new CompletableFuture<>(), time.instant().toEpochMilli(), time.nanos());
        open.put(exchange, asked);
        channel.send(new Message.Question(exchange));
        if (broken) {
            broken();
        }
        return asked.answer;
    }

    void answered(long exchange, String facts) {
        Asked asked = open.remove(exchange);
        if (asked != null) {
            Duration way = Duration.ofNanos(time.nanos() - asked.nanos);
            asked.answer.complete(new ClusterDoor.Facts(
                    facts, asked.wallMillis + way.dividedBy(2).toMillis()));
        }
    }

    void broken() {
        broken = true;
        open.values().forEach(asked -> asked.answer.complete(NOTHING));
        open.clear();
    }
}
